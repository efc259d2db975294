"""``weights``: fetch the pre-trained files that face analysis needs, once, verified by checksum."""

import sys
from argparse import Namespace

from engine.commands import Command, Context, Document
from engine.faces.registry import analyzers
from engine.faces.weights import ensure_weights


def run(context: Context, arguments: Namespace) -> Document:
    names = sorted({name for analyzer in analyzers().values() for name in analyzer.weights})
    paths = ensure_weights(context.settings, names, lambda line: print(line, file=sys.stderr, flush=True))  # noqa: T201
    return {"weights": [{"name": name, "path": str(path)} for name, path in paths.items()]}


COMMAND = Command("weights", "Fetch the weights that face analysis needs.", run)

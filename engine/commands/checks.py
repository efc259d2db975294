"""``checks``: the questions asked of every photo."""

from argparse import Namespace

from engine.checks import all_checks, example_sentence
from engine.commands import Command, Context, Document


def run(context: Context, arguments: Namespace) -> Document:
    rows = [
        {
            "name": check.name,
            "question": check.question,
            "unit": check.unit,
            "kinds": sorted(check.kinds),
            "keep_if": str(check.keep_if.bound),
            "limits": {kind.value: check.default_limit(kind).value for kind in sorted(check.kinds)},
            "limit_range": list(check.limit_range),
            "is_on": check.is_on,
            "example": example_sentence(check),
            "version": check.version,
        }
        for check in all_checks().values()
    ]
    return {"checks": rows}


COMMAND = Command("checks", "List the checks with their questions and default limits.", run)

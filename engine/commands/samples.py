"""``samples``: data sets to try Facet with."""

from argparse import Namespace

from engine.commands import Command, Context, Document
from engine.sources.samples import PREFIX, SAMPLES


def run(context: Context, arguments: Namespace) -> Document:
    rows = [
        {
            "name": sample.name,
            "import": f"{PREFIX}{sample.name}",
            "title": sample.title,
            "description": sample.description,
            "kind": sample.kind,
            "photos": sample.num_photos,
            "labels": sample.num_labels,
            "licence": sample.licence,
        }
        for sample in SAMPLES.values()
    ]
    return {"samples": rows}


COMMAND = Command("samples", "List the sample data sets.", run)

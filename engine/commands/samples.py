"""``samples``: data sets to try Facet with."""

from argparse import Namespace

from engine.commands import Command, Context, Document
from engine.samples import Sample, all_samples
from engine.sources.samples import text_for


def run(context: Context, arguments: Namespace) -> Document:
    return {"samples": [describe(sample) for sample in all_samples().values()]}


def describe(sample: Sample) -> Document:
    """What to know of a sample before fetching it; ``seconds``: over a connection of 20 Mbit/s."""
    return {
        "name": sample.name,
        "import": text_for(sample),
        "title": sample.title,
        "description": sample.description,
        "lesson": sample.lesson,
        "kind": sample.kind,
        "photos": sample.num_photos,
        "labels": sample.num_labels,
        "bytes": sample.num_bytes,
        "seconds": round(sample.seconds),
        "licence": sample.licence,
        "licence_url": sample.licence_url,
        "homepage": sample.homepage,
        "files": [
            {
                "name": archive.name,
                "urls": list(archive.urls),
                "bytes": archive.num_bytes,
                archive.checksum.algorithm: archive.checksum.digest,
            }
            for archive in sample.archives
        ],
    }


COMMAND = Command("samples", "List the sample data sets.", run)

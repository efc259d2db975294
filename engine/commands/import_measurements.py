"""``import-measurements NAME FILE ...``: take in what other machines measured of a dataset's photos."""

from argparse import ArgumentParser, Namespace

from engine.catalog.datasets import get_dataset
from engine.commands import Command, Context, Document


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("files", nargs="+", metavar="FILE", help="Parquet files, or gs://bucket/measured*.parquet")


def run(context: Context, arguments: Namespace) -> Document:
    from engine.beam.importing import import_measurements

    dataset = get_dataset(context.catalog, arguments.name)
    with context.job() as job:
        outcomes = import_measurements(context.settings, context.catalog, dataset, arguments.files, job)
        document: Document = {"dataset": dataset.name, **{str(outcome): count for outcome, count in outcomes.items()}}
        job.finish(document)
    return document


COMMAND = Command(
    "import-measurements", "Take in what other machines measured of a dataset's photos.", run, add_arguments
)

"""``analyze NAME``: measure every photo of a dataset, once."""

from argparse import ArgumentParser, Namespace

from engine.analysis import analyze_dataset
from engine.catalog.datasets import get_dataset
from engine.commands import Command, Context, Document

LOCAL = "local"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("--analyzer", help="what measures: local (default), on this machine")
    parser.add_argument("--workers", type=int, help="processes (default: one per core)")


def run(context: Context, arguments: Namespace) -> Document:
    dataset = get_dataset(context.catalog, arguments.name)
    with context.job() as job:
        result = analyze_dataset(
            context.settings,
            context.catalog,
            dataset,
            # "local" is whatever measures this kind of dataset on this machine: without people no face is looked for.
            analyzer_name=None if arguments.analyzer == LOCAL else arguments.analyzer,
            num_workers=max(1, arguments.workers or context.settings.num_workers),
            job=job,
        )
        document = {
            "dataset": dataset.name,
            "analyzed": result.analyzed,
            "reused": result.reused,
            "failed": result.failed,
            "seconds": result.seconds,
            "stopped": result.was_stopped,
        }
        job.finish(document)
    return document


COMMAND = Command(
    "analyze", "Measure the photos of a dataset; photos measured before are not measured again.", run, add_arguments
)

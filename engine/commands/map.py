"""``map NAME``: lay the photos out so that those that look alike stand together."""

from argparse import ArgumentParser, Namespace

from engine.catalog.datasets import get_dataset
from engine.commands import Command, Context, Document
from engine.maps import Method


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("--method", choices=[Method.TSNE.value], default=Method.TSNE.value, help="how (default: tsne)")


def run(context: Context, arguments: Namespace) -> Document:
    from engine.maps.tsne import make_map

    dataset = get_dataset(context.catalog, arguments.name)
    with context.job() as job:
        made = make_map(context.settings, context.catalog, dataset, num_workers=context.settings.num_workers, job=job)
        document = {
            "dataset": dataset.name,
            "method": arguments.method,
            "photos": made.photos,
            "of": made.of,
            "seconds": made.seconds,
            "stopped": made.was_stopped,
        }
        job.finish(document)
    return document


COMMAND = Command("map", "Lay photos out as points, those that look alike together.", run, add_arguments)

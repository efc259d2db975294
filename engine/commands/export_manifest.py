"""``export-manifest NAME --to FILE``: list the photos that are to be measured on other machines."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from engine.catalog.datasets import get_dataset
from engine.commands import Command, Context, Document


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("--to", type=Path, required=True, metavar="FILE")
    parser.add_argument("--analyzer", help="what measures (default: as 'analyze')")
    parser.add_argument(
        "--photos-at",
        metavar="URI",
        help="where workers find a copy of the imported folder, such as gs://bucket/photos",
    )
    parser.add_argument("--all", action="store_true", help="also photos that were measured before")


def run(context: Context, arguments: Namespace) -> Document:
    from engine.beam.exporting import export_manifest

    dataset = get_dataset(context.catalog, arguments.name)
    num_photos = export_manifest(
        context.catalog,
        dataset,
        arguments.to,
        analyzer_name=arguments.analyzer,
        photos_at=arguments.photos_at,
        everything=arguments.all,
    )
    return {"dataset": dataset.name, "file": str(arguments.to), "photos": num_photos}


COMMAND = Command(
    "export-manifest", "List a dataset's photos for measuring them on other machines.", run, add_arguments
)

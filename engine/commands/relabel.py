"""``relabel NAME --photo SHA256 --to LABEL``: photos show somebody else."""

from argparse import ArgumentParser, Namespace

from engine.catalog.datasets import count_dataset, get_dataset
from engine.commands import Command, Context, Document
from engine.commands.history import describe_edit
from engine.edits import move_photos, move_to_new_person, set_aside


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("--photo", action="append", required=True, metavar="SHA256", help="may be repeated")
    to = parser.add_mutually_exclusive_group(required=True)
    to.add_argument("--to", metavar="LABEL", help="a person of the dataset")
    to.add_argument("--to-new", metavar="LABEL", help="somebody whom the dataset does not know yet")
    to.add_argument("--aside", action="store_true", help="none of the people: never trained on")


def run(context: Context, arguments: Namespace) -> Document:
    dataset = get_dataset(context.catalog, arguments.name)
    if arguments.aside:
        edit = set_aside(context.catalog, dataset, arguments.photo)
    elif arguments.to_new is not None:
        edit = move_to_new_person(context.catalog, dataset, arguments.photo, arguments.to_new)
    else:
        edit = move_photos(context.catalog, dataset, arguments.photo, arguments.to)
    return {**describe_edit(edit), "people": count_dataset(context.catalog, dataset).people}


COMMAND = Command("relabel", "Move photos to another person.", run, add_arguments)

"""``history NAME``: what was put right by hand, newest first."""

from argparse import ArgumentParser, Namespace
from dataclasses import asdict

from engine.catalog.datasets import get_dataset
from engine.catalog.edit_history import Edit
from engine.commands import Command, Context, Document
from engine.edits import read_history

NO_EDIT: Document = {"edit": None, "title": "Nothing to change: it is so already"}


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME")


def run(context: Context, arguments: Namespace) -> Document:
    dataset = get_dataset(context.catalog, arguments.name)
    return {"history": [asdict(edit) | {"id": str(edit.id)} for edit in read_history(context.catalog, dataset)]}


def describe_edit(edit: Edit | None) -> Document:
    """What an edit did, for the command that made it."""
    return NO_EDIT if edit is None else {"edit": str(edit.id), "title": edit.title}


COMMAND = Command("history", "List what was put right by hand in a dataset.", run, add_arguments)

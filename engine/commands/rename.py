"""``rename NAME FROM TO``: another name for a person."""

from argparse import ArgumentParser, Namespace

from engine.catalog.datasets import count_dataset, get_dataset
from engine.commands import Command, Context, Document
from engine.commands.history import describe_edit
from engine.edits import rename_person


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("old", metavar="FROM", help="the person's name")
    parser.add_argument("new", metavar="TO", help="the name from now on")


def run(context: Context, arguments: Namespace) -> Document:
    dataset = get_dataset(context.catalog, arguments.name)
    edit = rename_person(context.catalog, dataset, arguments.old, arguments.new)
    return {**describe_edit(edit), "people": count_dataset(context.catalog, dataset).people}


COMMAND = Command("rename", "Give a person another name.", run, add_arguments)

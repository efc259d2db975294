"""``merge NAME FROM INTO``: two people are one."""

from argparse import ArgumentParser, Namespace

from engine.catalog.datasets import count_dataset, get_dataset
from engine.commands import Command, Context, Document
from engine.commands.history import describe_edit
from engine.edits import merge_people


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("source", metavar="FROM", help="the person whose photos move")
    parser.add_argument("into", metavar="INTO", help="the person who gets them")


def run(context: Context, arguments: Namespace) -> Document:
    dataset = get_dataset(context.catalog, arguments.name)
    edit = merge_people(context.catalog, dataset, arguments.source, arguments.into)
    return {**describe_edit(edit), "people": count_dataset(context.catalog, dataset).people}


COMMAND = Command("merge", "Make two people one.", run, add_arguments)

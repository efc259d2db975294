"""``redo NAME``: make again what was last undone."""

from argparse import ArgumentParser, Namespace

from engine.catalog.datasets import count_dataset, get_dataset
from engine.commands import Command, Context, Document
from engine.commands.undo import describe_step
from engine.edits import redo


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME")


def run(context: Context, arguments: Namespace) -> Document:
    dataset = get_dataset(context.catalog, arguments.name)
    step = redo(context.catalog, dataset)
    return {**describe_step(step, "redone"), "people": count_dataset(context.catalog, dataset).people}


COMMAND = Command("redo", "Make the change again that was last undone.", run, add_arguments)

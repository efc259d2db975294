"""``groups NAME``: which photos are copies of each other, exact and near ones, the best of each first."""

from argparse import ArgumentParser, Namespace

from engine.catalog.datasets import get_dataset
from engine.commands import Command, Context, Document
from engine.verdicts import decide_dataset


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME")


def run(context: Context, arguments: Namespace) -> Document:
    dataset = get_dataset(context.catalog, arguments.name)
    table = decide_dataset(context.catalog, dataset).table
    groups = table.standing.copies()
    return {
        "dataset": dataset.name,
        "compared": int(table.copies.is_compared.sum()),
        "groups": [[table.sha256s[place] for place in group.tolist()] for group in groups],
    }


COMMAND = Command("groups", "List photos that are copies of each other, the best of each first.", run, add_arguments)

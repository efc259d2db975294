"""``undo NAME``: take back what was last put right by hand."""

from argparse import ArgumentParser, Namespace

from engine.catalog.datasets import count_dataset, get_dataset
from engine.commands import Command, Context, Document
from engine.edits import Step, undo


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME")


def run(context: Context, arguments: Namespace) -> Document:
    dataset = get_dataset(context.catalog, arguments.name)
    step = undo(context.catalog, dataset)
    return {**describe_step(step, "undone"), "people": count_dataset(context.catalog, dataset).people}


def describe_step(step: Step, key: str) -> Document:
    """What was taken back or made again under ``key``; null and a sentence when there was nothing.

    ``left``: values that stay as they are, as something else changed them after the edit.
    """
    if not step.edits:
        return {"edit": None, key: None, "left": 0, "message": f"There is nothing to be {key}"}
    return {"edit": str(step.edits[0].id), key: step.edits[0].title, "left": step.num_left}


COMMAND = Command("undo", "Take back the last change made by hand.", run, add_arguments)

"""``suspects NAME``: which labels are probably wrong."""

from argparse import ArgumentParser, Namespace

from engine.catalog.datasets import get_dataset
from engine.catalog.suspicions import load_answers
from engine.commands import Command, Context, Document
from engine.errors import BadInput
from engine.suspects import find_suspicions, unsettled
from engine.verdicts import decide_dataset


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("--limit", type=int, metavar="N", help="only the N most suspicious of each kind")


def run(context: Context, arguments: Namespace) -> Document:
    if arguments.limit is not None and arguments.limit < 0:
        raise BadInput(f"--limit is {arguments.limit}. Expected 0 or more.")
    catalog = context.catalog
    dataset = get_dataset(catalog, arguments.name)
    decision = decide_dataset(catalog, dataset)
    found = unsettled(find_suspicions(catalog, dataset, decision), load_answers(catalog, dataset), decision)
    shown = slice(0, arguments.limit)
    return {
        "dataset": dataset.name,
        "compared": found.num_embedded,
        "suspects": [
            {
                "sha256": each.sha256,
                "label": each.label,
                "suggested": each.suggested,
                "score": each.score,
                "path": each.path,
                "is_rejected": each.is_rejected,
            }
            for each in found.suspects[shown]
        ],
        "pairs": [
            {"labels": [each.label, each.other], "photos": [each.num_photos, each.num_other], "score": each.score}
            for each in found.pairs[shown]
        ],
        "duplicates": [
            {"likeness": str(each.likeness), "photos": [vars(photo) for photo in each.photos]}
            for each in found.copies[shown]
        ],
    }


COMMAND = Command("suspects", "Find labels that are probably wrong, the most suspicious first.", run, add_arguments)

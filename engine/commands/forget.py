"""``forget NAME [--photo SHA256 | --label LABEL] [--dry-run]``: erase photos, a person or a dataset for good."""

import sys
from argparse import ArgumentParser, Namespace

from engine.catalog.datasets import get_dataset
from engine.commands import Command, Context, Document
from engine.forgetting import (
    ForgetPlan,
    forget,
    plan_forgetting_dataset,
    plan_forgetting_person,
    plan_forgetting_photos,
)


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--photo", action="append", metavar="SHA256", help="this photo alone; may be repeated")
    what.add_argument("--label", metavar="LABEL", help="this person with all photos; without either: the dataset")
    parser.add_argument("--dry-run", action="store_true", help="only say what would go; this cannot be undone")


def run(context: Context, arguments: Namespace) -> Document:
    dataset = get_dataset(context.catalog, arguments.name)
    place = (context.settings, context.catalog, dataset)
    if arguments.photo:
        plan = plan_forgetting_photos(*place, arguments.photo)
    elif arguments.label is not None:
        plan = plan_forgetting_person(*place, arguments.label)
    else:
        plan = plan_forgetting_dataset(*place)
    document = describe(plan) | {"erased": not arguments.dry_run}
    if not arguments.dry_run:
        forget(context.settings, context.catalog, plan, _tell)
    return document


def describe(plan: ForgetPlan) -> Document:
    """What goes, as JSON; ``staying``: files in source folders, which an import would bring back."""
    return {
        "dataset": plan.traces.dataset.name,
        "what": plan.what,
        "photos": len(plan.sha256s),
        "files": len(plan.traces.files),
        "bytes": plan.num_bytes,
        "edits": plan.num_edits,
        "snapshots": [
            {"snapshot": loss.snapshot.id, "photos": len(loss.sha256s), "of": loss.total, "whole": loss.is_whole}
            for loss in plan.snapshots
        ],
        "runs": list(plan.runs),
        "staying": plan.staying,
        "elsewhere": plan.elsewhere,
    }


def _tell(done: float, words: str) -> None:
    sys.stderr.write(f"{words}: {done:.0%}\n")


COMMAND = Command(
    "forget", "Erase photos, a person or a dataset, with everything derived, for good.", run, add_arguments
)

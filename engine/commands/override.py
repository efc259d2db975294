"""``override NAME --photo SHA256 keep|reject|clear``: the user's own decision about a photo."""

from argparse import ArgumentParser, Namespace

from engine.catalog.datasets import get_dataset
from engine.commands import Command, Context, Document
from engine.commands.filter import list_photos
from engine.edits import set_overrides
from engine.kinds import Override
from engine.verdicts import decide_dataset

CLEAR = "clear"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("--photo", required=True, metavar="SHA256")
    parser.add_argument("decision", choices=[*Override, CLEAR])


def run(context: Context, arguments: Namespace) -> Document:
    dataset = get_dataset(context.catalog, arguments.name)
    decision = None if arguments.decision == CLEAR else Override(arguments.decision)
    set_overrides(context.catalog, dataset, [arguments.photo], decision)
    photos = list_photos(decide_dataset(context.catalog, dataset))
    return next(photo for photo in photos if photo["sha256"] == arguments.photo)


COMMAND = Command("override", "Keep or reject a photo by hand, or leave it to the checks again.", run, add_arguments)

"""``delete RUN``: free the disk of a run, or only of its checkpoints."""

from argparse import ArgumentParser, Namespace

from engine.commands import Command, Context, Document
from engine.training.disk_use import delete_run


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("run", metavar="RUN")
    parser.add_argument(
        "--checkpoints", action="store_true", help="only the checkpoints: the run still predicts, but cannot go on"
    )
    parser.add_argument("--dry-run", action="store_true", help="delete nothing, say how many bytes it would free")


def run(context: Context, arguments: Namespace) -> Document:
    freed = delete_run(
        context.settings,
        arguments.run,
        only_checkpoints=arguments.checkpoints,
        is_rehearsal=arguments.dry_run,
    )
    return {"run": arguments.run, "bytes": freed, "deleted": not arguments.dry_run}


COMMAND = Command("delete", "Delete a run, or only its checkpoints.", run, add_arguments)

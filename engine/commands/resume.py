"""``resume RUN``: go on with a stopped, failed or killed run."""

from argparse import ArgumentParser, Namespace

from engine.commands import Command, Context, Document
from engine.training.sittings import describe, resume_here


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("run", metavar="RUN")


def run(context: Context, arguments: Namespace) -> Document:
    return describe(resume_here(context.settings, arguments.run))


COMMAND = Command("resume", "Go on with a run from its last checkpoint.", run, add_arguments)

"""``resume RUN``: go on with a stopped, failed, killed or finished run."""

from argparse import ArgumentParser, Namespace

from engine.commands import Command, Context, Document
from engine.training.going_on import continue_longer, halve_rate
from engine.training.sittings import describe, resume_here


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("run", metavar="RUN")
    parser.add_argument("--steps", type=int, help="go on up to this step, also when the run had finished")
    parser.add_argument("--halve-rate", action="store_true", help="go on with half the learning rate")


def run(context: Context, arguments: Namespace) -> Document:
    if arguments.steps is not None:
        continue_longer(context.settings, arguments.run, arguments.steps)
    if arguments.halve_rate:
        halve_rate(context.settings, arguments.run)
    return describe(resume_here(context.settings, arguments.run))


COMMAND = Command("resume", "Go on with a run from its last checkpoint.", run, add_arguments)

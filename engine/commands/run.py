"""``run RUN``: one run's state, settings, last and best metrics."""

from argparse import ArgumentParser, Namespace
from dataclasses import asdict

from engine.commands import Command, Context, Document
from engine.commands.runs import describe_briefly
from engine.training.erased import erased_sentence, num_learned_and_erased
from engine.training.origins import read_environment
from engine.training.runs import read_run


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("run", metavar="RUN")


def run(context: Context, arguments: Namespace) -> Document:
    record = read_run(context.settings, arguments.run)
    return {
        **describe_briefly(record),
        "config": asdict(record.config),
        "environment": read_environment(record.folder),
        "device": asdict(record.device) if record.device else None,
        "last": asdict(record.last) if record.last else None,
        "best": asdict(record.best) if record.best else None,
        "error": record.job.error,
        "erased_photos": num_learned_and_erased(context.settings, record.config),
        "notice": erased_sentence(context.settings, record.config),
    }


COMMAND = Command("run", "Show one run.", run, add_arguments)

"""``stop RUN``: end a run or job at its next safe moment; what it has reached is kept."""

from argparse import ArgumentParser, Namespace

from engine import jobs
from engine.commands import Command, Context, Document


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("run", metavar="RUN", help="a run's or job's id")


def run(context: Context, arguments: Namespace) -> Document:
    job = jobs.find(context.settings, arguments.run)
    jobs.request_stop(job)
    ended = jobs.wait(job)
    if ended.state.is_active:
        jobs.request_stop(ended)
        ended = jobs.read(job.folder)
    return {"run": ended.id, "state": ended.state}


COMMAND = Command("stop", "Stop a run or job; it can be resumed.", run, add_arguments)

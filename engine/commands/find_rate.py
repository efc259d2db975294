"""``find-rate SNAPSHOT --model NAME``: which learning rate suits a network and a snapshot."""

from argparse import ArgumentParser, Namespace
from dataclasses import asdict

from engine.commands import Command, Context, Document
from engine.snapshots import open_snapshot
from engine.training.config import CONTROLS, Schedule
from engine.training.configuring import make_config
from engine.training.controls import read_settings
from engine.training.registry import architectures, find_architecture


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("snapshot", metavar="SNAPSHOT")
    parser.add_argument("--model", required=True, help=f"one of: {', '.join(architectures())}")
    parser.add_argument("--set", metavar="KEY=VALUE", action="append", default=[], help="any setting of 'train'")


def run(context: Context, arguments: Namespace) -> Document:
    from engine.training.rate_search import find_rate

    snapshot = open_snapshot(context.settings, arguments.snapshot)
    said = read_settings(arguments.set, CONTROLS) | {"schedule": Schedule.CONSTANT.value, "ema": 0.0}
    config = make_config(snapshot, find_architecture(arguments.model), **said)
    with context.job() as job:
        found = find_rate(snapshot, config, job.report, job.stop_requested)
        document = {"snapshot": snapshot.id, "model": arguments.model, **asdict(found)}
        job.finish(document)
    return document


COMMAND = Command("find-rate", "Find a learning rate by trying.", run, add_arguments)

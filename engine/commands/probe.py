"""``probe SNAPSHOT --model NAME``: measure for ten seconds how long training would take on this computer."""

from argparse import ArgumentParser, Namespace
from dataclasses import asdict

from engine.commands import Command, Context, Document
from engine.snapshots import open_snapshot
from engine.training.configuring import make_config
from engine.training.probe import probe
from engine.training.registry import architectures, find_architecture
from engine.training.speeds import run_seconds


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("snapshot", metavar="SNAPSHOT")
    parser.add_argument("--model", required=True, help=f"one of: {', '.join(architectures())}")


def run(context: Context, arguments: Namespace) -> Document:
    snapshot = open_snapshot(context.settings, arguments.snapshot)
    architecture = find_architecture(arguments.model)
    with context.job() as job:
        speed = probe(context.settings, snapshot, architecture, job.report)
        document = {
            "snapshot": snapshot.id,
            "model": architecture.name,
            **asdict(speed),
            "seconds": run_seconds(speed, snapshot, architecture, make_config(snapshot, architecture)),
        }
        job.finish(document)
    return document


COMMAND = Command("probe", "Measure how long training a network would take here.", run, add_arguments)

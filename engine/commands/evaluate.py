"""``evaluate RUN``: accuracy per label and the confusion matrix, on its own validation photos or another snapshot's."""

from argparse import ArgumentParser, Namespace
from dataclasses import asdict

from engine.commands import Command, Context, Document
from engine.snapshots import open_snapshot
from engine.training.config import read_config
from engine.training.erased import learned_labels
from engine.training.evaluation import evaluate_run
from engine.training.registry import find_architecture
from engine.training.runs import run_folder


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("run", metavar="RUN")
    parser.add_argument("--on", metavar="SNAPSHOT", help="another snapshot than the one it was trained on")


def run(context: Context, arguments: Namespace) -> Document:
    from engine.training.device import prepare_backend

    folder = run_folder(context.settings, arguments.run)
    config = read_config(folder)
    labels = learned_labels(context.settings, folder, config)
    snapshot = open_snapshot(context.settings, arguments.on or config.snapshot)
    prepare_backend()
    evaluation = evaluate_run(folder, snapshot, find_architecture(config.architecture), labels)
    return {"run": arguments.run, **asdict(evaluation)}


COMMAND = Command("evaluate", "Judge a run on validation photos.", run, add_arguments)

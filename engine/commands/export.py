"""``export RUN --format FORMAT --to DIR``: write a run's best model for other programs, checked against Keras."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from engine.commands import Command, Context, Document
from engine.snapshots import open_snapshot
from engine.training.config import read_config
from engine.training.export import ExportFormat, export_run
from engine.training.registry import find_architecture
from engine.training.runs import run_folder


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("run", metavar="RUN")
    parser.add_argument("--format", type=ExportFormat, choices=list(ExportFormat), required=True)
    parser.add_argument("--to", type=Path, required=True, metavar="DIR")


def run(context: Context, arguments: Namespace) -> Document:
    from engine.training.device import prepare_backend

    folder = run_folder(context.settings, arguments.run)
    config = read_config(folder)
    snapshot = open_snapshot(context.settings, config.snapshot)
    prepare_backend()
    export = export_run(folder, snapshot, find_architecture(config.architecture), arguments.format, arguments.to)
    labels = arguments.to / "labels.txt"
    labels.write_text("".join(f"{label}\n" for label in snapshot.labels), encoding="utf-8")
    return {
        "run": arguments.run,
        "format": arguments.format,
        "files": [str(export.path), str(labels)],
        "max_difference": export.max_difference,
    }


COMMAND = Command("export", "Write a run's best model in another format.", run, add_arguments)

"""``train SNAPSHOT --model NAME``: train an architecture on a snapshot, or repeat a run with changes."""

from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from dataclasses import asdict, replace

from engine.commands import Command, Context, Document
from engine.errors import BadInput
from engine.snapshots import open_snapshot
from engine.training.config import CONTROLS, TrainConfig, read_config
from engine.training.configuring import make_config, repeat_config
from engine.training.controls import control_lines, read_settings
from engine.training.presets import PRESETS
from engine.training.registry import architectures, find_architecture
from engine.training.runs import run_folder
from engine.training.sittings import describe, start_run, train_here
from engine.training.starting_weights import check_start
from models._controls import Value

SHORTHANDS = ("steps", "batch_size", "learning_rate", "target_accuracy", "seed")  # settings with an option of their own


def add_arguments(parser: ArgumentParser) -> None:
    parser.formatter_class = RawDescriptionHelpFormatter
    parser.epilog = "\n".join(["settings, for --set KEY=VALUE:", *control_lines(CONTROLS)]).replace("%", "%%")
    parser.add_argument("snapshot", metavar="SNAPSHOT", nargs="?", help="may be left out with --like")
    base = parser.add_mutually_exclusive_group(required=True)
    base.add_argument("--model", help=f"one of: {', '.join(architectures())}")
    base.add_argument("--like", metavar="RUN", help="with the settings of that run")
    parser.add_argument("--set", metavar="KEY=VALUE", action="append", default=[], help="any setting; may be repeated")
    parser.add_argument("--augmentation", choices=PRESETS, help="a set of random changes, which --set may change again")
    for name in SHORTHANDS:
        kind = int if CONTROLS[name].kind == "whole number" else float
        parser.add_argument(f"--{name.replace('_', '-')}", type=kind, help=f"the same as --set {name}=VALUE")
    parser.add_argument("--from", dest="start_from", metavar="RUN", help="begin with that run's weights")
    parser.add_argument("--detach", action="store_true", help="train in the background and return at once")


def run(context: Context, arguments: Namespace) -> Document:
    config = _config(context, arguments)
    if arguments.start_from:
        check_start(run_folder(context.settings, arguments.start_from), config.architecture)
        config = replace(config, start_from=arguments.start_from)
    if arguments.detach:
        job = start_run(context.settings, config)
        nothing_yet = dict.fromkeys(("train_accuracy", "validation_accuracy"))
        return {"run": job.id, "state": job.state, "steps": 0, "seconds": 0.0, **nothing_yet}
    return describe(train_here(context.settings, config))


def _config(context: Context, arguments: Namespace) -> TrainConfig:
    said: dict[str, Value] = {
        name: getattr(arguments, name) for name in SHORTHANDS if getattr(arguments, name) is not None
    }
    if arguments.augmentation:
        said |= asdict(PRESETS[arguments.augmentation])
    said |= read_settings(arguments.set, CONTROLS)
    if arguments.like:
        earlier = read_config(run_folder(context.settings, arguments.like))
        snapshot = open_snapshot(context.settings, arguments.snapshot or earlier.snapshot)
        return repeat_config(snapshot, earlier, said)
    if arguments.snapshot is None:
        raise BadInput("No snapshot was named. Expected 'train SNAPSHOT --model NAME'; 'snapshot NAME' makes one.")
    return make_config(open_snapshot(context.settings, arguments.snapshot), find_architecture(arguments.model), **said)


COMMAND = Command("train", "Train a network on a snapshot.", run, add_arguments)

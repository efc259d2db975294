"""``train SNAPSHOT --model NAME``: train an architecture on a snapshot."""

from argparse import ArgumentParser, Namespace

from engine.commands import Command, Context, Document
from engine.snapshots import open_snapshot
from engine.training.config import make_config
from engine.training.registry import architectures, find_architecture
from engine.training.sittings import describe, start_run, train_here


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("snapshot", metavar="SNAPSHOT")
    parser.add_argument("--model", required=True, help=f"one of: {', '.join(architectures())}")
    parser.add_argument("--steps", type=int, help="batches to train on (default: the architecture's)")
    parser.add_argument("--batch-size", type=int, help="photos per step (default: the architecture's)")
    parser.add_argument("--learning-rate", type=float, help="default: the architecture's")
    parser.add_argument("--target-accuracy", type=float, help="end when validation accuracy reaches this, such as 0.97")
    parser.add_argument("--seed", type=int, default=0, help="decides weights, order and augmentation (default 0)")
    parser.add_argument("--detach", action="store_true", help="train in the background and return at once")


def run(context: Context, arguments: Namespace) -> Document:
    config = make_config(
        open_snapshot(context.settings, arguments.snapshot),
        find_architecture(arguments.model),
        steps=arguments.steps,
        batch_size=arguments.batch_size,
        learning_rate=arguments.learning_rate,
        target_accuracy=arguments.target_accuracy,
        seed=arguments.seed,
    )
    if arguments.detach:
        job = start_run(context.settings, config)
        nothing_yet = dict.fromkeys(("train_accuracy", "validation_accuracy"))
        return {"run": job.id, "state": job.state, "steps": 0, "seconds": 0.0, **nothing_yet}
    return describe(train_here(context.settings, config))


COMMAND = Command("train", "Train a network on a snapshot.", run, add_arguments)

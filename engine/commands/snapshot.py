"""``snapshot NAME``: freeze the kept photos into crops, integer labels and a split."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from engine import jobs
from engine.catalog.datasets import get_dataset
from engine.catalog.membership import measure_spread
from engine.commands import Command, Context, Document
from engine.kinds import Split
from engine.snapshots import Snapshot
from engine.snapshots.freezing import freeze
from engine.snapshots.planning import Balance, SnapshotOptions, plan_snapshot
from engine.verdicts import decide_dataset


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("--size", type=int, help="side of the crops (default: 96 for faces, their own size for images)")
    parser.add_argument("--validation", type=float, default=0.3, help="fraction to check with (default 0.3)")
    parser.add_argument("--test", type=float, default=0.0, help="fraction kept aside for a last test (default 0)")
    parser.add_argument("--balance", type=Balance, choices=list(Balance), default=Balance.NONE)
    parser.add_argument("--seed", type=int, default=0, help="decides the split (default 0)")
    parser.add_argument(
        "--format",
        choices=("folder", "tfrecord"),
        default="folder",
        help="tfrecord also writes shards that any TensorFlow program reads (default folder)",
    )
    parser.add_argument(
        "--ignore-given-split", action="store_true", help="deal all photos out, also those whose source gave a side"
    )


def run(context: Context, arguments: Namespace) -> Document:
    options = SnapshotOptions(
        size=arguments.size,
        validation=arguments.validation,
        test=arguments.test,
        balance=arguments.balance,
        seed=arguments.seed,
        keep_given=not arguments.ignore_given_split,
    )
    dataset = get_dataset(context.catalog, arguments.name)
    with context.job() as job:
        decision = decide_dataset(context.catalog, dataset)
        modes = list(measure_spread(context.catalog, dataset).modes)
        plan = plan_snapshot(dataset.name, dataset.kind, decision, modes, options)
        snapshot = freeze(
            context.settings,
            context.catalog,
            dataset,
            decision,
            plan,
            options=options,
            num_workers=context.settings.num_workers,
            job=job,
        )
        shards = _write_records(snapshot, job) if snapshot and arguments.format == "tfrecord" else []
        document = {
            "snapshot": snapshot.id if snapshot else None,
            "labels": list(plan.labels),
            **{split.value: plan.count(split) for split in Split},
            "size": plan.size,
            "channels": plan.channels,
            "left_out": plan.left_out,
            "shards": [str(shard) for shard in shards],
            "stopped": job.was_stopped,
        }
        job.finish(document)
    return document


def _write_records(snapshot: Snapshot, job: jobs.JobHandle) -> list[Path]:
    from engine.snapshots.tfrecord import write_records

    return write_records(snapshot, lambda done, total: job.report(done=done, total=total, message="Writing TFRecord"))


COMMAND = Command("snapshot", "Freeze the kept photos of a dataset for training.", run, add_arguments)

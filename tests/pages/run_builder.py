"""Puts runs on disk through the engine's own writers, so that screens have something to show, without training."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from streamlit.testing.v1 import AppTest

from engine import jobs, metrics
from engine.kinds import Kind
from engine.metrics import MetricPoint
from engine.settings import Settings
from engine.snapshots import Snapshot
from engine.training.configuring import make_config
from engine.training.device import Device, write_device
from engine.training.registry import find_architecture
from engine.training.runs import RunRecord, create_run, read_run
from engine.training.sittings import resume_command
from tests.engine.builders import import_photos
from tests.engine.prediction.tiny_model import mean_colour_softmax
from tests.engine.training.snapshot_builder import build_snapshot

FRAME = Path(__file__).resolve().parents[2] / "pages" / "frame.py"
STEPS_PER_POINT = 50


def open_page(page: str, **in_view: str) -> AppTest:
    """Run a screen inside the frame, with ``in_view`` in its URL; it raised nothing."""
    app = AppTest.from_file(FRAME, default_timeout=30)
    app.query_params.update(in_view)
    app.run().switch_page(page).run()
    assert not app.exception
    return app


def freeze_made(settings: Settings, people_dir: Path, kind: Kind = Kind.IMAGES) -> Snapshot:
    """The dataset ``made`` and its snapshot ``s1``: 3 labels, 21 photos to learn from and 9 to check with."""
    import_photos(settings, people_dir, name="made", kind=kind)
    return build_snapshot(settings, kind=kind)


def links(app: AppTest) -> list[str]:
    """The links in the page itself, as a person reads them."""
    return [link.proto.label for link in app.main.get("page_link")]


def write_run(
    settings: Settings,
    snapshot: Snapshot,
    run_id: str,
    accuracies: Sequence[float] = (0.5, 0.75),
    *,
    is_stopped: bool = False,
) -> RunRecord:
    """A run of ``face_cnn`` that ended: one point every 50 steps and 5 seconds, 10 photos a step.

    Args:
        accuracies: on validation photos, one a point.
    """
    config = make_config(snapshot, find_architecture("face_cnn"), steps=100, batch_size=10, seed=3)
    folder = create_run(settings, config, run_id)
    with jobs.running(folder, resume_command(run_id)) as job:
        write_device(folder, Device("CPU", "Abacus", 2))
        write_points(folder, accuracies)
        if is_stopped:
            (folder / "stop").touch()
            assert job.stop_requested()
        job.finish({"reason": "all steps done"})
    return read_run(settings, run_id)


def write_points(folder: Path, accuracies: Sequence[float]) -> None:
    """The curve of a run."""
    for number, accuracy in enumerate(accuracies, start=1):
        point = MetricPoint(
            step=number * STEPS_PER_POINT,
            train_loss=1.0 / number,
            train_accuracy=accuracy + 0.125,
            validation_loss=2.0 / number,
            validation_accuracy=accuracy,
            steps_per_second=10.0,
            images_per_second=100.0,
            seconds=number * 5.0,
        )
        metrics.write(folder, point)


def write_model(run: RunRecord, snapshot: Snapshot, labels: Sequence[str]) -> None:
    """Give a run a model that answers the first label for red photos, the second for green, the third for blue."""
    facts = {
        "features": "pixels",
        "kind": snapshot.kind,
        "size": snapshot.size,
        "channels": 3,
        "labels": labels,
        "max_difference": 0.0,
    }
    (run.folder / "export.json").write_text(json.dumps(facts), encoding="utf-8")
    (run.folder / "model.tflite").write_bytes(mean_colour_softmax(snapshot.size))

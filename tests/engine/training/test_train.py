"""Real training on a few small pictures: what is left on disk, and that a resumed run reaches the same."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from sklearn.datasets import load_digits

from engine.errors import BadInput, LossNotFinite
from engine.kinds import Kind
from engine.metrics import best_point, read_metrics
from engine.settings import Settings
from engine.snapshots import Snapshot
from engine.training.checkpoints import saved_steps
from engine.training.config import TrainConfig
from engine.training.configuring import make_config
from engine.training.evaluation import read_evaluation
from engine.training.loop import TrainResult, train
from engine.training.registry import find_architecture
from engine.training.runs import create_run
from tests.engine.training.snapshot_builder import build_snapshot, write_snapshot

pytestmark = pytest.mark.slow

STEPS = 24


def say_nothing(**_: object) -> None:
    """A report that nobody reads."""


def stop_after(calls: int) -> Callable[[], bool]:
    """A stop request that arrives after so many batches."""
    left = iter(range(calls))
    return lambda: next(left, None) is None


def never() -> bool:
    return False


@pytest.fixture
def snapshot(settings: Settings) -> Snapshot:
    return build_snapshot(settings, size=16)


def a_config(snapshot: Snapshot, **changes: object) -> TrainConfig:
    """``face_cnn`` with dropout and every augmentation, evaluated each fifth step."""
    config = make_config(snapshot, find_architecture("face_cnn"), steps=STEPS, batch_size=8)
    return replace(config, evaluate_every=5, **changes)  # type: ignore[arg-type]  # names and types of the fields


def run(
    settings: Settings, snapshot: Snapshot, config: TrainConfig, name: str, stop: Callable[[], bool] = never
) -> tuple[TrainResult, Path]:
    folder = settings.runs_dir / name
    if not folder.exists():
        create_run(settings, config, name)
    return train(snapshot, config, folder, say_nothing, stop), folder


def final_variables(run_folder: Path) -> dict[str, np.ndarray]:
    with np.load(run_folder / "checkpoints" / f"step-{STEPS}.npz") as stored:
        return dict(stored)


def assert_same_end(one: Path, other: Path) -> None:
    ours, theirs = final_variables(one), final_variables(other)
    assert ours.keys() == theirs.keys()
    for name in ours:
        assert np.array_equal(ours[name], theirs[name]), name


def test_a_run_leaves_curves_a_model_its_evaluation_and_its_light_copy(settings: Settings, snapshot: Snapshot) -> None:
    result, folder = run(settings, snapshot, a_config(snapshot), "r1")
    assert (result.state, result.steps, result.reason) == ("finished", STEPS, "all steps done")
    points = read_metrics(folder)
    assert [point.step for point in points] == [5, 10, 15, 20, 24]
    best = best_point(points)
    assert best is not None
    assert result.validation_accuracy == best.validation_accuracy
    evaluation = read_evaluation(folder)
    assert evaluation is not None
    assert evaluation.accuracy == pytest.approx(best.validation_accuracy)
    assert sum(map(sum, evaluation.confusion)) == 9
    export = json.loads((folder / "export.json").read_text(encoding="utf-8"))
    assert export["labels"] == ["label 0", "label 1", "label 2"]
    assert (export["features"], export["kind"], export["size"], export["channels"]) == ("pixels", "images", 16, 3)
    assert export["max_difference"] <= 1e-4
    assert (folder / "model.tflite").exists()
    assert list((folder / "events" / "validation").iterdir())
    assert json.loads((folder / "device.json").read_text(encoding="utf-8"))["kind"] in ("CPU", "GPU")


def test_bright_and_dark_pictures_are_told_apart(settings: Settings) -> None:
    snapshot = build_snapshot(settings, size=16, channels=1)
    config = make_config(snapshot, find_architecture("digits_cnn"), steps=60, batch_size=21)
    assert run(settings, snapshot, config, "r1")[0].validation_accuracy == 1.0


def test_handwritten_digits_are_read_98_times_in_100(settings: Settings) -> None:
    digits = load_digits()
    small = (digits.images * 255 / 16).astype(np.uint8)  # 8×8, 0 to 16
    crops = np.stack([np.asarray(Image.fromarray(each).resize((28, 28))) for each in small])[..., np.newaxis]
    is_validation = np.random.default_rng(0).permutation(len(crops)) < 0.3 * len(crops)
    snapshot = write_snapshot(settings, crops, digits.target, is_validation, kind=Kind.IMAGES)
    config = make_config(snapshot, find_architecture("digits_cnn"), target_accuracy=0.98)
    accuracy = run(settings, snapshot, config, "r1")[0].validation_accuracy
    assert accuracy is not None
    assert accuracy >= 0.98


def test_the_embedding_head_learns_in_a_few_steps(settings: Settings) -> None:
    snapshot = build_snapshot(settings, kind=Kind.FACES)
    config = make_config(snapshot, find_architecture("sface_head"), steps=60)
    assert run(settings, snapshot, config, "r1")[0].validation_accuracy == 1.0


def test_two_runs_with_one_seed_end_bit_for_bit_equal(settings: Settings, snapshot: Snapshot) -> None:
    folders = [run(settings, snapshot, a_config(snapshot), name)[1] for name in ("one", "two")]
    assert_same_end(*folders)


def test_another_seed_ends_elsewhere(settings: Settings, snapshot: Snapshot) -> None:
    folders = [run(settings, snapshot, a_config(snapshot, seed=seed), f"r{seed}")[1] for seed in (0, 1)]
    with pytest.raises(AssertionError):
        assert_same_end(*folders)


@pytest.mark.parametrize("stop_step", [10, 13], ids=["on an evaluation", "between two evaluations"])
def test_a_stopped_run_resumed_ends_like_one_never_stopped(
    settings: Settings, snapshot: Snapshot, stop_step: int
) -> None:
    config = a_config(snapshot)
    _, whole = run(settings, snapshot, config, "whole")
    stopped, parts = run(settings, snapshot, config, "parts", stop_after(stop_step - 1))
    assert (stopped.state, stopped.steps, stopped.reason) == ("stopped", stop_step, "stopped on request")
    assert (parts / "model.tflite").exists()
    resumed, _ = run(settings, snapshot, config, "parts")
    assert (resumed.state, resumed.steps) == ("finished", STEPS)
    assert resumed.seconds > stopped.seconds
    assert_same_end(whole, parts)
    curves = [{point.step: point.validation_loss for point in read_metrics(folder)} for folder in (whole, parts)]
    assert curves[0].items() <= curves[1].items()


def test_a_killed_run_resumed_ends_like_one_never_killed(settings: Settings, snapshot: Snapshot) -> None:
    config = a_config(snapshot)
    _, whole = run(settings, snapshot, config, "whole")
    killed = create_run(settings, config, "killed")
    program = (
        "import sys, time; from engine.settings import Settings; from engine.snapshots import open_snapshot; "
        "from engine.training.config import read_config; from engine.training.loop import train; "
        "from pathlib import Path; folder = Path(sys.argv[1]); "
        "train(open_snapshot(Settings.from_environment(), 's1'), read_config(folder), folder, "
        "lambda **_: None, lambda: time.sleep(0.2) or False)"
    )
    process = subprocess.Popen([sys.executable, "-c", program, str(killed)])
    deadline = time.monotonic() + 120
    while not saved_steps(killed) and time.monotonic() < deadline:
        time.sleep(0.02)
    process.kill()
    process.wait()
    assert saved_steps(killed)
    assert saved_steps(killed)[-1] < STEPS
    run(settings, snapshot, config, "killed")
    assert_same_end(whole, killed)
    assert [point.step for point in read_metrics(killed)] == [5, 10, 15, 20, 24]


def test_what_a_killed_run_was_writing_is_removed(settings: Settings) -> None:
    snapshot = build_snapshot(settings, kind=Kind.FACES)
    config = make_config(snapshot, find_architecture("sface_head"), steps=2)
    folder = create_run(settings, config, "r1")
    leftovers = [folder / ".best-abc" / "model.keras", folder / "checkpoints" / ".step-5.npz.0a1b2c3d"]
    for leftover in leftovers:
        leftover.parent.mkdir(parents=True)
        leftover.touch()
    run(settings, snapshot, config, "r1")
    assert not any(leftover.exists() for leftover in leftovers)
    assert not (folder / ".best-abc").exists()


def test_the_run_ends_early_at_the_target_accuracy(settings: Settings) -> None:
    snapshot = build_snapshot(settings, kind=Kind.FACES)
    config = make_config(snapshot, find_architecture("sface_head"), steps=500, target_accuracy=0.99)
    result, _ = run(settings, snapshot, config, "r1")
    assert (result.state, result.reason) == ("finished", "the target accuracy was reached")
    assert result.steps < 500
    again, _ = run(settings, snapshot, config, "r1")
    assert again.steps == result.steps


def test_without_validation_photos_training_accuracy_decides(settings: Settings) -> None:
    snapshot = build_snapshot(settings, kind=Kind.FACES, num_validation=0)
    config = make_config(snapshot, find_architecture("sface_head"), steps=40)
    result, folder = run(settings, snapshot, config, "r1")
    assert result.validation_accuracy is None
    assert result.train_accuracy == max(point.train_accuracy for point in read_metrics(folder))
    evaluation = read_evaluation(folder)
    assert evaluation is not None
    assert evaluation.split == "train"


def test_a_loss_that_is_no_number_ends_the_run_with_a_sentence(settings: Settings, snapshot: Snapshot) -> None:
    config = a_config(snapshot, learning_rate=1e4)
    with pytest.raises(
        LossNotFinite,
        match=r"No model was kept. .*with a learning rate below 10000",
    ):
        run(settings, snapshot, config, "r1")
    assert saved_steps(settings.runs_dir / "r1") == []


def test_the_last_good_model_outlives_a_loss_that_is_no_number(settings: Settings, snapshot: Snapshot) -> None:
    _, folder = run(settings, snapshot, a_config(snapshot), "r1", stop_after(9))
    kept = (folder / "model.keras").read_bytes()
    spoil_newest_checkpoint(folder)
    with pytest.raises(LossNotFinite, match=r"The best model, of step \d+, was kept"):
        run(settings, snapshot, a_config(snapshot), "r1")
    assert (folder / "model.keras").read_bytes() == kept
    assert read_evaluation(folder) is not None


def spoil_newest_checkpoint(run_folder: Path) -> None:
    """Make the weights of the newest checkpoint NaN, as a diverging run would."""
    file = run_folder / "checkpoints" / f"step-{saved_steps(run_folder)[-1]}.npz"
    with np.load(file) as stored:
        arrays = dict(stored)
    spoiled = {name: np.full_like(array, np.nan) for name, array in arrays.items() if array.dtype == np.float32}
    np.savez(file, allow_pickle=False, **arrays | spoiled)


def test_a_damaged_newest_checkpoint_gives_way_to_the_one_before(settings: Settings, snapshot: Snapshot) -> None:
    config = a_config(snapshot)
    _, whole = run(settings, snapshot, config, "whole")
    _, damaged = run(settings, snapshot, config, "damaged", stop_after(4))
    run(settings, snapshot, config, "damaged", stop_after(4))
    assert saved_steps(damaged) == [5, 10]
    (damaged / "checkpoints" / "step-10.npz").write_bytes(b"PK\x03\x04 and no more")
    run(settings, snapshot, config, "damaged")
    assert_same_end(whole, damaged)


def test_a_snapshot_with_other_contents_is_refused(settings: Settings, snapshot: Snapshot) -> None:
    config = a_config(snapshot, snapshot_content_hash="d" * 64)
    with pytest.raises(BadInput, match=r"content hash is cccccccccccc, expected dddddddddddd"):
        run(settings, snapshot, config, "r1")


def test_crops_too_small_for_the_network_are_refused_with_a_sentence(settings: Settings) -> None:
    snapshot = build_snapshot(settings, size=8)
    with pytest.raises(BadInput, match=r"'face_cnn' cannot be built for crops of shape \(8, 8, 3\)"):
        run(settings, snapshot, a_config(snapshot), "r1")


def test_progress_is_told_up_to_the_last_step(settings: Settings, snapshot: Snapshot) -> None:
    told: list[tuple[int, int, str]] = []

    def report(*, done: int, total: int, message: str, unit: str, rate: float | None) -> None:
        told.append((done, total, unit))

    config = a_config(snapshot)
    train(snapshot, config, create_run(settings, config, "r1"), report, never)
    assert told[0] == (0, STEPS, "steps")
    assert told[-1] == (STEPS, STEPS, "steps")
    assert [done for done, _, _ in told] == sorted(done for done, _, _ in told)

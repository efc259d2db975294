"""Real training that is stopped, starved of memory and disk, or continued: what is left, and that it ends the same."""

from __future__ import annotations

import errno
import resource
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine import jobs
from engine.errors import BadInput, DiskFull, NotFound, OutOfMemory
from engine.kinds import Kind
from engine.metrics import best_point, read_metrics
from engine.settings import Settings
from engine.snapshots import Snapshot
from engine.training.checkpoints import needing_room, saved_steps
from engine.training.config import TrainConfig, read_config
from engine.training.configuring import make_config
from engine.training.disk_use import delete_run, disk_use
from engine.training.going_on import continue_longer, halve_rate
from engine.training.loop import train
from engine.training.memory import BatchParts, is_out_of_memory, read_parts
from engine.training.origins import read_environment
from engine.training.progress import StopReason
from engine.training.registry import find_architecture
from engine.training.runs import create_run
from engine.training.sittings import resume_command, resume_here
from engine.training.starting_weights import check_start
from models._controls import Value
from tests.engine.training.snapshot_builder import build_snapshot

STEPS = 12
EVERYTHING: dict[str, Value] = {
    "optimizer": "sgd",
    "momentum": 0.9,
    "ema": 0.5,
    "schedule": "cosine",
    "mixup": 0.4,
    "label_smoothing": 0.1,
    "balance": "class_weights",
    "weight_decay": 0.01,
    "clip_norm": 1.0,
    "loss": "focal",
}


@pytest.fixture
def snapshot(settings: Settings) -> Snapshot:
    """21 embeddings of three people to learn from, 9 to check with."""
    return build_snapshot(settings, kind=Kind.FACES)


def a_config(snapshot: Snapshot, **said: Value) -> TrainConfig:
    chosen = {"steps": STEPS, "batch_size": 8, "evaluate_every": 4, **said}
    return make_config(snapshot, find_architecture("sface_head"), **chosen)


def run(
    settings: Settings,
    snapshot: Snapshot,
    config: TrainConfig,
    name: str,
    stop: Callable[[], bool] = lambda: False,
    told: list[str] | None = None,
) -> Path:
    folder = settings.runs_dir / name
    if not folder.exists():
        create_run(settings, config, name)
    messages: list[str] = [] if told is None else told
    train(snapshot, config, folder, lambda **said: messages.append(str(said["message"])), stop)
    return folder


def after(calls: int, happening: Callable[[], bool]) -> Callable[[], bool]:
    """A stop request that does something at its ``calls``-th asking, once."""
    asked = iter(range(1, calls + 1))
    return lambda: next(asked, None) == calls and happening()


def final_variables(run_folder: Path, step: int = STEPS) -> dict[str, np.ndarray]:
    with np.load(run_folder / "checkpoints" / f"step-{step}.npz") as stored:
        return dict(stored)


def assert_same_end(one: Path, other: Path) -> None:
    ours, theirs = final_variables(one), final_variables(other)
    assert ours.keys() == theirs.keys()
    assert [name for name in ours if not np.array_equal(ours[name], theirs[name])] == []


@pytest.mark.slow
@pytest.mark.parametrize("stop_step", [4, 6], ids=["on an evaluation", "between two"])
def test_with_every_control_a_stopped_run_ends_like_one_never_stopped(
    settings: Settings, snapshot: Snapshot, stop_step: int
) -> None:
    config = a_config(snapshot, **EVERYTHING)
    whole = run(settings, snapshot, config, "whole")
    parts = run(settings, snapshot, config, "parts", after(stop_step, lambda: True))
    assert saved_steps(parts)[-1] == stop_step
    run(settings, snapshot, config, "parts")
    assert_same_end(whole, parts)


@pytest.mark.slow
def test_the_averaged_weights_are_what_is_judged_and_kept(settings: Settings, snapshot: Snapshot) -> None:
    import keras

    folder = run(settings, snapshot, a_config(snapshot, ema=0.5, steps=20, evaluate_every=20), "r1")
    variables = final_variables(folder, 20)
    trained = [variables[f"model-{place:04d}"] for place in range(4)]
    averages = [
        array
        for name, array in variables.items()
        if name.startswith("optimizer") and array.shape in {(128, 128), (128, 3)}
    ]
    kept = keras.saving.load_model(folder / "model.keras").get_weights()
    assert any(np.array_equal(kept[0], average) for average in averages)
    assert not np.array_equal(kept[0], next(each for each in trained if each.shape == (128, 128)))


@pytest.mark.slow
def test_memory_that_runs_out_halves_what_is_shown_at_once_and_the_run_goes_on(
    settings: Settings, snapshot: Snapshot
) -> None:
    def starve() -> bool:
        raise MemoryError("failed to allocate 80 bytes")

    told: list[str] = []
    config = a_config(snapshot, dropout=0.0)
    folder = run(settings, snapshot, config, "starved", after(6, starve), told)
    assert read_parts(folder) == BatchParts(8, 2)
    assert (
        "Memory was too small for 8 photos at once: each step now takes them in 2 parts of 4, with the same result"
        in told
    )
    assert [point.step for point in read_metrics(folder)] == [4, 8, 12]
    whole = final_variables(run(settings, snapshot, config, "whole"))
    starved = final_variables(folder)
    assert starved.keys() == whole.keys()
    for name in whole:
        assert starved[name] == pytest.approx(whole[name], abs=2e-4), name


def test_a_part_of_one_photo_is_never_halved() -> None:
    assert BatchParts(8, 4).halved() == BatchParts(8, 8)
    with pytest.raises(OutOfMemory, match="not enough memory even for one photo"):
        BatchParts(8, 8).halved()


@pytest.mark.parametrize(
    ("error", "is_one"),
    [
        (MemoryError(), True),
        (RuntimeError("RESOURCE_EXHAUSTED: Out of memory allocating 9 bytes"), True),
        (RuntimeError("CUDA out of memory. Tried to allocate"), True),
        (ValueError("shapes differ"), False),
        (OSError(errno.ENOSPC, "No space left on device"), False),
    ],
)
def test_what_backends_say_about_memory_is_understood(error: Exception, is_one: bool) -> None:
    assert is_out_of_memory(error) is is_one


def test_a_disk_without_room_pauses_the_run_with_a_sentence(tmp_path: Path) -> None:
    with (
        pytest.raises(DiskFull, match=r"The disk is full, so the run paused. No checkpoint was written before; free"),
        needing_room(tmp_path, 1 << 62),
    ):
        raise AssertionError("nothing may be written")


@pytest.mark.slow
def test_a_disk_that_fills_up_leaves_the_last_checkpoint_good(settings: Settings, snapshot: Snapshot) -> None:
    """The limit on the size of a file stands for a full disk: writing really fails, in the middle of a file."""
    config = a_config(snapshot, checkpoint_every=4)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)

    def fill_up() -> bool:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, limits[1]))
        return False

    try:
        with pytest.raises(DiskFull, match="The checkpoint of step 4 is good; free some space, then resume"):
            run(settings, snapshot, config, "full", after(6, fill_up))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    full = settings.runs_dir / "full"
    assert saved_steps(full) == [4]
    run(settings, snapshot, config, "full")
    assert_same_end(run(settings, snapshot, config, "whole"), full)


@pytest.mark.slow
def test_a_finished_run_goes_on_for_more_steps_and_with_half_the_rate(settings: Settings, snapshot: Snapshot) -> None:
    config = a_config(snapshot, target_accuracy=0.01)
    folder = create_run(settings, config, "r1")
    assert resume_here(settings, "r1").result.reason == StopReason.TARGET_REACHED
    with pytest.raises(BadInput, match="has done 4 steps"):
        continue_longer(settings, "r1", 4)
    continue_longer(settings, "r1", 8)
    halve_rate(settings, "r1")
    result = resume_here(settings, "r1").result
    assert (result.state, result.steps, result.reason) == ("finished", 8, "all steps done")
    assert read_config(folder).learning_rate == 0.0005
    variables = final_variables(folder, 8).values()
    assert any(array.shape == () and array == np.float32(0.0005) for array in variables)
    (sitting,) = read_environment(folder)
    assert sitting["packages"]["keras"]


@pytest.mark.slow
def test_without_improvement_for_so_many_evaluations_the_run_ends(settings: Settings, snapshot: Snapshot) -> None:
    config = a_config(snapshot, steps=400, evaluate_every=1, patience=3, learning_rate=1e-9)
    folder = run(settings, snapshot, config, "r1")
    points = read_metrics(folder)
    best = best_point(points)
    assert best is not None
    assert len(points) < 400
    assert points[-1].step == best.step + 3


@pytest.mark.slow
def test_another_run_begins_with_learned_weights(settings: Settings, snapshot: Snapshot) -> None:
    import keras

    first = run(settings, snapshot, a_config(snapshot), "first")
    with jobs.running(first, resume_command("first")):
        pass
    check_start(first, "sface_head")
    with pytest.raises(BadInput, match="Run 'first' trained 'sface_head', so its weights do not fit 'face_cnn'"):
        check_start(first, "face_cnn")
    config = replace(a_config(snapshot, learning_rate=1e-9, steps=1), start_from="first")
    second = run(settings, snapshot, config, "second")
    ours, theirs = (keras.saving.load_model(each / "model.keras").get_weights() for each in (second, first))
    for one, other in zip(ours, theirs, strict=True):
        assert one == pytest.approx(other, abs=1e-6)


def test_a_run_without_a_model_is_nothing_to_begin_with(settings: Settings, snapshot: Snapshot) -> None:
    folder = create_run(settings, a_config(snapshot), "r1")
    with pytest.raises(NotFound, match="Run 'r1' has no finished model yet"):
        check_start(folder, "sface_head")


def test_deleting_tells_and_frees_what_a_run_takes(settings: Settings, snapshot: Snapshot) -> None:
    folder = create_run(settings, a_config(snapshot), "r1")
    with jobs.running(folder, resume_command("r1")):
        (folder / "checkpoints").mkdir()
        (folder / "checkpoints" / "step-4.npz").write_bytes(bytes(700))
        with pytest.raises(BadInput, match="is still running"):
            delete_run(settings, "r1", only_checkpoints=True)
    assert delete_run(settings, "r1", only_checkpoints=True, is_rehearsal=True) == 700
    assert disk_use(folder).checkpoints == 700
    assert delete_run(settings, "r1", only_checkpoints=True) == 700
    assert disk_use(folder).checkpoints == 0
    left = disk_use(folder).total
    assert left > 0
    assert delete_run(settings, "r1", only_checkpoints=False) == left
    assert not folder.exists()

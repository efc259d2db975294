"""Networks that build on a trained one: two phases, killed in either and resumed, exported, and asked."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from engine.kinds import Kind
from engine.photo_files import read_pixels
from engine.prediction import load_predictor
from engine.settings import Settings
from engine.snapshots import Snapshot
from engine.snapshots.cropping import resize_whole
from engine.training.checkpoints import saved_steps
from engine.training.configuring import make_config
from engine.training.registry import find_architecture
from engine.training.runs import create_run
from tests.engine.training.snapshot_builder import write_snapshot

pytestmark = pytest.mark.slow

# Trains a run of the home; with a number, dies at that request for a stop: one comes with every step and 32 features.
PROGRAM = """
import os, signal, sys
from itertools import count
from engine.settings import Settings
from engine.snapshots import open_snapshot
from engine.training.config import read_config
from engine.training.loop import train
from engine.training.runs import run_folder

settings = Settings.from_environment()
for name, dies_at in zip(sys.argv[1::2], map(int, sys.argv[2::2])):
    asked = count(1)
    folder = run_folder(settings, name)
    stop = lambda: next(asked) == dies_at and os.kill(os.getpid(), signal.SIGKILL)
    train(open_snapshot(settings, "s1"), read_config(folder), folder, lambda **_: None, stop)
"""
NEVER = 0
HEAD_STEPS, STEPS, NUM_FEATURE_CHUNKS = 4, 7, 2  # one chunk of photos to learn from, one of photos to check with


def train_in_another_process(keras_home: Path, *runs_and_deaths: object) -> subprocess.CompletedProcess[str]:
    """Keras finds its home when it is imported, so this needs a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, *map(str, runs_and_deaths)],
        env=os.environ | {"KERAS_HOME": str(keras_home)},
        capture_output=True,
        text=True,
        check=False,
    )


def final_variables(run_folder: Path) -> dict[str, np.ndarray]:
    with np.load(run_folder / "checkpoints" / f"step-{STEPS}.npz") as stored:
        return dict(stored)


@pytest.fixture
def snapshot(settings: Settings, photos_dir: Path) -> Snapshot:
    """Twelve cats and twelve dogs; four of each are to check with."""
    files = [file for label in ("cats", "dogs") for file in sorted((photos_dir / "cats_dogs" / label).iterdir())[:12]]
    crops = np.stack([resize_whole(read_pixels(file), 64, 3) for file in files])
    is_validation = [place % 12 >= 8 for place in range(len(files))]
    return write_snapshot(settings, crops, np.repeat([0, 1], 12), is_validation, kind=Kind.IMAGES)


@pytest.fixture
def keras_home(tmp_path: Path, photos_dir: Path) -> Path:
    """Where Keras finds MobileNet's weights."""
    home = tmp_path / "keras"
    (home / "models").mkdir(parents=True)
    name = "mobilenet_1_0_224_tf_no_top.h5"
    (home / "models" / name).symlink_to(photos_dir / "weights" / name)
    return home


@pytest.mark.photos
def test_both_phases_outlive_being_killed_and_end_as_if_they_never_were(
    settings: Settings, snapshot: Snapshot, keras_home: Path, photos_dir: Path
) -> None:
    config = make_config(
        snapshot,
        find_architecture("mobilenet"),
        steps=STEPS,
        head_steps=HEAD_STEPS,
        batch_size=4,
        evaluate_every=2,
        checkpoint_every=1,
        learning_rate=0.01,
    )
    whole, parts = (create_run(settings, config, name) for name in ("whole", "parts"))
    # The second sitting begins at step 2 and finds every feature in the cache.
    for step, dies_at in ((3, NUM_FEATURE_CHUNKS + 3), (6, 4)):
        killed = train_in_another_process(keras_home, "parts", dies_at)
        assert killed.returncode == -signal.SIGKILL, killed.stderr
        assert saved_steps(parts)[-1] == step - 1
        assert len(list((snapshot.folder / "features").glob("*.npy"))) == 2
    done = train_in_another_process(keras_home, "parts", NEVER, "whole", NEVER)
    assert done.returncode == 0, done.stderr
    ours, theirs = final_variables(whole), final_variables(parts)
    assert ours.keys() == theirs.keys()
    assert all(np.array_equal(ours[name], theirs[name]) for name in ours)
    assert len(ours) > 100  # the whole network, where the head's phase keeps a handful
    predictor = load_predictor(settings, "parts")
    photos = [read_pixels(file) for file in sorted((photos_dir / "cats_dogs" / "dogs").iterdir())[:8]]
    assert sum(predictor.predict(photo)[0].label == "label 1" for photo in photos) >= 6


def test_without_its_weights_a_sentence_says_where_they_belong(settings: Settings, tmp_path: Path) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (4, 16, 16, 3), np.uint8)
    snapshot = write_snapshot(settings, noise, np.array([0, 0, 1, 1]), [False] * 4, kind=Kind.IMAGES)
    create_run(settings, make_config(snapshot, find_architecture("mobilenet")), "r1")
    # A proxy that is not there stands for a computer that is not connected.
    os.environ["https_proxy"] = "http://127.0.0.1:9"
    try:
        failed = train_in_another_process(tmp_path / "keras", "r1", NEVER)
    finally:
        del os.environ["https_proxy"]
    sentence = failed.stderr.strip().splitlines()[-1]
    assert "WeightsError: 'mobilenet' builds on trained weights that are not on this computer" in sentence
    folder = tmp_path / "keras" / "models"
    assert sentence.endswith(f"put the file 'mobilenet_1_0_224_tf_no_top.h5' into the folder {folder}.")

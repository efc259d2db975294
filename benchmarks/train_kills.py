"""Kills training with ``kill -9`` at random moments and resumes it: ``python benchmarks/train_kills.py``.

Every kill must be followed by a resume that succeeds and has lost no more steps than one checkpoint interval; and the
weights at the end must equal, bit for bit, those of a run that was never killed. A small network, so that most of the
time is training and not starting.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np

from engine.kinds import Kind
from engine.settings import Settings
from engine.snapshots import Snapshot
from engine.training.checkpoints import saved_steps
from engine.training.config import TrainConfig
from engine.training.configuring import make_config
from engine.training.registry import find_architecture
from engine.training.runs import create_run, new_run_id
from tests.engine.training.snapshot_builder import build_snapshot

EVERY, STEPS = 20, 4000
LONGEST_START_SECONDS = 120.0


def main() -> None:
    """Print one line for each kill and a summary; exit 1 when a resume failed or lost too much."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    chance = random.Random(0)
    with tempfile.TemporaryDirectory() as home:
        settings = Settings.from_environment(Path(home))
        settings.home.mkdir(parents=True, exist_ok=True)
        snapshot = build_snapshot(settings, kind=Kind.FACES)
        worst = 0
        folders = [start(settings, snapshot, seed) for seed in range(options.runs)]
        for number in range(options.kills):
            lost = kill_once(settings, folders[number % options.runs], chance)
            worst = max(worst, lost)
            show(f"kill {number + 1}: {lost} steps lost")
        ends = [finish(settings, folder) for folder in folders]
        never_killed = finish(settings, start(settings, snapshot, 0))
    is_equal = all(np.array_equal(ends[0][name], never_killed[name]) for name in never_killed)
    show(
        f"{options.kills} kills over {options.runs} runs: every resume went on, at most {worst} steps lost of {EVERY}."
    )
    show(f"The end equals that of a run never killed, bit for bit: {is_equal}.")
    sys.exit(worst > EVERY or not is_equal)


def start(settings: Settings, snapshot: Snapshot, seed: int) -> Path:
    """Make a run with momentum, averaged weights, a cosine and mixup; nothing is trained yet."""
    config: TrainConfig = make_config(
        snapshot,
        find_architecture("sface_head"),
        steps=STEPS,
        log_every=1,
        batch_size=8,
        evaluate_every=100,
        checkpoint_every=EVERY,
        seed=seed,
        optimizer="sgd",
        ema=0.99,
        schedule="cosine",
        mixup=0.2,
    )
    return create_run(settings, config, new_run_id())


def kill_once(settings: Settings, folder: Path, chance: random.Random) -> int:
    """Train until a checkpoint beyond the last, a random while longer, then kill; the steps that are lost."""
    before = (saved_steps(folder) or [0])[-1]
    process = launch(settings, folder)
    deadline = time.monotonic() + LONGEST_START_SECONDS
    while (saved_steps(folder) or [0])[-1] <= before:
        if process.poll() is not None or time.monotonic() > deadline:
            raise SystemExit(f"{folder.name} did not go on from step {before}: {process.poll()}")
        time.sleep(0.005)
    time.sleep(chance.uniform(0, 0.5))
    process.kill()
    process.wait()
    return last_step_logged(folder) - (saved_steps(folder) or [0])[-1]


def last_step_logged(folder: Path) -> int:
    """The last step that the killed process had finished, going by its log."""
    lines = (folder / "steps.txt").read_text(encoding="utf-8").splitlines()
    steps = [int(line.split()[1].rstrip(",")) for line in lines if line.startswith("step ") and line.endswith("batch)")]
    return steps[-1] if steps else 0


def launch(settings: Settings, folder: Path) -> subprocess.Popen[bytes]:
    """``resume RUN`` in a process of its own, every step in its log."""
    with (folder / "steps.txt").open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "engine", "--home", str(settings.home), "resume", folder.name],
            cwd=Path(__file__).resolve().parents[1],
            stdout=subprocess.DEVNULL,
            stderr=log,
            env=os.environ | {"TF_CPP_MIN_LOG_LEVEL": "3"},
        )


def finish(settings: Settings, folder: Path) -> dict[str, np.ndarray]:
    """Train to the end; the variables there."""
    if launch(settings, folder).wait() != 0:
        raise SystemExit((folder / "steps.txt").read_text(encoding="utf-8")[-2000:])
    with np.load(folder / "checkpoints" / f"step-{STEPS}.npz") as stored:
        return dict(stored)


def show(line: str) -> None:
    """Print at once."""
    print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()

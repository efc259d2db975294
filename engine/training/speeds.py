"""How fast this computer trains a network, as a probe measured it, and how long a run will take by that.

Measured once per computer, network and crop; a file each in the home's ``speeds`` folder. Never imports Keras.
"""

from __future__ import annotations

import hashlib
import platform
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from engine import atomic
from engine.kinds import Split
from engine.settings import Settings, num_usable_cores
from engine.snapshots import Snapshot
from engine.training.config import TrainConfig
from engine.training.phases import plan_phases
from models import Architecture

LOOKING_SHARE = 1 / 3  # looking at a photo costs about a third of learning from it


@dataclass(frozen=True)
class Speed:
    """What a probe measured.

    Attributes:
        start_seconds: until the first step is done: building, and what the first one compiles.
        photos_per_second: that pass through the whole network and teach it.
        features_per_second: photos whose features a frozen body computes; None for a network without one.
        head_steps_per_second: steps of a head on such features; None for a network without one.
    """

    start_seconds: float
    photos_per_second: float
    features_per_second: float | None = None
    head_steps_per_second: float | None = None


def remember_speed(settings: Settings, snapshot: Snapshot, architecture: Architecture, speed: Speed) -> None:
    """Keep what a probe measured, for every snapshot with crops of that size."""
    atomic.write_json(_file(settings, snapshot, architecture), asdict(speed))


def known_speed(settings: Settings, snapshot: Snapshot, architecture: Architecture) -> Speed | None:
    """What a probe measured on this computer; None before one did."""
    facts: dict[str, Any] | None = atomic.read_json(_file(settings, snapshot, architecture))  # as written above
    return None if facts is None else Speed(**facts)


def run_seconds(speed: Speed, snapshot: Snapshot, architecture: Architecture, config: TrainConfig) -> float:
    """How long a run with these settings will take, evaluations included."""
    num_validation = len(snapshot.indices(Split.VALIDATION))
    seconds = speed.start_seconds
    for phase in plan_phases(architecture, config):
        num_steps = phase.last_step - phase.first_step
        if phase.is_head_only and speed.features_per_second and speed.head_steps_per_second:
            num_photos = len(snapshot.indices(Split.TRAIN)) + num_validation
            seconds += num_photos / speed.features_per_second + num_steps / speed.head_steps_per_second
        else:
            looked_at = LOOKING_SHARE * num_validation * num_steps / config.evaluate_every
            seconds += (num_steps * config.batch_size + looked_at) / speed.photos_per_second
    return seconds


def _file(settings: Settings, snapshot: Snapshot, architecture: Architecture) -> Path:
    computer = f"{platform.node()}, {num_usable_cores()} cores"  # a home may be carried to another computer
    facts = f"{computer}, {architecture.name}, {snapshot.size}, {snapshot.channels}"
    return settings.speeds_dir / f"{hashlib.sha256(facts.encode()).hexdigest()[:16]}.json"

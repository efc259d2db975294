"""Which networks can learn from a snapshot, which to try first, and why. Never imports Keras: screens call this."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from engine.errors import BadInput
from engine.kinds import Split
from engine.settings import Settings, keras_home
from engine.snapshots import Snapshot
from engine.training.configuring import make_config
from engine.training.registry import architectures, default_architecture
from engine.training.runs import RunRecord
from engine.training.speeds import known_speed, run_seconds
from models import Architecture


@dataclass(frozen=True)
class Suggestion:
    """A network that can learn from a snapshot.

    Attributes:
        is_recommended: the one to try first.
        suits: the photos are as many and the crops as large as it wants.
        reason: a sentence about that.
        seconds: how long it takes here with its own settings; None when no probe has measured it.
        accuracy: best validation accuracy of an earlier run on the dataset, 0 to 1; None without one.
        needs_download: the trained weights it builds on are not on this computer yet.
    """

    architecture: Architecture
    is_recommended: bool
    suits: bool
    reason: str
    seconds: float | None
    accuracy: float | None
    needs_download: bool


def suggest_networks(settings: Settings, snapshot: Snapshot, runs: Sequence[RunRecord]) -> tuple[Suggestion, ...]:
    """Every network that can learn from ``snapshot``: the recommended first, then those that suit, then the others.

    Args:
        runs: of the same dataset.

    Raises:
        DatasetEmpty: there is nothing to train on, or only one label.
    """
    able = [each for each in architectures().values() if _can_learn(snapshot, each)]
    recommended = _recommended(snapshot, able)
    suggestions = [_suggestion(settings, snapshot, runs, each, each is recommended) for each in able]
    return tuple(sorted(suggestions, key=_place))


def fewest_photos(snapshot: Snapshot) -> tuple[str, int]:
    """The label with the fewest training photos, and how many it has."""
    counts = Counter(entry.label for entry in snapshot.entries if entry.split is Split.TRAIN)
    label = min(snapshot.labels, key=lambda label: counts[label])
    return label, counts[label]


def _recommended(snapshot: Snapshot, able: Sequence[Architecture]) -> Architecture | None:
    """The usual network for such crops; the least demanding one that is at hand where photos are too few for it."""
    usual = default_architecture(snapshot.kind, snapshot.size, snapshot.channels)
    if usual in able and _objection(snapshot, usual) is None:
        return usual
    at_hand = [each for each in able if not _needs_download(each) and _objection(snapshot, each) is None]
    return min(at_hand, key=lambda each: each.least_photos, default=usual if usual in able else None)


def _suggestion(
    settings: Settings, snapshot: Snapshot, runs: Sequence[RunRecord], architecture: Architecture, is_recommended: bool
) -> Suggestion:
    objection = _objection(snapshot, architecture)
    _, count = fewest_photos(snapshot)
    fits = f"Suits crops of {snapshot.size} pixels with {count:,} photos or more of each to learn from."
    speed = known_speed(settings, snapshot, architecture)
    config = make_config(snapshot, architecture)
    return Suggestion(
        architecture=architecture,
        is_recommended=is_recommended,
        suits=objection is None,
        reason=objection or fits,
        seconds=None if speed is None else run_seconds(speed, snapshot, architecture, config),
        accuracy=_best_accuracy(runs, architecture),
        needs_download=_needs_download(architecture),
    )


def _objection(snapshot: Snapshot, architecture: Architecture) -> str | None:
    """Why the network is not made for such photos; None when it is."""
    smallest, largest = architecture.sides
    if not smallest <= snapshot.size <= largest:
        return f"Made for crops of {smallest} to {largest} pixels; these have {snapshot.size}."
    label, count = fewest_photos(snapshot)
    if count < architecture.least_photos:
        return f"Wants {architecture.least_photos:,} photos of each to learn from; '{label}' has {count:,}."
    return None


def _best_accuracy(runs: Sequence[RunRecord], architecture: Architecture) -> float | None:
    found = [run.best for run in runs if run.config.architecture == architecture.name and run.best]
    known = [point.validation_accuracy for point in found if point.validation_accuracy is not None]
    return max(known, default=None)


def _needs_download(architecture: Architecture) -> bool:
    pretrained = architecture.pretrained
    return pretrained is not None and not (keras_home() / "models" / pretrained.weights_file).exists()


def _can_learn(snapshot: Snapshot, architecture: Architecture) -> bool:
    try:
        make_config(snapshot, architecture)
    except BadInput:
        return False
    return True


def _place(suggestion: Suggestion) -> tuple[bool, bool, float, str]:
    return (
        not suggestion.is_recommended,
        not suggestion.suits,
        -(suggestion.accuracy or 0.0),
        suggestion.architecture.title,
    )

"""Decides what a snapshot will contain before anything is written: which photos, labels and sides of the split."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from engine.errors import BadInput, DatasetEmpty
from engine.kinds import Kind, Split, Verdict
from engine.verdicts import Decision

MIN_LABELS = 2
MIN_PHOTOS_PER_LABEL = 2  # one to train on, one to check with
SIZE_RANGE = (8, 512)
FACE_SIZE = 96  # the tutorial series' crop


class Balance(StrEnum):
    """What to do about labels with many more photos than others."""

    NONE = "none"
    UNDERSAMPLE = "undersample"


@dataclass(frozen=True)
class SnapshotOptions:
    """How to freeze a dataset.

    Attributes:
        size: side of the crops in pixels; None chooses 96 for faces, for images their usual size up to 96.
        validation, test: fractions of every label's photos, 0 to 1.
        seed: decides the split and the undersampling; equal seeds give equal snapshots.
        keep_given: photos stay on the side their source gave them; only sides it gave to none are dealt out.
    """

    size: int | None = None
    validation: float = 0.3
    test: float = 0.0
    balance: Balance = Balance.NONE
    seed: int = 0
    keep_given: bool = True

    def __post_init__(self) -> None:
        low, high = SIZE_RANGE
        if self.size is not None and not low <= self.size <= high:
            raise BadInput(f"Crops of {self.size} pixels cannot be made. Expected {low} to {high}.")
        if self.validation < 0 or self.test < 0 or self.validation + self.test >= 1:
            raise BadInput(
                f"Validation {self.validation:g} and test {self.test:g} leave nothing to train on. "
                "Expected two fractions that add up to less than 1, such as 0.3 and 0."
            )


@dataclass(frozen=True)
class PlannedPhoto:
    """A photo of the plan: its place in the decision's table, integer label and side."""

    place: int
    number: int
    split: Split


@dataclass(frozen=True)
class SnapshotPlan:
    """What will be frozen.

    Attributes:
        labels: in order of their integers.
        left_out: kept photos dropped for balance, or because their label has too few.
        num_straddling: pictures of which the source gave copies to different sides; all kept copies stand on one.
    """

    labels: tuple[str, ...]
    photos: tuple[PlannedPhoto, ...]
    size: int
    channels: int
    left_out: int
    num_straddling: int

    def count(self, split: Split, label: str | None = None) -> int:
        """Photos on one side (of one label)."""
        number = None if label is None else self.labels.index(label)
        return sum(photo.split is split and number in (None, photo.number) for photo in self.photos)


def plan_snapshot(
    dataset_name: str, kind: Kind, decision: Decision, modes: Sequence[str], options: SnapshotOptions
) -> SnapshotPlan:
    """Choose, label and split the kept photos.

    Args:
        modes: colour modes that occur in the dataset, as Pillow names them.

    Raises:
        DatasetEmpty: fewer than two labels have two kept photos.
    """
    given = _given_to_groups(decision, options)
    groups = {label: _LabelGroups.of(found, given) for label, found in _groups_by_label(decision).items()}
    usable = {label: found for label, found in groups.items() if found.is_usable}
    _require_enough(dataset_name, decision, usable)
    rng = np.random.default_rng(options.seed)
    target = min(sum(map(len, found.free)) for found in usable.values())
    shares = _shares(options, {side for found in usable.values() for _, side in found.fixed})
    photos: list[PlannedPhoto] = []
    dealt: dict[int, Split] = {}
    for number, found in enumerate(usable.values()):
        order = [found.free[place] for place in rng.permutation(len(found.free))]
        chosen = _take(order, target) if options.balance is Balance.UNDERSAMPLE else order
        photos.extend(_split(chosen, number, shares, dealt=dealt, group_of=decision.table.standing.groups))
        photos.extend(PlannedPhoto(place, number, side) for group, side in found.fixed for place in group)
    photos.sort(key=lambda photo: photo.place)
    left_out = decision.count(Verdict.KEPT) - len(photos)
    channels = 1 if kind is Kind.IMAGES and set(modes) <= {"L", "1", "I;16", "I"} else 3
    straddling = _count_straddling(decision, photos) if options.keep_given else 0
    return SnapshotPlan(tuple(usable), tuple(photos), _size(kind, decision, options), channels, left_out, straddling)


@dataclass(frozen=True)
class _LabelGroups:
    """A label's groups of copies. ``free`` ones are dealt out, ``fixed`` ones lie aside on the given side."""

    free: list[list[int]]
    fixed: list[tuple[list[int], Split]]

    @classmethod
    def of(cls, groups: list[list[int]], given: NDArray[np.str_]) -> _LabelGroups:
        found = cls([], [])
        for group in groups:
            # Of copies on several sides all lie aside: what a network has seen would say nothing of how good it is.
            side = next((side for side in (Split.TEST, Split.VALIDATION) if side in given[group]), None)
            if side is None:
                found.free.append(group)
            else:
                found.fixed.append((group, side))
        return found

    @property
    def is_usable(self) -> bool:
        total = sum(map(len, self.free)) + sum(len(group) for group, _ in self.fixed)
        return bool(self.free) and total >= MIN_PHOTOS_PER_LABEL


def _groups_by_label(decision: Decision) -> dict[str, list[list[int]]]:
    """Kept photos per label, copies of one picture together: it may not stand on both sides."""
    groups: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    table = decision.table
    for place in decision.select(verdict=Verdict.KEPT).tolist():
        groups[str(table.labels[place])][int(table.standing.groups[place])].append(place)
    return {label: list(groups[label].values()) for label in sorted(groups)}


def _given_to_groups(decision: Decision, options: SnapshotOptions) -> NDArray[np.str_]:
    """(n,) the side a source gave to any kept copy of the same picture, whoever it is said to show; "" for none."""
    table, groups = decision.table, decision.table.standing.groups
    given = table.given_splits.astype("<U10") if options.keep_given else np.full(len(table), "", "<U10")
    is_kept = decision.verdicts == Verdict.KEPT
    for side in (Split.VALIDATION, Split.TEST):
        given[np.isin(groups, groups[is_kept & (given == side)])] = side
    return given


def _count_straddling(decision: Decision, photos: Sequence[PlannedPhoto]) -> int:
    """Pictures in the plan whose copies, also those that are not kept, were given to different sides."""
    table, groups = decision.table, decision.table.standing.groups
    sides, side_of = np.unique(table.given_splits, return_inverse=True)
    is_given = (table.given_splits != "") & ~table.is_aside
    given = np.unique(groups[is_given] * len(sides) + side_of[is_given]) // len(sides)
    pictures, num_sides = np.unique(given, return_counts=True)
    planned = groups[[photo.place for photo in photos]]
    return int(np.count_nonzero(np.isin(pictures[num_sides > 1], planned)))


def _require_enough(dataset_name: str, decision: Decision, usable: Mapping[str, _LabelGroups]) -> None:
    if decision.count(Verdict.KEPT) == 0 and decision.count(Verdict.UNDECIDED) > 0:
        raise DatasetEmpty(f"Dataset '{dataset_name}' has not been analyzed. Analyze it on the Filter page first.")
    if len(usable) < MIN_LABELS:
        raise DatasetEmpty(
            f"Dataset '{dataset_name}' has {len(usable)} people with at least {MIN_PHOTOS_PER_LABEL} kept photos. "
            f"Expected at least {MIN_LABELS}; relax a limit on the Filter page, or import more photos."
        )


def _take(groups: list[list[int]], target: int) -> list[list[int]]:
    """The first groups up to ``target`` photos; the last one is cut to fit."""
    taken: list[list[int]] = []
    left = target
    for group in groups:
        if left <= 0:
            break
        taken.append(group[:left])
        left -= len(taken[-1])
    return taken


def _shares(options: SnapshotOptions, given: Collection[Split]) -> dict[Split, float]:
    """Which fraction of a label's free photos goes to which side; nothing to sides that the source filled."""
    wanted = {Split.TEST: options.test, Split.VALIDATION: options.validation}
    return {side: 0.0 if side in given else fraction for side, fraction in wanted.items()}


def _split(
    groups: list[list[int]],
    number: int,
    shares: Mapping[Split, float],
    *,
    dealt: dict[int, Split],
    group_of: NDArray[np.int64],
) -> list[PlannedPhoto]:
    """Deal groups out: test first, then validation, the rest to train; at least one photo stays to train on.

    Args:
        dealt: sides by number of the group; copies that stand under several labels follow the first of those.
        group_of: (n,) number of every photo's group.
    """
    groups = sorted(groups, key=lambda group: int(group_of[group[0]]) not in dealt)  # those that follow count first
    total = sum(map(len, groups))
    wanted = {side: _share(total, fraction) for side, fraction in shares.items()}
    photos: list[PlannedPhoto] = []
    for place, group in enumerate(groups):
        is_last = place == len(groups) - 1
        free = next((split for split, count in wanted.items() if count >= len(group) and not is_last), Split.TRAIN)
        side = dealt.setdefault(int(group_of[group[0]]), free)
        if side is not Split.TRAIN:
            wanted[side] -= len(group)
        photos.extend(PlannedPhoto(photo, number, side) for photo in group)
    return photos


def _share(total: int, fraction: float) -> int:
    return max(1, round(total * fraction)) if fraction > 0 else 0


def _size(kind: Kind, decision: Decision, options: SnapshotOptions) -> int:
    if options.size is not None:
        return options.size
    if kind is Kind.FACES:
        return FACE_SIZE
    sides = decision.table.size_wh[decision.verdicts == Verdict.KEPT].min(axis=1)
    return int(np.clip(np.median(sides), SIZE_RANGE[0], FACE_SIZE))

"""Says in one sentence whether the numbers of photos per person are a problem, and what to do about it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median

from engine.kinds import Kind

MIN_PHOTOS = 2  # one to train on and one to check with
# Buda, Maki and Mazurowski (2018), "A systematic study of the class imbalance problem in convolutional neural
# networks": the loss of accuracy becomes noticeable somewhere above twofold.
MAX_RATIO = 2.0
WORDS = {Kind.FACES: ("person", "people"), Kind.IMAGES: ("class", "classes")}


@dataclass(frozen=True)
class Advice:
    """What to tell the person; ``is_problem`` says whether training would suffer."""

    is_problem: bool
    sentence: str


@dataclass(frozen=True)
class Spread:
    """Photos per label at a glance. ``ratio`` is the most over the fewest, infinite where a label has none."""

    min: int
    median: float
    max: int

    @property
    def ratio(self) -> float:
        if self.max == 0:
            return 1.0
        return self.max / self.min if self.min else math.inf


@dataclass(frozen=True)
class Remedies:
    """What can be done about the balance.

    Attributes:
        undersample_to: photos of each that undersampling leaves; None when it would not help.
        scarcest: the labels to collect more of, or to leave out, fewest photos first.
        missing: how many more of the scarcest one would even it out.
    """

    undersample_to: int | None = None
    scarcest: tuple[str, ...] = ()
    missing: int = 0


def count_spread(counts: Mapping[str, int]) -> Spread:
    """The fewest, the median and the most photos of a label; all 0 without labels."""
    numbers = sorted(counts.values()) or [0]
    return Spread(numbers[0], median(numbers), numbers[-1])


def balance_remedies(counts: Mapping[str, int]) -> Remedies:
    """What would even out photos per label; nothing where :func:`balance_advice` sees no problem to even out."""
    if len(counts) < 2 or not any(counts.values()):
        return Remedies()
    by_number = sorted(counts, key=lambda label: (counts[label], label))
    low, high = counts[by_number[0]], counts[by_number[-1]]
    scarce = tuple(label for label in by_number if counts[label] < MIN_PHOTOS)
    if not scarce and high / low <= MAX_RATIO:
        return Remedies()
    # Prepare leaves labels without two photos out, so undersampling is to the fewest of the others.
    usable = [count for count in counts.values() if count >= MIN_PHOTOS]
    helps = len(usable) >= 2 and max(usable) / min(usable) > MAX_RATIO
    return Remedies(min(usable) if helps else None, scarce or (by_number[0],), high - low)


def balance_advice(counts: Mapping[str, int], kind: Kind = Kind.FACES) -> Advice:
    """Judge photos per label.

    Args:
        counts: usable photos per label; a label without any counts too.
    """
    singular, plural = WORDS[kind]
    if not any(counts.values()):
        return Advice(True, "There are no usable photos yet. Import some, or relax a limit on the Filter page.")
    if len(counts) == 1:
        (label,) = counts
        return Advice(True, f"All photos show {label}. Telling apart needs a second {singular}; import one more.")
    scarce = sorted(label for label, count in counts.items() if count < MIN_PHOTOS)
    if scarce:
        return Advice(True, _scarce_sentence(scarce, counts))
    return _ratio_advice(counts, plural)


def _scarce_sentence(scarce: list[str], counts: Mapping[str, int]) -> str:
    cure = "Collect more, relax a limit on the Filter page, or leave"
    if len(scarce) == 1:
        number = "only 1 usable photo" if counts[scarce[0]] == 1 else "no usable photo"
        return f"{scarce[0]} has {number}, and training needs at least {MIN_PHOTOS}. {cure} {scarce[0]} out."
    names = f"{', '.join(scarce[:-1])} and {scarce[-1]}" if len(scarce) <= 4 else f"{len(scarce)} of {len(counts)}"
    return f"{names} have fewer than {MIN_PHOTOS} usable photos each. {cure} them out."


def _ratio_advice(counts: Mapping[str, int], plural: str) -> Advice:
    most = min(counts, key=lambda label: (-counts[label], label))
    fewest = min(counts, key=lambda label: (counts[label], label))
    high, low = counts[most], counts[fewest]
    if high == low:
        return Advice(False, f"All {len(counts)} {plural} have {low} photos each. That is perfectly balanced.")
    if high / low <= MAX_RATIO:
        return Advice(False, f"The {plural} are well balanced: from {low} photos ({fewest}) to {high} ({most}).")
    return Advice(
        True,
        f"{most} has {high / low:.1f} times the photos of {fewest}. Training would lean to {most}. "
        f"Undersample to {low} each on the Prepare page, or collect {about(high - low)} more of {fewest}.",
    )


def about(number: int) -> str:
    """A number a person can aim for: exact below ten, else rounded to its first digit."""
    if number < 10:
        return str(number)
    unit = 10 ** int(math.log10(number))
    return f"about {round(number / unit) * unit:,}"

"""Says in words whether a collection is fit to train on: what is good, what is a problem, what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.checks import Values
from engine.kinds import Kind, Verdict
from engine.measures import all_measures
from engine.photo_query import Flags, PhotoQuery, Range
from engine.snapshots.planning import FACE_SIZE
from engine.verdicts import Decision

DARK, GLARING = 40.0, 225.0  # of 255; below and above faces lose their features
BLURRED = 8.0  # as the sharpness check's limit
MIN_SIDE_FOR_BLUR = 48.0  # pixels; in smaller pictures, such as digits of 28, strokes are as soft as blur
SQUEEZED = 2.0  # once longer than wide, or the other way round
TURNED_DEGREES = 20.0  # as the limits of the angle checks
GREY_MODES = ("L", "LA", "1", "I", "I;16")
SOME = 0.02  # a share of photos below which a problem is not worth a thought


@dataclass(frozen=True)
class Finding:
    """What one measure says of a collection.

    Attributes:
        subject: what it is about, the name of a measure, ``formats`` or ``modes``.
        sentence: what is good, or the problem and what to do.
        query: the photos it is about; None when it is about all.
    """

    subject: str
    sentence: str
    is_problem: bool = False
    query: PhotoQuery | None = None


@dataclass(frozen=True)
class Fitness:
    """All findings in the order of the charts; at most a few of them are problems."""

    findings: tuple[Finding, ...]

    @property
    def problems(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.is_problem)

    @property
    def summary(self) -> str:
        """Such as ``"Fit to train on, with 3 things to look at."``"""
        number = len(self.problems)
        if not self.findings:
            return "There are no photos to judge yet."
        if number == 0:
            return "Fit to train on. Nothing stands out."
        return f"Fit to train on, with {number} {'thing' if number == 1 else 'things'} to look at."

    def about(self, subject: str) -> Finding | None:
        """The finding on a subject, if there is one."""
        return next((finding for finding in self.findings if finding.subject == subject), None)


def judged_photos(decision: Decision, *, kept_only: bool) -> Flags:
    """(n,) True for the photos to judge: the kept ones, or all that show somebody."""
    return (decision.verdicts == Verdict.KEPT) if kept_only else ~decision.table.is_aside


def describe_fitness(kind: Kind, decision: Decision, judged: Flags | None = None) -> Fitness:
    """Judge a dataset's photos.

    Args:
        judged: (n,) True for the photos that count; None counts all that show somebody.
    """
    judged = judged_photos(decision, kept_only=False) if judged is None else judged
    if not judged.any():
        return Fitness(())
    measures = {name: measure.values[judged] for name, measure in all_measures(decision).items()}
    if "sharpness" in measures:
        is_tiny = measures["size"] < MIN_SIDE_FOR_BLUR
        measures["sharpness"] = np.where(is_tiny, np.nan, measures["sharpness"])
    found = [
        _judge_sizes(kind, measures["size"]),
        _judge_shapes(kind, measures["aspect_ratio"]),
        _judge_formats(decision.table.formats[judged]),
        _judge_modes(decision.table.labels[judged], decision.table.modes[judged]),
        *(judge(measures[name]) for name, judge in JUDGES.items() if name in measures),
    ]
    return Fitness(tuple(finding for finding in found if finding is not None))


def crop_size(kind: Kind, shorter_sides: Values) -> int:
    """The side of the crops that Prepare makes of photos with these shorter sides unless told otherwise."""
    known = shorter_sides[~np.isnan(shorter_sides)]
    if kind is Kind.FACES or not len(known):
        return FACE_SIZE
    return int(min(FACE_SIZE, np.median(known)))


def _judge_sizes(kind: Kind, sides: Values) -> Finding | None:
    known = sides[~np.isnan(sides)]
    if not len(known):
        return None
    crop = crop_size(kind, sides)
    # Pictures of which half are smaller by nature: only much smaller ones lose anything.
    limit = float(crop if kind is Kind.FACES else crop / 2)
    small = int(np.count_nonzero(known < limit))
    if not small:
        return Finding("size", f"All are large enough for crops of {crop} pixels.")
    than = f"the {crop} pixels of a crop" if kind is Kind.FACES else f"half of the {crop} pixels of a crop"
    cure = "They will be blown up and look soft: look for larger copies, or leave them out."
    return _problem("size", f"{_photos(small)} smaller than {than}. {cure}", Range(None, limit))


def _judge_shapes(kind: Kind, ratios: Values) -> Finding | None:
    known = ratios[~np.isnan(ratios)]
    if not len(known):
        return None
    if kind is Kind.FACES:
        return Finding("aspect_ratio", "Any shape will do: a square round the face is cut out.")
    wide, tall = int(np.count_nonzero(known >= SQUEEZED)), int(np.count_nonzero(known < 1 / SQUEEZED))
    if not wide + tall:
        return Finding("aspect_ratio", "All are near enough to a square.")
    word, values = ("wide", Range(SQUEEZED, None)) if wide >= tall else ("tall", Range(None, 1 / SQUEEZED))
    number = max(wide, tall)
    cure = "Pressed into a square, what they show is distorted: crop them before importing."
    return _problem("aspect_ratio", f"{_photos(number)} more than twice as {word} as a square. {cure}", values)


def _judge_formats(formats: NDArray[np.str_]) -> Finding:
    names = [name for name in np.unique(formats).tolist() if name]
    if len(names) <= 1:
        return Finding("formats", f"All are {names[0]} files." if names else "No photo could be opened.")
    return Finding("formats", f"{', '.join(names[:-1])} and {names[-1]} files. Facet reads them all alike.")


def _judge_modes(labels: NDArray[np.str_], modes: NDArray[np.str_]) -> Finding:
    grey = np.isin(modes, GREY_MODES)
    number = int(np.count_nonzero(grey))
    if number in (0, len(modes)):
        return Finding("modes", "All are in colour." if number == 0 else "All are grey.")
    names, number_of = np.unique(labels, return_inverse=True)
    shares = np.bincount(number_of, weights=grey) / np.bincount(number_of)
    only_grey = names[shares == 1].tolist()
    if only_grey:
        who = str(only_grey[0]) if len(only_grey) == 1 else f"{len(only_grey)} of {len(names)}"
        sentence = (
            f"All photos of {who} are grey, others are in colour. The network could learn that instead of what they "
            "show: find colour photos of them, or make all photos grey."
        )
        return Finding("modes", sentence, True, PhotoQuery(label=who) if len(only_grey) == 1 else PhotoQuery(mode="L"))
    return Finding("modes", f"{_photos(number)} grey, the others in colour, and nobody has grey ones alone.")


def _judge_brightness(values: Values) -> Finding | None:
    known = values[~np.isnan(values)]
    if not len(known):
        return None
    dark, glaring = int(np.count_nonzero(known < DARK)), int(np.count_nonzero(known >= GLARING))
    if dark >= max(1, glaring):
        sentence = (
            f"{_photos(dark)} very dark. Look whether the face can still be made out, and reject those where not."
        )
        return _problem("brightness", sentence, Range(None, DARK))
    if glaring:
        sentence = f"{_photos(glaring)} nearly white. Look whether anything can still be made out in them."
        return _problem("brightness", sentence, Range(GLARING, None))
    return Finding("brightness", "None is very dark or nearly white.")


def _judge_sharpness(values: Values) -> Finding | None:
    known = values[~np.isnan(values)]
    if not len(known):
        return None
    number = int(np.count_nonzero(known < BLURRED))
    if not number:
        return Finding("sharpness", "None looks blurred.")
    sentence = f"{_photos(number)} blurred at the size that the network sees. Reject those you would not know yourself."
    return _problem("sharpness", sentence, Range(None, BLURRED))


def _judge_faces(values: Values) -> Finding | None:
    known = values[~np.isnan(values)]
    if not len(known):
        return None
    several, none = int(np.count_nonzero(known > 1)), int(np.count_nonzero(known < 1))
    if several >= max(1, none):
        shown = "1 photo shows" if several == 1 else f"{several:,} photos show"
        sentence = f"{shown} several faces, of which the largest is taken. Make sure it is the right one."
        return _problem("one_face", sentence, Range(2, None))
    if none:
        sentence = f"In {none:,} no face was found, so nothing can be cut out of {'it' if none == 1 else 'them'}."
        return _problem("one_face", sentence, Range(None, 1))
    return Finding("one_face", "Each shows exactly one face.")


def _judge_angle(name: str, many: str, hardly: str) -> Callable[[Values], Finding | None]:
    def judge(values: Values) -> Finding | None:
        known = values[~np.isnan(values)]
        if not len(known):
            return None
        number = int(np.count_nonzero(known > TURNED_DEGREES))
        if number / len(known) > SOME:
            sentence = f"{number:,} heads ({number / len(known):.0%}) {many} by more than {TURNED_DEGREES:.0f}°."
            return _problem(name, f"{sentence} Too much for a network to compare.", Range(TURNED_DEGREES, None))
        return Finding(name, f"Hardly a head {hardly} by more than {TURNED_DEGREES:.0f}°.")

    return judge


JUDGES: Mapping[str, Callable[[Values], Finding | None]] = {
    "brightness": _judge_brightness,
    "sharpness": _judge_sharpness,
    "one_face": _judge_faces,
    "roll": _judge_angle("roll", "lean to one side", "leans"),
    "pan": _judge_angle("pan", "are turned aside", "is turned aside"),
    "tilt": _judge_angle("tilt", "look up or down", "looks up or down"),
}


def _problem(subject: str, sentence: str, values: Range) -> Finding:
    return Finding(subject, sentence, True, PhotoQuery(ranges={subject: values}))


def _photos(number: int) -> str:
    return "1 photo is" if number == 1 else f"{number:,} photos are"

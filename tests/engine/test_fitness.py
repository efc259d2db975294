"""What is said of a collection: each sentence with numbers counted by hand, and the photos it is about."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.browsing import photos_per_side
from engine.catalog.tables import MeasurementTable
from engine.checks import photo_checks_for
from engine.fitness import Finding, Fitness, crop_size, describe_fitness, judged_photos
from engine.kinds import Kind, Split
from engine.photo_query import PhotoQuery, Range, find_photos
from engine.verdicts import Decision, decide, default_limits, new_checks
from tests.engine.builders import build_table

GOOD = {
    "readable": 1,
    "size": 200,
    "one_face": 1,
    "roll": 5,
    "pan": 5,
    "tilt": 5,
    "brightness": 120,
    "sharpness": 25,
}


def _decide(*photos: dict[str, float], kind: Kind = Kind.FACES, **facts: object) -> Decision:
    """A decision on good photos of 200 × 200, each with some numbers changed."""
    rows = [GOOD | photo for photo in photos]
    table = build_table({name: [row[name] for row in rows] for name in GOOD})
    facts = {"size_wh": np.full((len(rows), 2), 200), **facts}
    return decide(_with(table, facts), kind, default_limits(kind))


def _with(table: MeasurementTable, facts: dict[str, object]) -> MeasurementTable:
    return replace(table, **facts)  # type: ignore[arg-type]  # fields of several types


def _about(decision: Decision, subject: str, kind: Kind = Kind.FACES) -> Finding:
    finding = describe_fitness(kind, decision).about(subject)
    assert finding is not None
    return finding


def _num_found(decision: Decision, finding: Finding) -> int:
    assert finding.query is not None
    return len(find_photos(decision, finding.query, np.full(len(decision.table), "")))


def test_no_photos_nothing_to_judge() -> None:
    table = build_table({name: [] for name in GOOD})
    fitness = describe_fitness(Kind.FACES, decide(table, Kind.FACES, default_limits(Kind.FACES)))
    assert fitness == Fitness(())
    assert fitness.summary == "There are no photos to judge yet."


def test_good_photos_are_fit() -> None:
    fitness = describe_fitness(Kind.FACES, _decide({}, {}))
    assert fitness.problems == ()
    assert fitness.summary == "Fit to train on. Nothing stands out."


def test_problems_are_counted_in_the_summary() -> None:
    assert describe_fitness(Kind.FACES, _decide({}, {"brightness": 10})).summary.endswith("with 1 thing to look at.")
    both = describe_fitness(Kind.FACES, _decide({"sharpness": 2}, {"brightness": 10}))
    assert both.summary == "Fit to train on, with 2 things to look at."


def test_photos_smaller_than_a_crop_will_be_blown_up() -> None:
    decision = _decide({}, {}, {}, size_wh=np.array([[200, 95], [96, 200], [50, 50]]))
    finding = _about(decision, "size")
    assert finding.sentence.startswith("2 photos are smaller than the 96 pixels of a crop. They will be blown up")
    assert finding.query == PhotoQuery(ranges={"size": Range(None, 96)})
    assert _num_found(decision, finding) == 2


def test_pictures_small_by_nature_are_fit_when_they_are_alike() -> None:
    digits = _decide({}, {}, {}, kind=Kind.IMAGES, size_wh=np.array([[28, 28], [28, 28], [30, 28]]))
    assert _about(digits, "size", Kind.IMAGES) == Finding("size", "All are large enough for crops of 28 pixels.")
    one_tiny = _decide({}, {}, {}, kind=Kind.IMAGES, size_wh=np.array([[28, 28], [28, 28], [13, 28]]))
    assert _about(one_tiny, "size", Kind.IMAGES).sentence.startswith("1 photo is smaller than half of the 28 pixels")


@pytest.mark.parametrize(("sides", "size"), [([10, 20, 60], 20), ([200, 300], 96), ([], 96)])
def test_crops_of_pictures_have_their_usual_size_up_to_96(sides: list[float], size: int) -> None:
    assert crop_size(Kind.IMAGES, np.array(sides)) == size
    assert crop_size(Kind.FACES, np.array(sides)) == 96


def test_long_pictures_are_distorted_by_a_square_and_faces_are_not() -> None:
    long = np.array([[200, 100], [150, 100], [300, 100], [100, 290]])
    finding = _about(_decide({}, {}, {}, {}, kind=Kind.IMAGES, size_wh=long), "aspect_ratio", Kind.IMAGES)
    assert finding.sentence.startswith("2 photos are more than twice as wide as a square.")
    assert not _about(_decide({}, {}, {}, {}, size_wh=long), "aspect_ratio").is_problem


def test_a_person_shown_in_grey_alone_could_be_told_by_that() -> None:
    labels, modes = np.array(["Kim", "Kim", "Park", "Park"]), np.array(["L", "L", "RGB", "L"])
    finding = _about(_decide({}, {}, {}, {}, labels=labels, modes=modes), "modes")
    assert finding.is_problem
    assert finding.sentence.startswith("All photos of Kim are grey, others are in colour.")
    assert finding.query == PhotoQuery(label="Kim")
    mixed = _decide({}, {}, {}, {}, labels=labels, modes=np.array(["L", "RGB", "RGB", "L"]))
    assert _about(mixed, "modes").sentence == "2 photos are grey, the others in colour, and nobody has grey ones alone."


def test_dark_and_glaring_photos_are_told() -> None:
    dark = _decide({"brightness": 39.9}, {"brightness": 40}, {"brightness": 230})
    assert _about(dark, "brightness").sentence.startswith("1 photo is very dark.")
    assert _num_found(dark, _about(dark, "brightness")) == 1
    glaring = _decide({"brightness": 225}, {"brightness": 230}, {"brightness": 3})
    assert _about(glaring, "brightness").sentence.startswith("2 photos are nearly white.")


def test_strokes_of_tiny_pictures_are_not_taken_for_blur() -> None:
    blurred = {"sharpness": 4}
    assert _about(_decide(blurred, {}), "sharpness").sentence.startswith("1 photo is blurred")
    tiny = _decide(blurred, {}, kind=Kind.IMAGES, size_wh=np.full((2, 2), 28))
    assert describe_fitness(Kind.IMAGES, tiny).about("sharpness") is None


def test_several_faces_and_none_are_told() -> None:
    several = _decide({"one_face": 3}, {"one_face": 2}, {"one_face": 0})
    assert _about(several, "one_face").sentence.startswith("2 photos show several faces")
    assert _num_found(several, _about(several, "one_face")) == 2
    assert _about(_decide({"one_face": 0}, {}), "one_face").sentence.startswith("In 1 no face was found")


def test_turned_heads_are_a_problem_when_there_are_some() -> None:
    few = _decide({"pan": 50}, *[{}] * 49)  # 2 %
    assert _about(few, "pan") == Finding("pan", "Hardly a head is turned aside by more than 20°.")
    more = _decide({"pan": 50}, {"pan": 21}, *[{}] * 48)
    assert _about(more, "pan").sentence.startswith("2 heads (4%) are turned aside by more than 20°.")


def test_kept_photos_alone_may_count() -> None:
    decision = _decide({"pan": 50}, {"pan": 5})
    assert judged_photos(decision, kept_only=True).tolist() == [False, True]
    assert not describe_fitness(Kind.FACES, decision, judged_photos(decision, kept_only=True)).problems
    assert describe_fitness(Kind.FACES, decision).problems


def test_what_was_not_measured_is_not_judged() -> None:
    nan = float("nan")
    fitness = describe_fitness(Kind.FACES, _decide(dict.fromkeys(GOOD, nan)))
    assert {finding.subject for finding in fitness.findings} == {"size", "aspect_ratio", "formats", "modes"}


def test_photos_are_counted_per_person_and_side() -> None:
    decision = _decide({}, {}, {}, labels=np.array(["Kim", "Kim", "Park"]))
    counts = photos_per_side(decision, np.array(["train", "test", ""]))
    assert counts == {"Kim": {Split.TRAIN: 1, Split.TEST: 1}, "Park": {}}


def test_checks_newer_than_the_measurements_are_named() -> None:
    names = [name for name in photo_checks_for(Kind.FACES) if name != "brightness"]
    assert list(new_checks(_decide({}, measured_with=_measured_with(names)))) == ["brightness"]
    assert list(new_checks(_decide({}, measured_with=_measured_with([*names, "brightness"])))) == []
    unanalyzed = {"measured_with": _measured_with([]), "is_measured": np.zeros(1, np.bool_)}
    assert list(new_checks(_decide({}, **unanalyzed))) == []


def _measured_with(names: list[str]) -> NDArray[np.object_]:
    """One photo measured with the checks of these names as they are now."""
    checks = photo_checks_for(Kind.FACES)
    return np.array([" ".join(f"{name}:{checks[name].version}" for name in names)], np.object_)

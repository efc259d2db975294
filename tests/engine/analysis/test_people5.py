"""Real photos of five people, measured on this computer and compared with labels made by eye."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from engine import jobs
from engine.analysis import analyze_dataset
from engine.catalog import open_catalog
from engine.kinds import Kind, Verdict
from engine.settings import Settings
from engine.verdicts import decide_dataset
from tests.engine.builders import import_photos

pytestmark = [pytest.mark.photos, pytest.mark.slow]

MIN_AGREEMENT = 0.90


def test_one_face_agrees_with_what_people_see_and_every_photo_has_a_reason(
    settings: Settings, photos_dir: Path, weights: dict[str, Path]
) -> None:
    imported = import_photos(settings, photos_dir / "people5", name="people5", kind=Kind.FACES)
    counts = imported.counts
    assert len(counts.people) == 5
    assert counts.duplicates == 5
    assert counts.photos + counts.duplicates + len(counts.unreadable) + len(imported.skipped) == 368
    catalog = open_catalog(settings)
    with jobs.running(jobs.new_folder(settings.jobs_dir, "analyze"), ["analyze", "people5"]) as job:
        result = analyze_dataset(settings, catalog, imported.dataset, analyzer_name=None, num_workers=2, job=job)
    assert (result.analyzed, result.failed) == (counts.photos + len(counts.unreadable), 0)
    decision = decide_dataset(catalog, imported.dataset)
    assert decision.count(Verdict.KEPT) + decision.count(Verdict.REJECTED) == len(decision.table)
    assert all(decision.explain(place) for place in decision.select(verdict=Verdict.REJECTED).tolist())

    is_alone = dict(zip(decision.table.sha256s, (decision.values["one_face"] == 1).tolist(), strict=True))
    seen = _seen_by_eye(photos_dir / "people5_labels.csv")
    agreeing = sum(is_alone[sha256] in answers for sha256, answers in seen.items())
    assert len(seen) == 200
    assert agreeing / len(seen) >= MIN_AGREEMENT


def _seen_by_eye(labels: Path) -> dict[str, set[bool]]:
    """By SHA-256 whether a person sees exactly one face; both answers where that is a matter of opinion."""
    with labels.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    is_open = {row["sha256"]: row["small_background_faces"] == "yes" or "ambiguous" in row["notes"] for row in rows}
    return {row["sha256"]: {True, False} if is_open[row["sha256"]] else {row["faces"] == "1"} for row in rows}

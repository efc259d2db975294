"""Takes in what was measured elsewhere, as if it had been measured here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from engine.analysis.running import compare_new
from engine.beam.manifests import versions_of
from engine.beam.measurement_files import MeasuredRow, read_rows
from engine.catalog import Catalog
from engine.catalog.datasets import Dataset
from engine.catalog.measurements import list_pending, save_analyses
from engine.catalog.membership import list_members
from engine.checks import PhotoCheck, photo_checks_for
from engine.copies.fingerprint import VERSION
from engine.faces import Analyzer
from engine.faces.registry import analyzers
from engine.jobs import JobHandle, exclusive
from engine.photo_analysis import PhotoAnalysis
from engine.settings import Settings


class Outcome(StrEnum):
    """What becomes of a row."""

    TAKEN = "taken"
    FAILED = "failed"  # taken, with the reason why the photo could not be measured
    KNOWN = "known"
    UNKNOWN = "unknown"
    OUTDATED = "outdated"


@dataclass(frozen=True)
class Expected:
    """What one analyzer's rows are held against.

    Attributes:
        waiting: photo ids by SHA-256 that were not measured yet; each is taken once.
    """

    analyzer: Analyzer
    checks: Mapping[str, PhotoCheck]
    waiting: dict[str, int]

    @property
    def versions(self) -> tuple[int, tuple[str, ...], int]:
        return self.analyzer.version, versions_of(self.checks), VERSION


def import_measurements(
    settings: Settings, catalog: Catalog, dataset: Dataset, uris: Sequence[str], job: JobHandle
) -> dict[Outcome, int]:
    """Store the rows of files of measurements, one transaction for each thousand; a second time it changes nothing.

    Returns:
        rows by what became of them: measured elsewhere and taken; failed there, taken with the reason; known already;
        of a photo that is not in the dataset; by another version of the analyzer or the checks.

    Raises:
        BadInput: a file cannot be read as measurements.
        JobBusy: the dataset is being analyzed.
    """
    busy = f"Dataset '{dataset.name}' is being analyzed. Wait for that to end, or stop it."
    with exclusive(settings, f"analyze-{dataset.id}", busy):
        members = {member.sha256 for member in list_members(catalog, dataset)}
        expected = {
            analyzer.name: _expect(catalog, dataset, analyzer)
            for analyzer in analyzers().values()
            if dataset.kind in analyzer.kinds
        }
        outcomes: Counter[Outcome] = Counter()
        for rows in read_rows(uris):
            outcomes += _take(catalog, rows, members, expected)
            job.report(done=outcomes.total(), total=0, message="Taking measurements in")
        compare_new(catalog, dataset, job)
    return {outcome: outcomes[outcome] for outcome in Outcome}


def _expect(catalog: Catalog, dataset: Dataset, analyzer: Analyzer) -> Expected:
    checks = photo_checks_for(dataset.kind)
    pending = list_pending(catalog, dataset, analyzer, checks)
    return Expected(analyzer, checks, {photo.sha256: photo.photo_id for photo in pending})


def _take(
    catalog: Catalog, rows: Sequence[MeasuredRow], members: set[str], expected: Mapping[str, Expected]
) -> Counter[Outcome]:
    outcomes: Counter[Outcome] = Counter()
    taken: dict[str, list[PhotoAnalysis]] = {}
    for row in rows:
        ours = expected.get(row.analyzer)
        outcome = _judge(row, members, ours)
        outcomes[outcome] += 1
        if ours is not None and outcome in (Outcome.TAKEN, Outcome.FAILED):
            photo_id = ours.waiting.pop(row.sha256)
            taken.setdefault(row.analyzer, []).append(replace(row.analysis, photo_id=photo_id))
    for name, batch in taken.items():
        save_analyses(catalog, expected[name].analyzer, expected[name].checks, batch)
    return outcomes


def _judge(row: MeasuredRow, members: set[str], ours: Expected | None) -> Outcome:
    if row.sha256 not in members:
        return Outcome.UNKNOWN
    if ours is None or (row.analyzer_version, row.checks, row.fingerprint_version) != ours.versions:
        return Outcome.OUTDATED
    if row.sha256 not in ours.waiting:
        return Outcome.KNOWN
    return Outcome.TAKEN if row.analysis.error is None else Outcome.FAILED

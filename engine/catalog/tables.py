"""A whole dataset as one table of parallel arrays, of which only what has changed is read again.

Reading 100,000 photos from the file takes about a second. While an analysis writes every second, or a person rejects
one photo after another, nearly all of the table is still true: the catalog counts the changes of its parts, so each
part is read again only when its count has moved, and of the analyses only those written since.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any  # results of several types are remembered together

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from engine.catalog.connection import Catalog
from engine.catalog.copies import read_copies
from engine.catalog.datasets import Dataset
from engine.catalog.schema import changes
from engine.catalog.stored_faces import Embeddings, load_embedding_rows
from engine.catalog.table_parts import (
    Analyses,
    Members,
    PhotoFacts,
    check_names,
    read_analyses,
    read_members,
    read_newer_analyses,
    read_overrides,
    read_photos,
)
from engine.checks import Values
from engine.copies.records import StoredCopies
from engine.copies.standing import Standing
from engine.faces import FloatArray
from engine.kinds import Override
from engine.remembered import Remembered

NUM_RESULTS = 12  # of one table


@dataclass(frozen=True)
class MeasurementTable:
    """A dataset's photos with all stored numbers, as parallel arrays in import order.

    Attributes:
        values: per check name, (n,) float64, NaN where not measured or without an answer.
        is_measured: (n,) True where the photo was analyzed.
        overrides: (n,) "keep", "reject" or "" as the user decided.
        pixel_hashes, problems, errors: per photo, None where there is none.
        is_aside: (n,) True where the photo was marked as showing none of the people.
        formats, modes: (n,) as Pillow names them, "" where unknown.
        source_types: (n,) names of the sources the photos came through.
        given_splits: (n,) the side the source gave, or "".
        taken: (n,) datetime64[s], when the camera says it was taken, else when the file was last changed; NaT unknown.
        measured_with: (n,) the checks each photo was measured with, as ``analyses.measured`` writes them.
        copies: which photos are copies of each other, as the last search found and the user says.
        embeddings: of its photos, read when something asks for them.
    """

    photo_ids: NDArray[np.int64]
    sha256s: tuple[str, ...]
    labels: NDArray[np.str_]
    paths: tuple[str, ...]
    num_bytes: NDArray[np.int64]
    size_wh: NDArray[np.int64]
    values: Mapping[str, Values]
    is_measured: NDArray[np.bool_]
    overrides: NDArray[np.str_]
    pixel_hashes: tuple[str | None, ...]
    problems: tuple[str | None, ...]
    errors: tuple[str | None, ...]
    is_aside: NDArray[np.bool_]
    formats: NDArray[np.str_]
    modes: NDArray[np.str_]
    source_types: NDArray[np.str_]
    given_splits: NDArray[np.str_]
    taken: NDArray[np.datetime64]
    measured_with: NDArray[np.object_]
    copies: StoredCopies
    embeddings: Embeddings

    def __len__(self) -> int:
        return len(self.sha256s)

    @cached_property
    def is_rejected_by_hand(self) -> NDArray[np.bool_]:
        """(n,) True where the user rejected the photo or set it aside."""
        return np.asarray((self.overrides == Override.REJECT) | self.is_aside)

    @cached_property
    def is_left_to_checks(self) -> NDArray[np.bool_]:
        """(n,) True where the user has decided nothing."""
        return np.asarray((self.overrides == "") & ~self.is_aside)

    @cached_property
    def people(self) -> tuple[tuple[str, ...], NDArray[np.intp]]:
        """The people in order of name and, per photo, (n,) which of them it shows; -1 for photos set aside."""
        names, number_of = np.unique(self.labels[~self.is_aside], return_inverse=True)
        numbers = np.full(len(self), -1, np.intp)
        numbers[~self.is_aside] = number_of
        return tuple(names.tolist()), numbers

    @cached_property
    def standing(self) -> Standing:
        """Which photos are copies of each other now, exact ones included, and which come first."""
        return Standing.of(self.pixel_hashes, self.is_rejected_by_hand, self.copies)

    def read_embedded(self) -> tuple[NDArray[np.int64], FloatArray]:
        """(m,) places of the photos that have an embedding and are not set aside, and (m, 128) the embeddings."""
        photo_ids, vectors = self.embeddings.read()
        usable = np.flatnonzero(~self.is_aside)
        _, mine, row = np.intersect1d(self.photo_ids[usable], photo_ids, return_indices=True)
        return usable[mine], vectors[row]

    @cached_property
    def place_of(self) -> Mapping[str, int]:
        """Where each photo stands, by SHA-256."""
        return {sha256: place for place, sha256 in enumerate(self.sha256s)}

    @cached_property
    def measured(self) -> Mapping[str, int]:
        """Analyzed photos per set of checks they were measured with."""
        return Counter(self.measured_with[self.is_measured].tolist())

    def was_asked(self, check_name: str) -> NDArray[np.bool_]:
        """(n,) True where the photo was measured with a check, in whichever version."""
        sets, set_of_each = self._check_sets
        return np.array([check_name in names for names in sets] or [False], np.bool_)[set_of_each]

    @cached_property
    def _check_sets(self) -> tuple[list[frozenset[str]], NDArray[np.intp]]:
        """The different sets of checks, by name, and (n,) which of them each photo was measured with."""
        numbers: dict[str, int] = {}
        set_of_each = [numbers.setdefault(measured, len(numbers)) for measured in self.measured_with.tolist()]
        return [frozenset(check_names(measured)) for measured in numbers], np.array(set_of_each, np.intp)

    @cached_property
    def results(self) -> Remembered[Any]:
        """What was worked out from the table alone: true whatever the limits."""
        return Remembered(NUM_RESULTS)


@dataclass(frozen=True)
class LoadedTable:
    """A table with the parts it was made of and how often each had changed by then."""

    table: MeasurementTable
    counts: Mapping[str, int]
    members: Members
    facts: PhotoFacts
    overrides: NDArray[np.str_]
    analyses: Analyses
    copies: StoredCopies


def load_table(
    catalog: Catalog, dataset: Dataset, check_names: Sequence[str], earlier: LoadedTable | None = None
) -> LoadedTable:
    """Everything a decision needs about a dataset, as one moment shows it.

    Args:
        earlier: what was loaded before for the same dataset and checks; parts that have not changed are taken from it.
    """
    with catalog.read() as connection:
        counts: dict[str, int] = dict(connection.execute(sa.select(changes.c.part, changes.c.value)).all())
        if earlier is not None and earlier.counts == counts:
            return earlier
        read = partial(load_embedding_rows, catalog, dataset)
        return _refresh(connection, dataset, check_names, earlier, counts, Embeddings(read))


def _refresh(
    connection: sa.Connection,
    dataset: Dataset,
    check_names: Sequence[str],
    earlier: LoadedTable | None,
    counts: Mapping[str, int],
    embeddings: Embeddings,
) -> LoadedTable:
    def is_same(part: str) -> bool:
        return earlier is not None and earlier.counts.get(part) == counts.get(part)

    members = earlier.members if earlier and is_same("files") else read_members(connection, dataset)
    ids = members.photo_ids
    # The same photos under other labels or paths: what is in them has not changed.
    is_known = earlier is not None and is_same("erased") and np.array_equal(earlier.members.photo_ids, ids)
    before = earlier if is_known else None
    facts = before.facts if before else read_photos(connection, dataset, ids)
    if before is None:
        found = read_analyses(connection, dataset, check_names, ids)
    elif is_same("analyses"):
        found = before.analyses
    else:
        found = read_newer_analyses(connection, dataset, ids, before.analyses)
    overrides = before.overrides if before and is_same("overrides") else read_overrides(connection, dataset, ids)
    copies = before.copies if before and is_same("copies") else read_copies(connection, dataset, ids)
    parts = (members, found, overrides, copies)
    if before and all(new is old for new, old in zip(parts, _parts(before), strict=True)):
        return replace(before, counts=counts)  # another dataset has changed
    if before and members is before.members and found is before.analyses:
        embeddings = before.table.embeddings
    table = _table(members, facts, found, overrides, copies, embeddings)
    return LoadedTable(table, counts, members, facts, overrides, found, copies)


def _parts(loaded: LoadedTable) -> tuple[object, ...]:
    return loaded.members, loaded.analyses, loaded.overrides, loaded.copies


def _table(
    members: Members,
    facts: PhotoFacts,
    found: Analyses,
    overrides: NDArray[np.str_],
    copies: StoredCopies,
    embeddings: Embeddings,
) -> MeasurementTable:
    return MeasurementTable(
        photo_ids=members.photo_ids,
        sha256s=facts.sha256s,
        labels=members.labels,
        paths=members.paths,
        num_bytes=facts.num_bytes,
        size_wh=facts.size_wh,
        values=found.values,
        is_measured=found.is_measured,
        overrides=overrides,
        pixel_hashes=tuple(found.pixel_hashes.tolist()),
        problems=tuple(found.problems.tolist()),
        errors=tuple(found.errors.tolist()),
        is_aside=members.is_aside,
        formats=facts.formats,
        modes=facts.modes,
        source_types=members.source_types,
        given_splits=members.given_splits,
        taken=np.where(np.isnat(facts.taken), members.modified, facts.taken),
        measured_with=found.checks,
        copies=copies,
        embeddings=embeddings,
    )

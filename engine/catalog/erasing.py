"""Finds what the catalog knows of photos, of a person or of a whole dataset, and erases it for good."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from engine.catalog.connection import Catalog
from engine.catalog.datasets import Dataset
from engine.catalog.edit_history import OF_PHOTOS, What
from engine.catalog.labels import Label, LabelState, list_labels
from engine.catalog.schema import (
    copies,
    copy_choices,
    datasets,
    edit_rows,
    edits,
    files,
    labels,
    map_points,
    overrides,
    photos,
    snapshot_photos,
    snapshots,
    suspect_decisions,
    urls,
)
from engine.errors import NotFound

SOMEBODY = "somebody erased"  # stands for the name in sentences that mention it


@dataclass(frozen=True)
class ErasedFile:
    """A file whose row goes. ``location``: where its bytes lie, if anywhere."""

    id: int
    path: str
    location: str | None
    source: str
    photo_id: int | None


@dataclass(frozen=True)
class Traces:
    """All rows that go.

    Attributes:
        files: every file, copies and unreadable ones included.
        leaving: SHA-256 of the photos that leave the dataset, by photo id.
        gone: ids of those (and of older versions of files) that no dataset has any more: all that is derived goes too.
        orphans: SHA-256 of contents that a file once had and no dataset knows any more, by photo id.
        elsewhere: photos that other datasets have as well and keep, per dataset.
        labels: the person, and those merged into it.
        is_whole: the dataset itself goes.
    """

    dataset: Dataset
    files: tuple[ErasedFile, ...]
    leaving: dict[int, str]
    gone: frozenset[int]
    orphans: dict[int, str]
    elsewhere: dict[str, int]
    labels: tuple[Label, ...]
    is_whole: bool

    @property
    def gone_sha256s(self) -> frozenset[str]:
        """Contents of which nothing stays."""
        known = self.leaving | self.orphans
        return frozenset(known[id] for id in self.gone)

    @property
    def names(self) -> frozenset[str]:
        """What the person is and was called."""
        return frozenset(name for label in self.labels for name in (label.name, label.source_name))


def find_photo_traces(catalog: Catalog, dataset: Dataset, sha256s: Sequence[str]) -> Traces:
    """What there is of some photos.

    Raises:
        NotFound: the dataset never had one of them.
    """
    chosen = photos.c.sha256.in_(_values(sha256s))
    traces = _find(catalog, dataset, chosen, ())
    missing = set(sha256s) - set(traces.leaving.values())
    if missing:
        raise NotFound(
            f"Dataset '{dataset.name}' has no photo {min(missing)}. Expected the SHA-256 of one of its photos; "
            f"'filter {dataset.name} --list' names them."
        )
    return traces


def find_person_traces(catalog: Catalog, dataset: Dataset, label: Label) -> Traces:
    """What there is of a person: the photos counted as theirs, and every file under any of their names."""
    everybody = list_labels(catalog, dataset.id)
    family = [label]
    for relative in family:  # grows while it is walked
        family += [other for other in everybody if other.merged_into == relative.id]
    ids = [relative.id for relative in family]
    member = files.alias("member")
    theirs = sa.select(member.c.photo_id).where(
        member.c.dataset_id == dataset.id, member.c.is_member, member.c.label_id.in_(ids)
    )
    return _find(catalog, dataset, files.c.label_id.in_(ids) | files.c.photo_id.in_(theirs), tuple(family))


def find_dataset_traces(catalog: Catalog, dataset: Dataset) -> Traces:
    """What there is of a whole dataset."""
    return _find(catalog, dataset, sa.true(), tuple(list_labels(catalog, dataset.id)), is_whole=True)


def count_edits(catalog: Catalog, traces: Traces) -> int:
    """Edits of the history that speak of what goes."""
    mine = sa.select(sa.func.count(edits.c.id.distinct())).where(edits.c.dataset_id == traces.dataset.id)
    if not traces.is_whole:
        mine = mine.join(edit_rows, edit_rows.c.edit_id == edits.c.id).where(_mentions(traces))
    with catalog.read() as connection:
        return int(connection.execute(mine).scalar_one())


def erase_traces(catalog: Catalog, traces: Traces) -> None:
    """Erase the rows, in one transaction, and rewrite the catalog's file without their bytes."""
    with catalog.write() as connection:
        connection.exec_driver_sql("PRAGMA secure_delete=ON")
        _erase_dataset_rows(connection, traces)
        connection.execute(sa.delete(snapshot_photos).where(snapshot_photos.c.photo_id.in_(_values(traces.gone))))
        connection.execute(sa.delete(photos).where(photos.c.id.in_(_values(traces.gone))))
    catalog.compact()


def _find(
    catalog: Catalog,
    dataset: Dataset,
    condition: sa.ColumnElement[bool],
    family: tuple[Label, ...],
    *,
    is_whole: bool = False,
) -> Traces:
    columns = (files.c.id, files.c.path, files.c.location, files.c.source, files.c.photo_id, photos.c.sha256)
    query = (
        sa.select(*columns)
        .select_from(files.outerjoin(photos, photos.c.id == files.c.photo_id))
        .where(files.c.dataset_id == dataset.id, condition)
        .order_by(files.c.path)
    )
    with catalog.read() as connection:
        rows = connection.execute(query).all()
        going = {row.id for row in rows}
        known = {row.photo_id: row.sha256 for row in rows if row.photo_id is not None}
        others = _other_homes(connection, known, going)
        orphans = _orphans(connection)
    stays = {photo_id for photo_id, dataset_id, _ in others if dataset_id == dataset.id}
    leaving = {id: sha256 for id, sha256 in known.items() if id not in stays}
    elsewhere: dict[str, set[int]] = {}
    for photo_id, dataset_id, name in others:
        if dataset_id != dataset.id and photo_id in leaving:
            elsewhere.setdefault(name, set()).add(photo_id)
    kept = {photo_id for photo_id, _, _ in others}
    return Traces(
        dataset,
        tuple(ErasedFile(row.id, row.path, row.location, row.source, row.photo_id) for row in rows),
        leaving,
        frozenset(id for id in leaving if id not in kept) | frozenset(orphans),
        orphans,
        {name: len(ids) for name, ids in elsewhere.items()},
        family,
        is_whole,
    )


def _other_homes(
    connection: sa.Connection, photo_ids: Iterable[int], going: Collection[int]
) -> list[tuple[int, int, str]]:
    """Photo, dataset and its name, for every file that keeps one of the photos."""
    query = (
        sa.select(files.c.id, files.c.photo_id, files.c.dataset_id, datasets.c.name)
        .join(datasets, datasets.c.id == files.c.dataset_id)
        .where(files.c.photo_id.in_(_values(photo_ids)))
    )
    return [(photo, dataset, name) for id, photo, dataset, name in connection.execute(query) if id not in going]


def _orphans(connection: sa.Connection) -> dict[int, str]:
    used = sa.select(files.c.photo_id).where(files.c.photo_id.is_not(None))
    found: dict[int, str] = dict(
        connection.execute(sa.select(photos.c.id, photos.c.sha256).where(photos.c.id.not_in(used))).all()
    )
    return found


def _erase_dataset_rows(connection: sa.Connection, traces: Traces) -> None:
    dataset_id, leaving = traces.dataset.id, _values(traces.leaving)
    if not traces.is_whole:
        _erase_edits(connection, traces)
        _erase_suspicions(connection, traces)
        mine = sa.select(snapshots.c.id).where(snapshots.c.dataset_id == dataset_id)
        in_mine = snapshot_photos.c.snapshot_id.in_(mine) & snapshot_photos.c.photo_id.in_(leaving)
        connection.execute(sa.delete(snapshot_photos).where(in_mine))
        for table in (overrides, map_points, copies, copy_choices):
            connection.execute(sa.delete(table).where(table.c.dataset_id == dataset_id, table.c.photo_id.in_(leaving)))
        listed = urls.c.sha256.in_(_values(traces.leaving.values())) | urls.c.label.in_(sorted(traces.names))
        connection.execute(sa.delete(urls).where(urls.c.dataset_id == dataset_id, listed))
    ids = [label.id for label in traces.labels]
    connection.execute(sa.delete(files).where(files.c.id.in_(_values(file.id for file in traces.files))))
    if ids:
        connection.execute(sa.update(files).where(files.c.given_label_id.in_(_values(ids))).values(given_label_id=None))
        connection.execute(sa.delete(labels).where(labels.c.id.in_(_values(ids))))
    if traces.is_whole:
        connection.execute(sa.delete(datasets).where(datasets.c.id == dataset_id))


def _mentions(traces: Traces) -> sa.ColumnElement[bool]:
    what, row_id = edit_rows.c.what, edit_rows.c.row_id
    ids = [label.id for label in traces.labels]
    as_json = [json.dumps(id) for id in ids]
    about_label = edit_rows.c.before.in_(as_json) | edit_rows.c.after.in_(as_json)
    return sa.or_(
        what.in_((What.FILE_LABEL, What.FILE_MEMBER)) & row_id.in_(_values(file.id for file in traces.files)),
        what.in_(list(OF_PHOTOS)) & row_id.in_(_values(traces.leaving)),
        what.like("label.%") & row_id.in_(_values(ids)),
        what.in_((What.FILE_LABEL, What.LABEL_MERGED)) & about_label,
    )


def _erase_edits(connection: sa.Connection, traces: Traces) -> None:
    mine = sa.select(edits.c.id).where(edits.c.dataset_id == traces.dataset.id)
    connection.execute(sa.delete(edit_rows).where(edit_rows.c.edit_id.in_(mine), _mentions(traces)))
    empty = ~sa.exists().where(edit_rows.c.edit_id == edits.c.id)
    connection.execute(sa.delete(edits).where(edits.c.dataset_id == traces.dataset.id, empty))
    for edit_id, title in connection.execute(
        sa.select(edits.c.id, edits.c.title).where(edits.c.dataset_id == traces.dataset.id)
    ).all():
        told = without_names(title, traces.names)
        if told != title:
            connection.execute(sa.update(edits).where(edits.c.id == edit_id).values(title=told))


def without_names(text: str, names: Iterable[str]) -> str:
    """A sentence with names of erased people replaced, whole words only."""
    for name in sorted(names, key=len, reverse=True):
        text = re.sub(rf"(?<!\w)'?{re.escape(name)}'?(?!\w)", SOMEBODY, text)
    return text


def _erase_suspicions(connection: sa.Connection, traces: Traces) -> None:
    going = {*traces.leaving.values(), *(str(label.id) for label in traces.labels)}
    mine = suspect_decisions.c.dataset_id == traces.dataset.id
    subjects = connection.execute(sa.select(suspect_decisions.c.subject).where(mine)).scalars().all()
    about = [subject for subject in subjects if going & set(subject.split("+"))]
    connection.execute(sa.delete(suspect_decisions).where(mine, suspect_decisions.c.subject.in_(_values(about))))


def _values(values: Iterable[int | str]) -> sa.Select[tuple[object]]:
    """A list as one value, since a statement takes a limited number of them."""
    each = sa.func.json_each(json.dumps(list(values))).table_valued("value")
    return sa.select(each.c.value)


def find_erasable_labels(catalog: Catalog, dataset: Dataset) -> list[Label]:
    """Everybody who can be erased: those in the dataset, then those taken out of it."""
    found = [label for label in list_labels(catalog, dataset.id) if label.state is not LabelState.MERGED]
    return sorted(found, key=lambda label: label.state is LabelState.REMOVED)

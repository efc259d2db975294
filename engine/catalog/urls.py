"""The addresses of a list and what became of each: one row per person and number, kept across imports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from engine.catalog.connection import Catalog
from engine.catalog.datasets import Dataset
from engine.catalog.schema import files, urls

Rectangle = tuple[float, float, float, float]
Key = tuple[str, int]
WAITING = "waiting"  # the outcome of an entry that has none yet


@dataclass(frozen=True)
class ListedUrl:
    """An entry of a list.

    Attributes:
        label: the person, as the list says it.
        number: with the label, names the entry.
        host: the server's name; empty when the address is no address.
        rectangle: left, top, right, bottom of the face in pixels.
        md5: of the file when the list was made, as 32 lower-case hexadecimal digits.
    """

    label: str
    number: int
    url: str
    host: str
    rectangle: Rectangle | None = None
    md5: str | None = None

    @property
    def key(self) -> Key:
        return self.label, self.number


@dataclass(frozen=True)
class UrlState:
    """What became of an entry.

    Attributes:
        outcome: a value of ``engine.downloads.outcomes.Outcome``; None while it waits.
        detail: the reason, in a sentence.
        sha256, num_bytes: of the photo it gave.
    """

    listed: ListedUrl
    outcome: str | None = None
    detail: str | None = None
    sha256: str | None = None
    num_bytes: int | None = None


@dataclass(frozen=True)
class HostOutcomes:
    """How often each outcome occurred at one server."""

    host: str
    counts: Mapping[str, int]

    @property
    def num_urls(self) -> int:
        return sum(self.counts.values())


def list_in_catalog(catalog: Catalog, dataset: Dataset, entries: Sequence[ListedUrl]) -> None:
    """Make sure each entry has a row; one whose address is another than before begins anew."""
    if not entries:
        return
    statement = insert(urls)
    new = statement.excluded
    is_same = urls.c.url == new.url
    kept = {name: sa.case((is_same, urls.c[name]), else_=None) for name in ("outcome", "detail", "sha256", "num_bytes")}
    statement = statement.on_conflict_do_update(
        index_elements=["dataset_id", "label", "number"],
        set_={name: new[name] for name in ("url", "host", "rectangle", "md5")} | kept,
    )
    with catalog.write() as connection:
        connection.execute(statement, [{"dataset_id": dataset.id, **_entry_row(entry)} for entry in entries])


def save_outcomes(catalog: Catalog, dataset: Dataset, states: Sequence[UrlState]) -> None:
    """Write what became of entries that have a row, in one transaction."""
    if not states:
        return
    statement = (
        sa.update(urls)
        .where(
            urls.c.dataset_id == dataset.id,
            urls.c.label == sa.bindparam("of_label"),
            urls.c.number == sa.bindparam("of_number"),
        )
        .values({name: sa.bindparam(f"new_{name}") for name in ("outcome", "detail", "sha256", "num_bytes")})
    )
    with catalog.write() as connection:
        connection.execute(statement, [_outcome_row(state) for state in states])


def load_urls(
    catalog: Catalog,
    dataset: Dataset,
    *,
    outcome: str | None = None,
    host: str | None = None,
    text: str = "",
    limit: int | None = None,
) -> list[UrlState]:
    """The entries of a dataset by person and number.

    Args:
        outcome, host: only these.
        text: only those with this in the person's name or in the address.
        limit: the first so many.
    """
    query = sa.select(urls).where(urls.c.dataset_id == dataset.id).order_by(urls.c.label, urls.c.number).limit(limit)
    if outcome is not None:
        query = query.where(_outcome() == outcome)
    if host is not None:
        query = query.where(urls.c.host == host)
    if text:
        query = query.where(urls.c.label.contains(text, autoescape=True) | urls.c.url.contains(text, autoescape=True))
    with catalog.read() as connection:
        return [_state(row) for row in connection.execute(query)]


def count_by_outcome(catalog: Catalog, dataset: Dataset) -> dict[str, int]:
    """How many entries of a dataset ended in each way, most frequent first."""
    query = (
        sa.select(_outcome(), sa.func.count())
        .where(urls.c.dataset_id == dataset.id)
        .group_by(_outcome())
        .order_by(sa.func.count().desc(), _outcome())
    )
    with catalog.read() as connection:
        return {str(outcome): number for outcome, number in connection.execute(query)}


def count_by_host(catalog: Catalog, dataset: Dataset) -> list[HostOutcomes]:
    """The servers of a dataset's addresses with their outcomes, those with most addresses first."""
    query = (
        sa.select(urls.c.host, _outcome(), sa.func.count())
        .where(urls.c.dataset_id == dataset.id)
        .group_by(urls.c.host, _outcome())
        .order_by(sa.func.count().desc(), _outcome())
    )
    counts: dict[str, dict[str, int]] = {}
    with catalog.read() as connection:
        for host, outcome, number in connection.execute(query):
            counts.setdefault(host, {})[outcome] = number
    found = [HostOutcomes(host, by_outcome) for host, by_outcome in counts.items()]
    return sorted(found, key=lambda each: (-each.num_urls, each.host))


def load_file_paths(catalog: Catalog, dataset: Dataset, source_type: str) -> dict[str, str | None]:
    """The location of every file of a dataset that came from a kind of source, by its path."""
    query = sa.select(files.c.path, files.c.location).where(
        files.c.dataset_id == dataset.id, files.c.source_type == source_type
    )
    with catalog.read() as connection:
        return dict(connection.execute(query).all())


def withdraw_files(catalog: Catalog, dataset: Dataset, reasons: Mapping[str, str]) -> None:
    """Take files out of a dataset that turned out to be no photos of the person.

    Args:
        reasons: a sentence per path; the file's row stays and shows it.
    """
    if not reasons:
        return
    statement = (
        sa.update(files)
        .where(files.c.dataset_id == dataset.id, files.c.path == sa.bindparam("of_path"))
        .values(is_member=False, reason=sa.bindparam("new_reason"))
    )
    with catalog.write() as connection:
        connection.execute(statement, [{"of_path": path, "new_reason": reason} for path, reason in reasons.items()])


def load_given_rectangles(catalog: Catalog, dataset: Dataset, photo_id: int) -> tuple[Rectangle, ...]:
    """Where the source says the face is, for a photo of a dataset; two when it is listed for two people."""
    query = (
        sa.select(files.c.rectangle)
        .where(files.c.dataset_id == dataset.id, files.c.photo_id == photo_id, files.c.rectangle.is_not(None))
        .order_by(files.c.is_member.desc(), files.c.path)
    )
    with catalog.read() as connection:
        found = map(read_rectangle, dict.fromkeys(connection.execute(query).scalars()))
        return tuple(rectangle for rectangle in found if rectangle is not None)


def read_rectangle(text: str | None) -> Rectangle | None:
    """The four numbers of ``"left,top,right,bottom"`` as the catalog keeps them."""
    if not text:
        return None
    left, top, right, bottom = (float(number) for number in text.split(","))
    return left, top, right, bottom


def _outcome() -> sa.ColumnElement[str]:
    return sa.func.coalesce(urls.c.outcome, WAITING)


def _entry_row(entry: ListedUrl) -> dict[str, object]:
    return {
        "label": entry.label,
        "number": entry.number,
        "url": entry.url,
        "host": entry.host,
        "rectangle": ",".join(f"{number:g}" for number in entry.rectangle) if entry.rectangle else None,
        "md5": entry.md5,
    }


def _outcome_row(state: UrlState) -> dict[str, object]:
    return {
        "of_label": state.listed.label,
        "of_number": state.listed.number,
        "new_outcome": state.outcome,
        "new_detail": state.detail,
        "new_sha256": state.sha256,
        "new_num_bytes": state.num_bytes,
    }


def _state(row: sa.Row[tuple[object, ...]]) -> UrlState:
    facts = row._asdict()
    listed = ListedUrl(
        facts["label"], facts["number"], facts["url"], facts["host"], read_rectangle(facts["rectangle"]), facts["md5"]
    )
    return UrlState(listed, facts["outcome"], facts["detail"], facts["sha256"], facts["num_bytes"])

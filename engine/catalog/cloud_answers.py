"""What a service in the cloud said of photos, kept by content so that nobody pays twice, and what was agreed before.

An answer belongs to a photo, not to a dataset: it serves every dataset that has the photo, and goes when the photo is
erased. An answer with an error is no answer: the photo is asked about again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any  # columns of any type

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from engine.catalog.connection import Catalog
from engine.catalog.datasets import Dataset
from engine.catalog.measurements import PendingPhoto
from engine.catalog.membership import in_dataset
from engine.catalog.schema import cloud_answers, cloud_consents, cloud_months, files, photos
from engine.faces.questions import Questions


@dataclass(frozen=True)
class Answer:
    """What a service said of one photo: ``packed`` as the analyzer packs it, or ``error``, why there is nothing.

    Attributes:
        was_sent: whether the photo left this computer for it.
    """

    photo_id: int
    packed: bytes | None = None
    error: str | None = None
    was_sent: bool = True


@dataclass(frozen=True)
class Consent:
    """A yes to sending photos: how many, to which server, for how much, when (ISO 8601, UTC), and how many went."""

    endpoint: str
    num_photos: int
    dollars: float
    agreed: str
    num_sent: int = 0

    @property
    def num_left(self) -> int:
        return max(0, self.num_photos - self.num_sent)


@dataclass(frozen=True)
class AnswerCounts:
    """Photos of a dataset that have an answer (``known``) and that can be opened but have none (``unknown``)."""

    known: int
    unknown: int


def count_answers(catalog: Catalog, dataset: Dataset, questions: Questions) -> AnswerCounts:
    """How many photos of a dataset are answered, and how many would have to be sent."""
    is_known = cloud_answers.c.answer.is_not(None)
    query = _members(dataset, questions, sa.func.count().filter(is_known), sa.func.count().filter(~is_known))
    with catalog.read() as connection:
        known, unknown = connection.execute(query).one()
    return AnswerCounts(known, unknown)


def list_unanswered(catalog: Catalog, dataset: Dataset, questions: Questions) -> list[PendingPhoto]:
    """Photos of a dataset without an answer, those known to be damaged left out, in import order."""
    query = _members(dataset, questions, photos.c.id, photos.c.sha256, files.c.location)
    with catalog.read() as connection:
        rows = connection.execute(query.where(cloud_answers.c.answer.is_(None)).order_by(files.c.id)).all()
    return [PendingPhoto(id, sha256, Path(location) if location else None) for id, sha256, location in rows]


def list_asked(catalog: Catalog, dataset: Dataset, questions: Questions) -> frozenset[int]:
    """Ids of the photos of a dataset that were asked about, answered or not, and of those that cannot be opened."""
    query = (
        sa.select(photos.c.id)
        .select_from(_joined(questions))
        .where(in_dataset(dataset), cloud_answers.c.photo_id.is_not(None) | photos.c.problem.is_not(None))
    )
    with catalog.read() as connection:
        return frozenset(connection.execute(query).scalars())


def load_answer(catalog: Catalog, photo_id: int, questions: Questions) -> Answer | None:
    """What was said of a photo; None when it was not asked about."""
    query = sa.select(cloud_answers.c.answer, cloud_answers.c.error).where(
        cloud_answers.c.photo_id == photo_id, _is_to(questions)
    )
    with catalog.read() as connection:
        row = connection.execute(query).one_or_none()
    return None if row is None else Answer(photo_id, row.answer, row.error)


def save_answers(
    catalog: Catalog, dataset: Dataset, questions: Questions, answers: Sequence[Answer], *, asked: str
) -> None:
    """Store answers in one transaction, and count the photos sent against the consent and the month.

    Args:
        asked: when, ISO 8601, UTC.
    """
    rows = [
        {"photo_id": answer.photo_id, "answer": answer.packed, "error": answer.error}
        | {"analyzer": questions.analyzer, "version": questions.version, "asked": asked}
        for answer in answers
    ]
    num_sent = sum(answer.was_sent for answer in answers)
    mine = (cloud_consents.c.dataset_id == dataset.id) & (cloud_consents.c.analyzer == questions.analyzer)
    month = {"analyzer": questions.analyzer, "month": asked[:7], "num_sent": num_sent}
    with catalog.write() as connection:
        connection.execute(insert(cloud_answers).prefix_with("OR REPLACE"), rows)
        connection.execute(sa.update(cloud_consents).where(mine).values(num_sent=cloud_consents.c.num_sent + num_sent))
        added = {"num_sent": cloud_months.c.num_sent + num_sent}
        connection.execute(insert(cloud_months).values(month).on_conflict_do_update(set_=added))


def save_consent(catalog: Catalog, dataset: Dataset, analyzer: str, consent: Consent) -> None:
    """Remember a yes, in place of an earlier one."""
    row = {
        "dataset_id": dataset.id,
        "analyzer": analyzer,
        "endpoint": consent.endpoint,
        "num_photos": consent.num_photos,
        "dollars": consent.dollars,
        "agreed": consent.agreed,
        "num_sent": consent.num_sent,
    }
    with catalog.write() as connection:
        connection.execute(insert(cloud_consents).prefix_with("OR REPLACE").values(row))


def load_consent(catalog: Catalog, dataset: Dataset, analyzer: str) -> Consent | None:
    """The yes that was given for a dataset."""
    columns = [cloud_consents.c[name] for name in ("endpoint", "num_photos", "dollars", "agreed", "num_sent")]
    query = sa.select(*columns).where(cloud_consents.c.dataset_id == dataset.id, cloud_consents.c.analyzer == analyzer)
    with catalog.read() as connection:
        row = connection.execute(query).one_or_none()
    return None if row is None else Consent(*row)


def count_sent(catalog: Catalog, analyzer: str, month: str) -> int:
    """Photos sent in a month (``"2026-11"``), of all datasets, erased ones included."""
    query = sa.select(cloud_months.c.num_sent).where(cloud_months.c.analyzer == analyzer, cloud_months.c.month == month)
    with catalog.read() as connection:
        return connection.execute(query).scalar_one_or_none() or 0


def _members(dataset: Dataset, questions: Questions, *columns: sa.ColumnElement[Any]) -> sa.Select[Any]:
    return sa.select(*columns).select_from(_joined(questions)).where(in_dataset(dataset), photos.c.problem.is_(None))


def _joined(questions: Questions) -> sa.FromClause:
    return files.join(photos, photos.c.id == files.c.photo_id).outerjoin(
        cloud_answers, (cloud_answers.c.photo_id == photos.c.id) & _is_to(questions)
    )


def _is_to(questions: Questions) -> sa.ColumnElement[bool]:
    return (cloud_answers.c.analyzer == questions.analyzer) & (cloud_answers.c.version == questions.version)

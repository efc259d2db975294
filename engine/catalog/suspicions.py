"""What the user said to suspicions: which are settled for good, which may wait."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from engine.catalog.connection import Catalog
from engine.catalog.datasets import Dataset
from engine.catalog.schema import suspect_decisions

Subject = tuple[str, str]  # the kind of suspicion, and what it is about


class Answer(StrEnum):
    """KEEP: the names are right, do not ask again. SKIP: ask after all others."""

    KEEP = "keep"
    SKIP = "skip"


def save_answer(catalog: Catalog, dataset: Dataset, subject: Subject, answer: Answer | None) -> None:
    """Remember an answer; None forgets it, so that it is asked again."""
    kind, about = subject
    table = suspect_decisions
    with catalog.write() as connection:
        if answer is None:
            mine = (table.c.dataset_id == dataset.id) & (table.c.kind == kind) & (table.c.subject == about)
            connection.execute(sa.delete(table).where(mine))
            return
        decided = datetime.now(UTC).isoformat(timespec="microseconds")
        row = {"dataset_id": dataset.id, "kind": kind, "subject": about, "decision": answer, "decided": decided}
        connection.execute(insert(table).prefix_with("OR REPLACE"), [row])


def load_answers(catalog: Catalog, dataset: Dataset) -> Mapping[Subject, Answer]:
    """All answers that stand, oldest first."""
    table = suspect_decisions
    query = sa.select(table.c.kind, table.c.subject, table.c.decision).where(table.c.dataset_id == dataset.id)
    query = query.order_by(table.c.decided)
    with catalog.read() as connection:
        return {(kind, subject): Answer(answer) for kind, subject, answer in connection.execute(query)}

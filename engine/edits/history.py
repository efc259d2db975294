"""Steps back and forward through the edits of a dataset. Newest first back, oldest undone first forward."""

from __future__ import annotations

from dataclasses import dataclass

from engine.catalog import Catalog
from engine.catalog.datasets import Dataset
from engine.catalog.edit_history import Edit, Side, list_edits, read_edits, restore
from engine.errors import NotFound


@dataclass(frozen=True)
class Step:
    """What was undone or done again.

    Attributes:
        edits: in the order in which that happened; empty when there was nothing to do.
        num_left: values that stayed as they are, since something else had changed them after the edit.
    """

    edits: tuple[Edit, ...]
    num_left: int


def read_history(catalog: Catalog, dataset: Dataset) -> list[Edit]:
    """All edits of a dataset, newest first: undone ones, which can be done again, then those that stand."""
    return list_edits(catalog, dataset)


def undo(catalog: Catalog, dataset: Dataset) -> Step:
    """Take the newest edit that stands back."""
    newest = next((edit for edit in read_history(catalog, dataset) if not edit.is_undone), None)
    return Step((), 0) if newest is None else go_to(catalog, dataset, newest.id - 1)


def redo(catalog: Catalog, dataset: Dataset) -> Step:
    """Make the edit that was undone last again."""
    undone = [edit for edit in read_history(catalog, dataset) if edit.is_undone]
    return go_to(catalog, dataset, undone[-1].id) if undone else Step((), 0)


def undo_edit(catalog: Catalog, dataset: Dataset, edit_id: int) -> Step:
    """Take back an edit and all that were made after it.

    Raises:
        NotFound: the dataset has no such edit.
    """
    if not any(edit.id == edit_id for edit in read_history(catalog, dataset)):
        raise NotFound(f"Dataset '{dataset.name}' has no edit {edit_id}. 'history {dataset.name}' lists them.")
    return go_to(catalog, dataset, edit_id - 1)


def go_to(catalog: Catalog, dataset: Dataset, edit_id: int) -> Step:
    """Go to how the dataset was just after an edit; 0 is before all. In one transaction, however far it is."""
    done = []
    with catalog.write() as connection:
        newest_first = read_edits(connection, dataset)
        for edit in newest_first:
            if edit.id > edit_id and not edit.is_undone:
                done.append(restore(connection, dataset, edit, Side.BEFORE))
        for edit in reversed(newest_first):
            if edit.id <= edit_id and edit.is_undone:
                done.append(restore(connection, dataset, edit, Side.AFTER))
    return Step(tuple(each.edit for each in done), sum(each.num_left for each in done))

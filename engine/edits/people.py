"""Edits of people: a new one, another name, two that are one, and one who leaves the dataset with all photos."""

from __future__ import annotations

from engine.catalog import Catalog
from engine.catalog.datasets import Dataset
from engine.catalog.edit_history import Edit
from engine.catalog.edits import editing
from engine.catalog.labels import LabelState
from engine.edits.names import count_photos, find_label, in_words, new_name
from engine.errors import BadInput

PEOPLE = (LabelState.ACTIVE,)


def create_person(catalog: Catalog, dataset: Dataset, name: str) -> Edit | None:
    """Somebody new, without photos yet.

    Raises:
        BadInput: it cannot be a name.
        NameTaken: somebody has it.
    """
    with editing(catalog, dataset) as edit:
        name = new_name(name, edit.labels())
        edit.create_label(name)
        edit.title = f"Added {in_words(name)}"
    return edit.made


def rename_person(catalog: Catalog, dataset: Dataset, old: str, new: str) -> Edit | None:
    """Another name; files that a source gives under the old one later still find the person.

    Raises:
        NotFound: nobody has the old name.
        BadInput: the new one cannot be a name.
        NameTaken: somebody else has it; :func:`merge_people` may be meant.
    """
    with editing(catalog, dataset) as edit:
        labels = edit.labels()
        label = find_label(old, labels)
        name = new_name(new, labels, besides=label)
        edit.rename(label.id, name)
        edit.title = f"Renamed {in_words(label.name)} to {in_words(name)}"
    return edit.made


def merge_people(catalog: Catalog, dataset: Dataset, source: str, into: str) -> Edit | None:
    """Two people are one: all photos of ``source`` move to ``into``, and so will files that come later.

    Raises:
        NotFound: nobody has one of the names.
        BadInput: both are the same person.
    """
    with editing(catalog, dataset) as edit:
        labels = edit.labels()
        label, other = (find_label(name, labels, PEOPLE) for name in (source, into))
        if label == other:
            raise BadInput(f"'{label.name}' cannot be merged into the same person. Name two different people.")
        number = edit.count_label(label.id)
        edit.move_label(label.id, other.id)
        edit.title = f"Merged {in_words(label.name)} ({count_photos(number)}) into {in_words(other.name)}"
    return edit.made


def remove_person(catalog: Catalog, dataset: Dataset, name: str) -> Edit | None:
    """Somebody leaves the dataset with all photos; the files stay where they are, and undo brings all back.

    Raises:
        NotFound: nobody has that name.
    """
    with editing(catalog, dataset) as edit:
        label = find_label(name, edit.labels())
        number = edit.count_label(label.id)
        edit.remove_label(label.id)
        edit.title = f"Removed {in_words(label.name)} with {count_photos(number)}"
    return edit.made

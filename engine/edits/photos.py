"""Edits of photos: to another person, to a new one, to none of them, kept or rejected by hand."""

from __future__ import annotations

from collections.abc import Sequence

from engine.catalog import Catalog
from engine.catalog.datasets import Dataset
from engine.catalog.edit_history import Edit
from engine.catalog.edits import EditWriter, editing
from engine.catalog.labels import SHOWN, LabelState
from engine.edits.names import count_photos, find_label, in_words, new_name
from engine.kinds import Kind, Override

ASIDE_NAMES = {Kind.FACES: "Not a person", Kind.IMAGES: "None of these"}
DECISIONS = {Override.KEEP: "Kept {} by hand", Override.REJECT: "Rejected {} by hand", None: "Left {} to the checks"}


def move_photos(catalog: Catalog, dataset: Dataset, sha256s: Sequence[str], name: str) -> Edit | None:
    """Photos show somebody else of the dataset; None when they stood there already.

    Raises:
        NotFound: a photo is not in the dataset, or nobody has that name; then nothing is changed.
    """
    with editing(catalog, dataset) as edit:
        edit.require_photos(sha256s)
        _move(edit, sha256s, find_label(name, edit.labels()).id, in_words(name.strip()))
    return edit.made


def move_to_new_person(catalog: Catalog, dataset: Dataset, sha256s: Sequence[str], name: str) -> Edit | None:
    """Photos show somebody whom the dataset did not know: split off under a new name.

    Raises:
        NotFound: a photo is not in the dataset.
        BadInput: it cannot be a name.
        NameTaken: somebody has it; :func:`move_photos` is meant then.
    """
    with editing(catalog, dataset) as edit:
        edit.require_photos(sha256s)
        name = new_name(name, edit.labels())
        _move(edit, sha256s, edit.create_label(name), f"{in_words(name)}, a new name")
    return edit.made


def set_aside(catalog: Catalog, dataset: Dataset, sha256s: Sequence[str]) -> Edit | None:
    """Photos show none of the people: they stay in the dataset, but are never trained on.

    Raises:
        NotFound: a photo is not in the dataset.
    """
    with editing(catalog, dataset) as edit:
        edit.require_photos(sha256s)
        labels = edit.labels()
        aside = next((label.id for label in labels if label.state is LabelState.ASIDE), None)
        if aside is None:
            taken = {label.name for label in labels if label.state in SHOWN}
            name = ASIDE_NAMES[dataset.kind]
            aside = edit.create_label(f"{name} (set aside)" if name in taken else name, LabelState.ASIDE)
        sources = edit.label_ids_of(sha256s)
        edit.move_photos(sha256s, aside)
        number = sum(count for label_id, count in sources.items() if label_id != aside)
        edit.title = f"Marked {count_photos(number)} as {ASIDE_NAMES[dataset.kind].lower()}"
    return edit.made


def set_overrides(catalog: Catalog, dataset: Dataset, sha256s: Sequence[str], decision: Override | None) -> Edit | None:
    """Keep or reject photos by hand; None leaves them to the checks again.

    Raises:
        NotFound: a photo is not in the dataset; then none is changed.
    """
    with editing(catalog, dataset) as edit:
        edit.require_photos(sha256s)
        number = edit.override(sha256s, decision)
        edit.title = DECISIONS[decision].format(count_photos(number))
    return edit.made


def _move(edit: EditWriter, sha256s: Sequence[str], label_id: int, to: str) -> None:
    sources = {id: count for id, count in edit.label_ids_of(sha256s).items() if id != label_id}
    names = [in_words(label.name) for label in edit.labels() if label.id in sources]
    whence = names[0] if len(names) == 1 else f"{len(names):,} people"
    number = sum(sources.values())
    edit.move_photos(sha256s, label_id)
    moved = f"{count_photos(number)} from {whence}" if number else f"copies of {count_photos(len(sha256s))}"
    edit.title = f"Moved {moved} to {to}"

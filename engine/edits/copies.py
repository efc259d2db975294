"""Edits of copies: which photo of a group stands for it, and which are no copies after all."""

from __future__ import annotations

from collections.abc import Sequence

from engine.catalog import Catalog
from engine.catalog.datasets import Dataset
from engine.catalog.edit_history import Edit
from engine.catalog.edits import editing
from engine.copies.records import CopyChoice
from engine.edits.names import count_photos


def choose_best_copy(catalog: Catalog, dataset: Dataset, sha256: str, others: Sequence[str]) -> Edit | None:
    """A photo stands for its group from now on, whatever the quality of ``others``, the rest of it.

    Raises:
        NotFound: a photo is not in the dataset; then nothing is changed.
    """
    with editing(catalog, dataset) as edit:
        edit.require_photos([sha256, *others])
        edit.choose_copies(others, None)
        edit.choose_copies([sha256], CopyChoice.BEST)
        edit.title = f"Chose a photo to keep of {len(others) + 1:,} copies"
    return edit.made


def tell_apart(catalog: Catalog, dataset: Dataset, sha256s: Sequence[str]) -> Edit | None:
    """Photos are no copies of any other: they leave their groups for good.

    Raises:
        NotFound: a photo is not in the dataset; then nothing is changed.
    """
    with editing(catalog, dataset) as edit:
        edit.require_photos(sha256s)
        number = edit.choose_copies(sha256s, CopyChoice.APART)
        edit.title = f"Said that {count_photos(number)} {'is no copy' if number == 1 else 'are no copies'}"
    return edit.made

"""The names of people: which can be given, whom one means, and how one stands in a sentence."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from engine.catalog.labels import SHOWN, Label, LabelState
from engine.errors import BadInput, NotFound

MAX_LENGTH = 100  # characters; longer ones fit no chart
MAX_TOLD = 12  # names in an error


class NameTaken(BadInput):
    """Another person of the dataset has the name; the two could be merged."""


def clean_name(text: str) -> str:
    """A name as it is kept: no space round it, and letters put together (NFC), so that equal names are equal.

    Raises:
        BadInput: it is empty, too long or holds characters that cannot be seen.
    """
    name = unicodedata.normalize("NFC", text).strip()
    if not name or len(name) > MAX_LENGTH or not name.isprintable():
        raise BadInput(f"'{name[:MAX_LENGTH]}' cannot name a person. Expected 1 to {MAX_LENGTH} visible characters.")
    return name


def new_name(text: str, labels: Sequence[Label], *, besides: Label | None = None) -> str:
    """A name that nobody has yet, apart from ``besides``.

    Raises:
        BadInput: it cannot be a name.
        NameTaken: somebody has it.
    """
    name = clean_name(text)
    if any(_is_called(label, name) for label in labels if label.state in SHOWN and label != besides):
        raise NameTaken(f"There is a '{name}' already. Choose another name, or merge the two.")
    return name


def find_label(text: str, labels: Sequence[Label], states: Sequence[LabelState] = SHOWN) -> Label:
    """The label that people call so.

    Raises:
        NotFound: with the names there are.
    """
    name = clean_name(text)
    shown = [label for label in labels if label.state in states]
    found = next((label for label in shown if _is_called(label, name)), None)
    if found is None:
        names = [f"'{label.name}'" for label in shown]
        more = f" and {len(names) - MAX_TOLD:,} more" if len(names) > MAX_TOLD else ""
        raise NotFound(f"There is no '{name}' here. Expected one of: {', '.join(names[:MAX_TOLD]) or 'nobody'}{more}.")
    return found


def in_words(name: str) -> str:
    """As it stands in a sentence: a name that does not begin with a letter in quotes, or "from 7 to 1" misleads."""
    return name if name[:1].isalpha() else f"'{name}'"


def count_photos(number: int) -> str:
    """Such as ``"1 photo"`` or ``"1,200 photos"``."""
    return f"{number:,} photo{'' if number == 1 else 's'}"


def _is_called(label: Label, name: str) -> bool:
    return unicodedata.normalize("NFC", label.name) == name

"""Reads lists of photos on this computer: a path, a name and maybe the name's number on every line.

Such as the tutorials' ``training_file.txt``, and the ``train.csv`` of a snapshot. A first line of titles is optional;
further columns are kept as notes.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from engine.errors import SourceError
from engine.kinds import Split
from engine.photo_files import looks_like_photo
from engine.sources._layout import clean_label
from engine.split_folders import side_of

ENDINGS = (".csv", ".tsv", ".txt")
SEPARATORS = ",;\t"
ENCODINGS = ("utf-8-sig", "cp949")  # the second is Korean Windows'
NUM_LINES_LOOKED_AT = 20  # to recognise a list
MAX_LABEL_LENGTH = 200
NUM_CONTRADICTIONS_TOLD = 3
# Titles of columns, in lower case. Where none of them is there, a column is known by its place.
TITLES: Mapping[str, tuple[str, ...]] = {
    "path": ("path", "file", "filename", "file name", "file_name", "image", "photo", "picture"),
    "name": ("name", "label", "person", "class"),
    "number": ("number", "id", "label number", "class id", "class_id", "label_id"),
    "split": ("split", "set", "subset", "side"),
}
WEB_ADDRESS = re.compile(r"(?i)https?://")


@dataclass(frozen=True)
class ListedPhoto:
    """One line: ``path`` as written, with "/" between folders. ``notes``: the other columns by title."""

    path: str
    label: str
    line_number: int
    number: int | None = None
    split: Split | None = None
    notes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PassedOver:
    """A line that names no photo. ``line_number`` counts from 1."""

    line_number: int
    reason: str


@dataclass(frozen=True)
class PhotoList:
    """A list as read."""

    photos: tuple[ListedPhoto, ...]
    passed_over: tuple[PassedOver, ...]


Cells = Sequence[str]
Line = tuple[int, Cells]


def read_photo_list(place: Path) -> PhotoList:
    """Read a list; a line that names no photo is told, not fatal.

    Raises:
        SourceError: the file cannot be read, names no photo, or gives a name two numbers or a number two names.
    """
    columns, lines = _columns(place, _lines(place))
    photos: dict[str, ListedPhoto] = {}
    passed_over: list[PassedOver] = []
    for line_number, cells in lines:
        photo = columns.read(line_number, cells)
        reason = _why_not(photo, photos.get(photo.path))
        if reason is None:
            photos[photo.path] = photo
        else:
            passed_over.append(PassedOver(line_number, reason))
    if not photos:
        first = f" Line {passed_over[0].line_number} {passed_over[0].reason}." if passed_over else ""
        raise SourceError(
            f"'{place}' names no photo.{first} Expected lines such as 'Kim/1.jpg,Kim' or 'Kim/1.jpg,Kim,0': the path "
            "of a photo, seen from the folder of the list, then a name and maybe its number."
        )
    _require_one_number_each(place, list(photos.values()))
    return PhotoList(tuple(photos.values()), tuple(passed_over))


def looks_like_photo_list(place: Path) -> bool:
    """Whether a file is named like a list and one of its first lines begins with the path of a photo."""
    if place.suffix.lower() not in ENDINGS or not place.is_file():
        return False
    try:
        first = list(islice(_lines(place, NUM_LINES_LOOKED_AT), NUM_LINES_LOOKED_AT))
    except SourceError:
        return False
    return any(len(cells) >= 2 and _names_photo(place, cells[0]) for _, cells in first)


@dataclass(frozen=True)
class _Columns:
    """Where each fact stands in a line; ``notes``: title by place."""

    path: int
    name: int
    number: int | None
    split: int | None
    notes: Mapping[int, str]

    def read(self, line_number: int, cells: Cells) -> ListedPhoto:
        def cell(place: int | None) -> str:
            return cells[place].strip() if place is not None and place < len(cells) else ""

        return ListedPhoto(
            path=cell(self.path).replace("\\", "/"),
            label=clean_label(cell(self.name)),
            line_number=line_number,
            number=int(cell(self.number)) if cell(self.number).isdecimal() else None,
            split=side_of(cell(self.split)),
            notes={title: cell(place) for place, title in self.notes.items() if cell(place)},
        )


def _lines(place: Path, at_most: int | None = None) -> list[Line]:
    """The lines that hold anything, cut into cells, each with its number."""
    try:
        with place.open("rb") as file:
            data = file.read() if at_most is None else b"".join(islice(file, at_most))
    except OSError as error:
        raise SourceError(f"'{place}' cannot be read ({error.strerror}). Expected a CSV list of photos.") from None
    text = _decode(data)
    first = text.split("\n", 1)[0]
    separator = max(SEPARATORS, key=first.count)
    try:
        rows = list(enumerate(csv.reader(text.splitlines(), delimiter=separator), start=1))
    except csv.Error as error:
        raise SourceError(f"'{place}' is no CSV list ({error}). Expected lines such as 'Kim/1.jpg,Kim'.") from None
    return [(number, cells) for number, cells in rows if any(cell.strip() for cell in cells)]


def _decode(data: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", errors="replace")


def _columns(place: Path, lines: Sequence[Line]) -> tuple[_Columns, Sequence[Line]]:
    """Where the facts stand, and the lines behind the titles."""
    if not lines:
        return _Columns(0, 1, None, None, {}), lines
    titles = [cell.strip() for cell in lines[0][1]]
    if not _is_title_line(place, titles):
        return _columns_by_place(lines), lines
    known = {fact: _find_title(titles, words) for fact, words in TITLES.items()}
    path = known["path"] or 0
    name = known["name"] if known["name"] is not None else 1
    taken = {path, name, known["number"], known["split"]}
    notes = {column: title or f"column {column + 1}" for column, title in enumerate(titles) if column not in taken}
    return _Columns(path, name, known["number"], known["split"], notes), lines[1:]


def _columns_by_place(lines: Sequence[Line]) -> _Columns:
    width = max(len(cells) for _, cells in lines)
    thirds = [cells[2].strip() for _, cells in lines if len(cells) > 2]
    has_numbers = bool(thirds) and all(cell.isdecimal() for cell in thirds)
    notes = {column: f"column {column + 1}" for column in range(3 if has_numbers else 2, width)}
    return _Columns(0, 1, 2 if has_numbers else None, None, notes)


def _is_title_line(place: Path, cells: Cells) -> bool:
    first = cells[0]
    is_entry = _names_photo(place, first) or WEB_ADDRESS.match(first)
    return first.lower() in TITLES["path"] or (len(cells) > 1 and not is_entry)


def _find_title(titles: Sequence[str], words: Sequence[str]) -> int | None:
    return next((column for column, title in enumerate(titles) if title.lower() in words), None)


def _names_photo(place: Path, text: str) -> bool:
    path = text.strip().replace("\\", "/")
    if not path or WEB_ADDRESS.match(path):
        return False
    return looks_like_photo(path, b"") or (place.parent / path).is_file()


def _why_not(photo: ListedPhoto, earlier: ListedPhoto | None) -> str | None:
    """Why a line is passed over; None when it names a photo. Said after "Line 3"."""
    if not photo.path:
        return "has no path"
    if WEB_ADDRESS.match(photo.path):
        return "has a web address instead of a path; such lists are downloaded as a list of web addresses"
    if not photo.label:
        return f"names nobody for '{photo.path}'"
    if len(photo.label) > MAX_LABEL_LENGTH:
        return f"has a name of {len(photo.label)} letters; at most {MAX_LABEL_LENGTH} are kept"
    if earlier is None:
        return None
    whose = "" if earlier.label == photo.label else f" as {earlier.label}, not {photo.label}"
    return f"repeats '{photo.path}', which line {earlier.line_number} lists{whose}"


def _require_one_number_each(place: Path, photos: Sequence[ListedPhoto]) -> None:
    numbered = [photo for photo in photos if photo.number is not None]
    told = [
        *_contradictions(numbered, lambda photo: photo.label, lambda photo: f"the number {photo.number}"),
        *_contradictions(numbered, lambda photo: f"The number {photo.number}", lambda photo: f"'{photo.label}'"),
    ]
    if told:
        more = f" There are {len(told) - NUM_CONTRADICTIONS_TOLD} more." if len(told) > NUM_CONTRADICTIONS_TOLD else ""
        raise SourceError(
            f"'{place}' contradicts itself. {' '.join(told[:NUM_CONTRADICTIONS_TOLD])}{more} "
            "Expected one number for each name; correct the list and import it again."
        )


def _contradictions(
    photos: Sequence[ListedPhoto], subject: Callable[[ListedPhoto], str], said: Callable[[ListedPhoto], str]
) -> list[str]:
    """A sentence for each subject of which two lines say different things."""
    first: dict[str, ListedPhoto] = {}
    told: dict[str, str] = {}
    for photo in photos:
        earlier = first.setdefault(subject(photo), photo)
        if said(earlier) != said(photo):
            told.setdefault(
                subject(photo),
                f"{subject(photo)} has {said(earlier)} on line {earlier.line_number} "
                f"and {said(photo)} on line {photo.line_number}.",
            )
    return list(told.values())

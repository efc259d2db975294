"""Everything known about one photo, in words: its file, its measurements beside their limits, its verdict and why."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.catalog import Catalog
from engine.catalog.datasets import Dataset
from engine.catalog.photos import Photo, find_photo
from engine.catalog.remote_files import VERSION_NOTE
from engine.catalog.stored_faces import load_faces
from engine.catalog.urls import Rectangle, load_given_rectangles
from engine.checks import Bound
from engine.errors import NotFound
from engine.faces import Faces
from engine.kinds import Override, Verdict
from engine.verdicts import Decision


@dataclass(frozen=True)
class MeasuredAnswer:
    """A check's answer for a photo, as a person reads it."""

    question: str
    value: str
    limit: str
    is_kept: bool | None


@dataclass(frozen=True)
class PhotoFacts:
    """One photo with all that is known of it.

    Attributes:
        about: name and value of what the file says.
        answers: the checks that are on.
        reasons: why it has its verdict, in sentences.
        override: the user's own decision.
        faces: None when the photo was not analyzed.
        given_rectangles: left, top, right, bottom in pixels of the faces the source names.
    """

    photo: Photo
    verdict: Verdict
    override: Override | None
    reasons: tuple[str, ...]
    answers: tuple[MeasuredAnswer, ...]
    about: tuple[tuple[str, str], ...]
    faces: Faces | None
    given_rectangles: tuple[Rectangle, ...] = ()


def describe_photo(catalog: Catalog, dataset: Dataset, decision: Decision, sha256: str) -> PhotoFacts:
    """Gather what is known about a photo of a dataset.

    Raises:
        NotFound: the dataset has no such photo.
    """
    photo = find_photo(catalog, dataset, sha256)
    if sha256 not in decision.table.place_of:
        raise NotFound(f"The photo {sha256[:12]}… joined dataset '{dataset.name}' just now. Look again in a moment.")
    place = decision.table.place_of[sha256]
    override = str(decision.table.overrides[place])
    return PhotoFacts(
        photo=photo,
        verdict=Verdict(str(decision.verdicts[place])),
        override=Override(override) if override else None,
        reasons=decision.explain(place),
        answers=tuple(_answer(decision, name, place) for name in decision.failing),
        about=_about(photo),
        faces=load_faces(catalog, photo.id, dataset.analyzer),
        given_rectangles=load_given_rectangles(catalog, dataset, photo.id),
    )


def _answer(decision: Decision, name: str, place: int) -> MeasuredAnswer:
    check = decision.checks[name]
    value = float(decision.values[name][place])
    limit = _limit_words(check.keep_if.bound, decision.limits[name].value)
    if not check.is_adjustable:
        words = "–" if np.isnan(value) else ("no" if decision.failing[name][place] else "yes")
        return MeasuredAnswer(check.question, words, "yes", None if np.isnan(value) else words == "yes")
    if np.isnan(value):
        return MeasuredAnswer(check.question, "–", limit, None)
    unit = check.unit.removesuffix("s") if round(value) == 1 else check.unit
    return MeasuredAnswer(check.question, f"{value:.0f} {unit}", limit, not decision.failing[name][place])


def _limit_words(bound: Bound, value: float) -> str:
    if bound is Bound.ONE_TO and value == 1:
        return "exactly 1"
    return f"{bound}{value:g}" if bound is Bound.WITHIN else f"{bound} {value:g}"


def _about(photo: Photo) -> tuple[tuple[str, str], ...]:
    size = f"{photo.width} × {photo.height} pixels" if photo.width else "unknown"
    rows = [
        ("Person", photo.label),
        ("File", photo.path),
        ("Size", size),
        ("Format", f"{photo.format or 'unknown'}, colour mode {photo.mode or 'unknown'}"),
        ("Bytes", f"{photo.num_bytes:,}"),
        ("SHA-256", photo.sha256),
    ]
    if photo.split:
        rows.append(("Came with", f"the side “{photo.split}” of a split"))
    rows += [(name.capitalize(), value) for name, value in photo.notes.items() if name != VERSION_NOTE]
    if photo.copies:
        rows.append(("Same file also at", ", ".join(photo.copies)))
    if photo.problem:
        rows.append(("Problem", photo.problem))
    return tuple(rows)

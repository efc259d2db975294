"""How well the checks of one photo agree with what a person saw, and what they miss.

Figures that a limit of the filter is held to come first; then a line per kind of trouble on photos made here (cut,
blurred, dark, ...) or labelled by eye (``closed_eyes_by_eye.csv``).
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.filter_parts import Row, at_least, at_most, photo_place
from engine.checks import MeasuredPhoto, photo_checks_for
from engine.errors import UnreadablePhoto
from engine.faces import Faces
from engine.faces.local import ANALYZER, LocalFaceFinder, load
from engine.faces.weights import ensure_weights
from engine.kinds import Kind
from engine.photo_files import image_extensions, read_pixels
from engine.settings import Settings

NUM_MADE = 100  # photos of each kind of trouble that is made here
SEPIA = ((0.393, 0.349, 0.272), (0.769, 0.686, 0.534), (0.189, 0.168, 0.131))  # the usual matrix, rows R, G, B
CHECKS = photo_checks_for(Kind.FACES)
COLOUR_CHECKS = ("grayscale", "tint")

Pixels = NDArray[np.uint8]
Values = dict[str, float | None]


def measure() -> list[Row]:
    """All figures."""
    return [
        *of_people5(),
        *of_sunglasses(),
        *of_colour(),
        *of_angles(),
        *of_made_photos(),
        *of_closed_eyes(),
    ]


@cache
def _finder() -> LocalFaceFinder:
    settings = Settings.from_environment()
    ensure_weights(settings, ANALYZER.weights, lambda line: None)
    return load(settings)


def _look(pixels: Pixels) -> tuple[Faces, Values]:
    faces = _finder().find(pixels)
    photo = MeasuredPhoto(pixels, faces)
    return faces, {name: check.measure(photo) for name, check in CHECKS.items()}


def rejects(name: str, values: Values) -> bool:
    """Whether the check's usual limit rejects a photo with these measurements."""
    value = values[name]
    return value is not None and not bool(CHECKS[name].keep_if.allows(np.array([value]))[0])


def _rows_of(labels: str) -> list[dict[str, str]]:
    with photo_place(labels).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def of_people5() -> list[Row]:
    """One face, turned, clear glasses, against people5_labels.csv; photos the eye is unsure of are left out."""
    rows, seen = _rows_of("people5_labels.csv"), _seen("people5")
    sure = [row for row in rows if "ambiguous" not in row["notes"]]
    counted = [row for row in sure if row["small_background_faces"] != "yes"]
    alone = [(seen[row["path"]]["one_face"] == 1) == (row["faces"] == "1") for row in counted]
    angled = [row for row in sure if "borderline" not in row["notes"] and row["turned"] != "slight"]
    turned = [(row["turned"] == "strong") == _is_turned(seen[row["path"]]) for row in angled]
    clear = [rejects("sunglasses", seen[row["path"]]) for row in rows if row["clear_glasses"] == "yes"]
    bare = [rejects("sunglasses", seen[row["path"]]) for row in rows if row["sunglasses"] == "no"]
    emotional, calm = (
        [rejects("emotion", seen[row["path"]]) for row in rows if (row["expression"] == "strong") == is_strong]
        for is_strong in (True, False)
    )
    return [
        at_least(f"people5: one face or not, {len(alone)} photos", float(np.mean(alone)), 0.95, "%"),
        at_least(f"people5: turned or not, {len(turned)} photos", float(np.mean(turned)), 0.92, "%"),
        at_most(f"people5: clear glasses taken for sunglasses, of {len(clear)}", sum(clear), 0),
        Row(f"people5: no sunglasses taken for some, of {len(bare)}", str(sum(bare))),
        _found_and_missed("people5: strong expression, seen by a person: found by emotion", emotional, calm),
    ]


def _is_turned(values: Values) -> bool:
    return any(rejects(name, values) for name in ("roll", "pan", "tilt"))


def of_sunglasses() -> list[Row]:
    """Recall on photos that others labelled; false alarms on people no network of ours has seen, and on all."""
    labels = {row["file_starts_with"]: row["sunglasses"] == "yes" for row in _rows_of("sunglasses_labels.csv")}
    files = {file.stem: file for file in _photos("sunglasses") if labels.get(file.stem)}
    found = [rejects("sunglasses", _look(read_pixels(file))[1]) for file in files.values()]
    alarms = {path: rejects("sunglasses", values) for path, values in _seen("lfw62").items()}
    people = sorted({Path(path).parent.name for path in alarms})
    unseen = [alarm for path, alarm in alarms.items() if people.index(Path(path).parent.name) % 2]
    named = ", ".join(Path(path).stem for path, alarm in alarms.items() if alarm)
    of_unseen = f"lfw62: false sunglasses, {len(unseen)} photos of people not trained on"
    return [
        at_least(f"sunglasses found in {len(found)} labelled selfies", float(np.mean(found)), 0.92, "%"),
        at_most(of_unseen, float(np.mean(unseen)), 0.01, "%"),
        at_most(f"lfw62: false sunglasses, all {len(alarms)} photos", float(np.mean(list(alarms.values()))), 0.01, "%"),
        Row("lfw62: taken for sunglasses", named or "none"),
    ]


def of_colour() -> list[Row]:
    """Colour photos of people5 turned grey and sepia, and what is said of them as they are."""
    grey = {row["path"] for row in _rows_of("people5_labels.csv") if row["grayscale"] == "yes"}
    originals = {path: values for path, values in _seen("people5").items() if path not in grey}
    changed = {"grayscale": to_grey, "sepia": to_sepia}
    caught = {
        name: [_is_colourless(_look(_as_jpeg(change(read_pixels(photo_place(path)))))[1]) for path in originals]
        for name, change in changed.items()
    }
    flagged = [Path(path).name for path, values in originals.items() if _is_colourless(values)]
    in_lfw = [Path(path).stem for path, values in _seen("lfw62").items() if _is_colourless(values)]
    return [
        *(
            at_least(f"people5 as {name}: caught, {len(found)} photos", float(np.mean(found)), 1, "%")
            for name, found in caught.items()
        ),
        at_most(f"people5 in colour: false alarms, {len(originals)} photos", len(flagged) / len(originals), 0.01, "%"),
        Row("people5 in colour: taken for grey or tinted", ", ".join(flagged) or "none"),
        Row(f"lfw62: taken for grey or tinted, of {len(_seen('lfw62'))}", ", ".join(in_lfw) or "none"),
    ]


def _is_colourless(values: Values) -> bool:
    return any(rejects(name, values) for name in COLOUR_CHECKS)


def to_grey(pixels: Pixels) -> Pixels:
    """The photo without its colours."""
    return np.repeat(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)[..., None], 3, axis=2)


def to_sepia(pixels: Pixels) -> Pixels:
    """The photo in brown tones."""
    return np.clip(pixels.astype(np.float32) @ np.array(SEPIA, np.float32), 0, 255).astype(np.uint8)


def _as_jpeg(pixels: Pixels, quality: int = 85) -> Pixels:
    _, data = cv2.imencode(".jpg", pixels[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.ascontiguousarray(cv2.imdecode(data, cv2.IMREAD_COLOR)[..., ::-1])


def of_angles() -> list[Row]:
    """Mean error of roll, pan and tilt on photos with known angles below 45°; the file's pan runs against ours."""
    errors = []
    for row in _rows_of("head_pose/angles.csv"):
        known = np.array([float(row["roll_degrees"]), -float(row["pan_degrees"]), float(row["tilt_degrees"])])
        faces, _ = _look(read_pixels(photo_place("head_pose") / row["file"]))
        if np.abs(known).max() < 45:
            errors.append(np.abs(faces.roll_pan_tilt_degrees[0] - known))
    means = np.mean(errors, axis=0)
    words = ("roll", "pan", "tilt")
    return [
        at_most(f"head_pose: mean error of {name}, {len(errors)} photos", float(mean), 5, "°")
        for name, mean in zip(words, means, strict=True)
    ]


def of_made_photos() -> list[Row]:
    """Trouble made out of ordinary photos of lfw62: how many each check finds, and how many it flags as they are."""
    makers: dict[str, tuple[str, Callable[[Pixels, Faces], Pixels]]] = {
        "cut at a quarter of the face": ("face_cut", cut),
        "blurred by 3 % of the face's width": ("sharpness", blur),
        "darkened to 15 %": ("brightness", darken),
        "overexposed": ("glare", overexpose),
        "contrast taken out": ("contrast", flatten),
    }
    files = _photos("lfw62")
    chosen = [files[place] for place in np.random.default_rng(0).choice(len(files), NUM_MADE, replace=False)]
    plain = [(pixels, *_look(pixels)) for pixels in map(read_pixels, chosen)]
    rows = []
    for what, (name, make) in makers.items():
        found = [rejects(name, _look(make(pixels, faces))[1]) for pixels, faces, _ in plain]
        alarms = [rejects(name, values) for _, _, values in plain]
        rows.append(_found_and_missed(f"{what}: found by {name}", found, alarms))
    return rows


def _found_and_missed(what: str, found: Iterable[bool], alarms: Iterable[bool]) -> Row:
    found, alarms = list(found), list(alarms)
    return Row(what, f"{sum(found)} of {len(found)}; flags {sum(alarms)} of {len(alarms)} ordinary photos")


def cut(pixels: Pixels, faces: Faces) -> Pixels:
    """The photo up to a quarter of the face's width before the face ends; each second one at its chin."""
    _, _, right, bottom = faces.boxes_ltrb[0]
    width, height = faces.boxes_ltrb[0, 2:] - faces.boxes_ltrb[0, :2]
    if int(pixels[0, 0].sum()) % 2:
        return np.ascontiguousarray(pixels[: int(bottom - height / 4)])
    return np.ascontiguousarray(pixels[:, : int(right - width / 4)])


def blur(pixels: Pixels, faces: Faces) -> Pixels:
    """The photo out of focus."""
    width = float(faces.boxes_ltrb[0, 2] - faces.boxes_ltrb[0, 0])
    return np.asarray(cv2.GaussianBlur(pixels, (0, 0), 0.03 * width), np.uint8)


def darken(pixels: Pixels, faces: Faces) -> Pixels:
    """The photo with little light."""
    return (pixels * 0.15).astype(np.uint8)


def overexpose(pixels: Pixels, faces: Faces) -> Pixels:
    """The photo with three times the light of its brightest parts."""
    return np.clip(pixels.astype(np.float32) * 2.5 + 40, 0, 255).astype(np.uint8)


def flatten(pixels: Pixels, faces: Faces) -> Pixels:
    """The photo behind fog."""
    return (pixels * 0.2 + 110).astype(np.uint8)


def of_closed_eyes() -> list[Row]:
    """Photos in which a person saw both eyes closed, beside all others of lfw62, many of which squint."""
    with Path(__file__).with_name("closed_eyes_by_eye.csv").open(encoding="utf-8", newline="") as file:
        closed = {row["path"] for row in csv.DictReader(file)}
    seen = _seen("lfw62") | _seen("people5")
    found = [rejects("eyes_closed", seen[path]) for path in closed]
    others = [rejects("eyes_closed", values) for path, values in _seen("lfw62").items() if path not in closed]
    return [_found_and_missed("eyes closed, seen by a person: found by eyes_closed", found, others)]


@cache
def _photos(folder: str) -> list[Path]:
    return [file for file in sorted(photo_place(folder).rglob("*")) if file.suffix.lower() in image_extensions()]


@cache
def _seen(folder: str) -> dict[str, Values]:
    """What is measured of every photo of a folder that can be read, by its path below the folder of photos."""
    found = {}
    for file in _photos(folder):
        with suppress(UnreadablePhoto):
            found[file.relative_to(photo_place(folder).parent).as_posix()] = _look(read_pixels(file))[1]
    return found

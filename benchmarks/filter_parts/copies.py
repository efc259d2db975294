"""Copies: how many hidden ones are found, how many different photos are taken for copies, and how the search grows."""

from __future__ import annotations

import io
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image, ImageEnhance, ImageOps

from benchmarks.filter_parts import REPOSITORY, Row, at_least, at_most, photo_place
from engine.copies.cut import Faces
from engine.copies.fingerprint import SIDE
from engine.copies.search import Pictures, find_copies
from engine.embeddings import unit_rows
from engine.kinds import Kind

NUM_COPIED = 300
SIZES = (15_000, 30_000, 60_000)
NUM_PEOPLE = 500
SHARE_OF_COPIES = 0.1


def measure() -> list[Row]:
    """The rows."""
    return [*_measure_growth(), *_measure_quality(photo_place("lfw62"))]


def _measure_quality(folder: Path) -> list[Row]:
    with tempfile.TemporaryDirectory() as temporary:
        photos, home = Path(temporary) / "photos", Path(temporary) / "home"
        shutil.copytree(folder, photos)
        originals = sorted(photos.rglob("*.jpg"))
        for file in random.Random(0).sample(originals, NUM_COPIED):
            for kind, change in COPIES.items():
                with Image.open(file) as image:
                    change(image.convert("RGB")).save(file.with_name(f"{file.stem}@{kind}.jpg"), quality=90)
        _facet(home, "import", str(photos), "--name", "hidden")
        _facet(home, "analyze", "hidden")
        listed = _facet(home, "filter", "hidden", "--list")["photos"]
        groups = _facet(home, "groups", "hidden")["groups"]
    return _judge({row["sha256"]: Path(row["path"]).stem for row in listed}, groups)


def _judge(name_of: dict[str, str], groups: list[list[str]]) -> list[Row]:
    """Names are ``ORIGINAL`` or ``ORIGINAL@KIND``; a copy is found that shares a group with its original."""
    found: dict[str, int] = dict.fromkeys(COPIES, 0)
    mixed: set[str] = set()
    for group in groups:
        names = {name_of[sha256] for sha256 in group}
        originals = {name.partition("@")[0] for name in names}
        for name in names:
            original, _, kind = name.partition("@")
            found[kind] = found.get(kind, 0) + (bool(kind) and original in names)
        mixed |= originals if len(originals) > 1 else set()
    num_originals = sum("@" not in name for name in name_of.values())
    rows = [Row(f"copies found: {kind}", f"{100 * found[kind] / NUM_COPIED:.1f} %") for kind in COPIES]
    recall = sum(found[kind] for kind in COPIES) / (NUM_COPIED * len(COPIES))
    rows.append(at_least(f"copies found among {len(name_of):,} photos, all kinds", recall, 0.95, "%"))
    rows.append(
        at_most("different photos of lfw62 in one group (most are true copies)", len(mixed) / num_originals, 0.01, "%")
    )
    return rows


def _measure_growth() -> list[Row]:
    seconds = []
    for number in SIZES:
        pictures = _made_up(number)
        began = time.perf_counter()
        find_copies(pictures)
        seconds.append(time.perf_counter() - began)
    rows = [Row(f"search of {n:,} made-up photos", f"{s:.1f} s") for n, s in zip(SIZES, seconds, strict=True)]
    rows.append(at_most("search of 60,000 made-up photos", seconds[-1], 20, "s"))
    rows.append(at_most("growth from 15,000 to 60,000 (the square would be 16)", seconds[-1] / seconds[0], 12))
    return rows


def _made_up(number: int) -> Pictures:
    """Soft random pictures with faces of 500 people in them, a tenth of them brighter copies of others."""
    rng = np.random.default_rng(0)
    place = np.arange(SIDE)
    waves = np.cos(np.pi * np.arange(10)[:, None] * (2 * place + 1) / (2 * SIDE)) / (1 + np.arange(10))[:, None]
    thumbnails = np.zeros((number, SIDE, SIDE), np.uint8)
    for start in range(0, number, 5000):
        mixed = waves.T @ rng.normal(0, 40, (min(5000, number - start), 10, 10)) @ waves
        thumbnails[start : start + len(mixed)] = np.clip(mixed + 128, 0, 255)
    people = unit_rows(rng.normal(size=(NUM_PEOPLE, 128)).astype(np.float32))
    embeddings = unit_rows(
        people[rng.integers(0, NUM_PEOPLE, number)] + rng.normal(0, 0.05, (number, 128)).astype(np.float32)
    )
    points = np.array([[-21, -20], [21, -20], [0, 0], [-18, 24], [18, 24]]) + 125
    points = points + rng.normal(0, 6, (number, 1, 2)) + rng.normal(0, 2, (number, 5, 2))
    for copy in range(int(number * SHARE_OF_COPIES)):
        original = number - 1 - copy
        thumbnails[copy] = np.clip(thumbnails[original] * 1.1, 0, 255)
        embeddings[copy], points[copy] = embeddings[original], points[original]
    size_wh = np.full((number, 2), 250, np.int64)
    return Pictures(Kind.FACES, thumbnails, Faces(points.astype(np.float32), size_wh), embeddings, np.arange(number))


def _facet(home: Path, *words: str) -> dict[str, object]:
    command = [sys.executable, "-m", "engine", "--home", str(home), "--json", *words]
    document: dict[str, object] = json.loads(
        subprocess.check_output(command, cwd=REPOSITORY, stderr=subprocess.DEVNULL)
    )
    return document


def _stored_anew(image: Image.Image) -> Image.Image:
    data = io.BytesIO()
    image.save(data, "JPEG", quality=40)
    return Image.open(data)


def _warmer(image: Image.Image) -> Image.Image:
    return Image.fromarray(np.clip(np.asarray(image) * np.array([1.15, 1, 0.85]), 0, 255).astype(np.uint8))


def _cut(image: Image.Image) -> Image.Image:
    width, height = image.size
    return image.crop((round(0.15 * width), round(0.15 * height), round(0.85 * width), round(0.85 * height)))


COPIES: dict[str, Callable[[Image.Image], Image.Image]] = {
    "resized to 50 %": lambda image: image.resize((image.width // 2, image.height // 2)),
    "JPEG quality 40": _stored_anew,
    "25 % brighter": lambda image: ImageEnhance.Brightness(image).enhance(1.25),
    "25 % darker": lambda image: ImageEnhance.Brightness(image).enhance(0.75),
    "warmer": _warmer,
    "mirrored": ImageOps.mirror,
    "15 % cut off each side": _cut,
}

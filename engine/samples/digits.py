"""Handwritten digits that come with scikit-learn, without any network."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from io import BytesIO
from typing import BinaryIO

from PIL import Image

from engine.file_trees import FileTree
from engine.kinds import Kind
from engine.samples import Sample
from engine.settings import Settings
from engine.sources import FoundFile, Listing

SIDE = 28  # as MNIST's; scikit-learn's are 8 × 8, too small for a 5 × 5 network or an eye
DARKEST = 16.0  # scikit-learn's digits run from 0 to 16


def list_digits(settings: Settings, trees: Sequence[FileTree]) -> Listing:
    """Handwritten digits (UCI ML hand-written digits, test set), 28 × 28 grey PNG, white on black."""
    from sklearn.datasets import load_digits

    digits = load_digits()
    files = [
        FoundFile(f"{target}/digit-{place:04d}.png", str(target), open=partial(_encode, pixels))
        for place, (pixels, target) in enumerate(zip(digits.images, digits.target, strict=True))
    ]
    return Listing(files, len(files))


def _encode(pixels: object) -> BinaryIO:
    import numpy as np

    grey = (np.asarray(pixels) / DARKEST * 255).round().astype(np.uint8)
    buffer = BytesIO()
    Image.fromarray(grey, "L").resize((SIDE, SIDE), Image.Resampling.BICUBIC).save(buffer, "PNG")
    buffer.seek(0)
    return buffer


SAMPLE = Sample(
    name="digits",
    title="Handwritten digits, small",
    description="Small grey pictures of the digits 0 to 9.",
    lesson="The whole way from photos to predictions: trains in a minute on any computer.",
    kind=Kind.IMAGES,
    num_photos=1797,
    num_labels=10,
    licence="CC BY 4.0 (UCI Machine Learning Repository)",
    licence_url="https://creativecommons.org/licenses/by/4.0/",
    homepage="https://archive.ics.uci.edu/dataset/80/optical+recognition+of+handwritten+digits",
    read=list_digits,
)

"""Samples to try Facet with: handwritten digits that come with scikit-learn, without any network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import BinaryIO

from PIL import Image

from engine.errors import BadInput
from engine.kinds import Kind
from engine.sources import FoundFile, Listing, Source, SourceRequest

PREFIX = "sample:"
DIGIT_SIDE = 28  # as MNIST's; scikit-learn's are 8 × 8, too small for a 5 × 5 network or an eye
DIGIT_MAX = 16.0  # scikit-learn's digits run from 0 to 16


@dataclass(frozen=True)
class Sample:
    """A data set that comes with Facet. ``list_files`` gives its photos."""

    name: str
    title: str
    description: str
    kind: Kind
    num_photos: int
    num_labels: int
    licence: str
    list_files: Callable[[], Listing]


def list_digits() -> Listing:
    """Handwritten digits (UCI ML hand-written digits, test set), 28 × 28 grey PNG, white on black."""
    from sklearn.datasets import load_digits

    digits = load_digits()
    files = [
        FoundFile(f"{target}/digit-{place:04d}.png", str(target), open=partial(_encode_digit, pixels))
        for place, (pixels, target) in enumerate(zip(digits.images, digits.target, strict=True))
    ]
    return Listing(files, len(files))


SAMPLES = {
    "digits": Sample(
        name="digits",
        title="Handwritten digits",
        description="1,797 small grey pictures of the digits 0 to 9. Trains in a minute on any computer.",
        kind=Kind.IMAGES,
        num_photos=1797,
        num_labels=10,
        licence="CC BY 4.0 (UCI Machine Learning Repository)",
        list_files=list_digits,
    )
}


@contextmanager
def list_sample(request: SourceRequest) -> Iterator[Listing]:
    """List a sample named ``sample:NAME``.

    Raises:
        BadInput: there is no such sample.
    """
    name = request.text.removeprefix(PREFIX)
    if name not in SAMPLES:
        raise BadInput(f"There is no sample '{name}'. Expected one of: {', '.join(SAMPLES)}.")
    yield SAMPLES[name].list_files()


def _encode_digit(pixels: object) -> BinaryIO:
    import numpy as np

    grey = (np.asarray(pixels) / DIGIT_MAX * 255).round().astype(np.uint8)
    buffer = BytesIO()
    Image.fromarray(grey, "L").resize((DIGIT_SIDE, DIGIT_SIDE), Image.Resampling.BICUBIC).save(buffer, "PNG")
    buffer.seek(0)
    return buffer


SOURCE = Source(
    name="samples",
    title="Sample data",
    accepts=lambda text: text.startswith(PREFIX),
    list_files=list_sample,
    default_kind=lambda text: Kind.IMAGES,
    is_lasting=False,
)

"""Shows before training what will be done: pictures of the random changes, and what uneven numbers of photos mean."""

from __future__ import annotations

import io
from collections import Counter

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.kinds import Split
from engine.snapshots import Snapshot
from engine.training.augmentation import augment, mixing_shares
from models import Architecture, Augmentation, Features

NUM_CROPS, NUM_VIEWS = 4, 6
GAP_PIXELS = 4
LEAST_SIDE = 96  # small pictures are shown enlarged
UNEVEN = 2.0  # times as many photos: from here on the network leans towards the label that has more


def augmentation_preview(snapshot: Snapshot, augmentation: Augmentation, seed: int = 0) -> bytes | None:
    """A PNG: a row for each of some training crops of different labels, first as it is, then as the network sees it.

    None when the snapshot has no training photos.
    """
    crops = _some_crops(snapshot)
    if not len(crops):
        return None
    rng = np.random.default_rng(seed)
    views = [crops.astype(np.float32)]
    for _ in range(NUM_VIEWS):
        changed = augment(crops, augmentation, rng)
        if augmentation.mixup:
            keep = mixing_shares(len(crops), augmentation.mixup, rng).reshape(-1, 1, 1, 1)
            changed = keep * changed + (1 - keep) * np.roll(changed, 1, axis=0)
        views.append(changed)
    return _png(_grid(np.stack(views, axis=1).round().astype(np.uint8)))


def changes_photos(architecture: Architecture, augmentation: Augmentation) -> bool:
    """Whether the random changes do anything for that network."""
    return architecture.features is Features.PIXELS and augmentation != Augmentation()


def balance_sentence(snapshot: Snapshot) -> str | None:
    """What uneven numbers of training photos mean and what helps; None when they are even enough."""
    counts = Counter(entry.label for entry in snapshot.entries if entry.split == Split.TRAIN)
    if len(counts) < 2:
        return None
    (most, many), (least, few) = counts.most_common()[0], counts.most_common()[-1]
    if many < UNEVEN * few:
        return None
    return (
        f"{most} has {many} training photos, {least} only {few}: a network leans towards whom it sees more often. "
        "Under 'Photos in each step', Balance lets rare ones weigh more."
    )


def _some_crops(snapshot: Snapshot) -> NDArray[np.uint8]:
    """Up to four training crops, of as many labels as there are."""
    training = [entry for entry in snapshot.entries if entry.split == Split.TRAIN]
    first_of_label = {entry.number: entry for entry in reversed(training)}
    rest = [entry for entry in training if entry not in first_of_label.values()]
    chosen = [first_of_label[number] for number in sorted(first_of_label)][:NUM_CROPS]
    chosen += rest[: NUM_CROPS - len(chosen)]
    shape = (snapshot.size, snapshot.size, snapshot.channels)
    crops = np.empty((len(chosen), *shape), np.uint8)
    for place, entry in enumerate(chosen):
        with Image.open(snapshot.crop_file(entry.sha256)) as image:
            crops[place] = np.asarray(image, np.uint8).reshape(shape)
    return crops


def _grid(pictures: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """(rows, columns, height, width, channels) as one picture with gaps of white."""
    padding = ((0, 0), (0, 0), (0, GAP_PIXELS), (0, GAP_PIXELS), (0, 0))
    padded = np.pad(pictures, padding, constant_values=255)
    rows, columns, height, width, channels = padded.shape
    return padded.transpose(0, 2, 1, 3, 4).reshape(rows * height, columns * width, channels)


def _png(picture: NDArray[np.uint8]) -> bytes:
    image = Image.fromarray(picture[:, :, 0] if picture.shape[2] == 1 else picture)
    times = max(1, LEAST_SIDE * NUM_CROPS // image.height)
    stream = io.BytesIO()
    image.resize((image.width * times, image.height * times), Image.Resampling.NEAREST).save(stream, "PNG")
    return stream.getvalue()

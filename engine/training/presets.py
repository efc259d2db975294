"""Sets of random changes to training crops under a name, from none to strong."""

from __future__ import annotations

from models import Augmentation

PRESETS: dict[str, Augmentation] = {
    "none": Augmentation(),
    "gentle": Augmentation(flip=True, brightness=0.1, contrast=(0.8, 1.25), zoom=0.1, rotation=5.0),
    # The ranges that TensorFlow's image tutorials draw from.
    "tutorial": Augmentation(flip=True, brightness=0.5, contrast=(0.2, 2.0), hue=0.08, saturation=(0.2, 2.0)),
    "strong": Augmentation(
        flip=True,
        brightness=0.3,
        contrast=(0.5, 1.5),
        hue=0.05,
        saturation=(0.5, 1.5),
        zoom=0.3,
        rotation=15.0,
        cutout=0.3,
        mixup=0.2,
    ),
}

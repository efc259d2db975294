"""Architectures: one network definition per file, found by discovery. Keras is imported only when one is built."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # importing Keras takes ten seconds; the screens that list architectures must not
    import keras


class Features(StrEnum):
    """What an architecture looks at."""

    PIXELS = "pixels"  # the crop itself, (size, size, channels), 0 to 255
    EMBEDDING = "embedding"  # the frozen SFace embedding, (128,)


@dataclass(frozen=True)
class Augmentation:
    """Random changes to a training crop; zero or (1, 1) switches one off. Ranges as in the TensorFlow tutorials.

    Attributes:
        flip: mirror left and right, half of the time.
        brightness: added to every pixel, drawn from ±brightness with pixels from 0 to 1.
        contrast: factor range round the mean of each channel.
        hue: turn of the colour circle, drawn from ±hue, 1 being a full turn.
        saturation: factor range towards grey (below 1) or vivid (above 1).
    """

    flip: bool = False
    brightness: float = 0.0
    contrast: tuple[float, float] = (1.0, 1.0)
    hue: float = 0.0
    saturation: tuple[float, float] = (1.0, 1.0)


@dataclass(frozen=True)
class Architecture:
    """A plug-in that defines a network.

    Attributes:
        name: unique, as typed after ``--model``.
        title: plain words for the person who chooses.
        description: what it is good for, and how long it takes, in one or two plain sentences.
        origin: paper or tutorial it comes from.
        kinds: dataset kinds it can learn (values of ``engine.kinds.Kind``).
        features: what it looks at.
        build: (input_shape, num_classes) to an uncompiled Keras model whose output is softmax, (batch, classes).
            Pixels come in as 0 to 255; scaling is part of the model.
        num_parameters: parameter count for ``example_input_shape`` and 10 classes, pinned by a contract test.
        example_input_shape: the input the count refers to.
        steps, batch_size, learning_rate: defaults that work.
        augmentation: applied to training crops.
        default_for: dataset kinds (or "small_grey_images") for which the Train page preselects it.
    """

    name: str
    title: str
    description: str
    origin: str
    kinds: frozenset[str]
    features: Features
    build: Callable[[tuple[int, ...], int], keras.Model]
    num_parameters: int
    example_input_shape: tuple[int, ...]
    steps: int
    batch_size: int
    learning_rate: float
    augmentation: Augmentation = Augmentation()
    default_for: frozenset[str] = frozenset()

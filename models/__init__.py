"""Architectures: one network definition per file, found by discovery. Keras is imported only when one is built."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from models._controls import Group, Value, number, span, switch

if TYPE_CHECKING:  # importing Keras takes ten seconds; the screens that list architectures must not
    import keras


class Features(StrEnum):
    """What an architecture looks at."""

    PIXELS = "pixels"  # the crop itself, (size, size, channels), 0 to 255
    EMBEDDING = "embedding"  # the frozen SFace embedding, (128,)


@dataclass(frozen=True)
class Augmentation:
    """Random changes to a training crop; zero or (1, 1) switches one off. Colours as in the TensorFlow tutorials."""

    flip: bool = switch(Group.AUGMENTATION, "Mirror", "Mirror left and right, half of the time.")
    brightness: float = number(
        Group.AUGMENTATION,
        "Brightness",
        "Make darker or brighter by up to this share of white.",
        default=0.0,
        within=(0.0, 1.0),
    )
    contrast: tuple[float, float] = span(
        Group.AUGMENTATION,
        "Contrast",
        "Multiply the contrast by a number from this range; 1 leaves it.",
        default=(1.0, 1.0),
        within=(0.0, 5.0),
    )
    hue: float = number(
        Group.AUGMENTATION,
        "Hue",
        "Turn the circle of colours by up to this share of a full turn, either way.",
        default=0.0,
        within=(0.0, 0.5),
    )
    saturation: tuple[float, float] = span(
        Group.AUGMENTATION,
        "Saturation",
        "Multiply how vivid colours are by a number from this range; 1 leaves them, 0 makes grey.",
        default=(1.0, 1.0),
        within=(0.0, 5.0),
    )
    zoom: float = number(
        Group.AUGMENTATION,
        "Crop and zoom",
        "Show a part of the photo, enlarged: up to this share of its side is cut away, anywhere.",
        default=0.0,
        within=(0.0, 0.8),
    )
    rotation: float = number(
        Group.AUGMENTATION,
        "Rotation",
        "Turn by up to this many degrees, either way.",
        default=0.0,
        within=(0.0, 180.0),
    )
    cutout: float = number(
        Group.AUGMENTATION,
        "Cutout",
        "Cover a grey square whose side is this share of the photo's (DeVries and Taylor, 2017).",
        default=0.0,
        within=(0.0, 0.8),
    )
    mixup: float = number(
        Group.AUGMENTATION,
        "Mixup",
        "Lay two photos and their names over each other; the share is drawn from Beta(mixup, mixup), "
        "0.2 being usual (Zhang et al., 2018).",
        default=0.0,
        within=(0.0, 2.0),
    )


class Scaling(StrEnum):
    """How a trained network wants its pixels, which come in as RGB from 0 to 255."""

    NONE = "as they are"  # it scales them itself
    AROUND_ZERO = "-1 to 1"
    IMAGENET_MEANS = "BGR less the mean of ImageNet's photos"  # as Caffe did


@dataclass(frozen=True)
class Pretrained:
    """A network of ``keras.applications`` that learned from ImageNet's photos, for another to build on.

    Attributes:
        application: its name in ``keras.applications``.
        weights_file: its weights' name in the folder ``models`` of KERAS_HOME, where Keras puts what it downloads.
        side: of the square picture it was trained on, in pixels; crops are resized to it inside the model.
        scaling: how it wants pixels.
        last_blocks_from: the first layer of its last blocks, which may be trained further.
    """

    application: str
    weights_file: str
    side: int
    scaling: Scaling
    last_blocks_from: str


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
        settings: defaults of its own for any other setting of ``engine.training.config.TrainConfig``, by name.
        pretrained: what it builds on; its model is then ``models._transfer``'s, a body and a head.
        least_photos: of each label to learn from; with fewer, others do better.
        sides: smallest and largest crop it is made for, in pixels; any for one that looks at embeddings.
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
    settings: Mapping[str, Value] = field(default_factory=dict)
    pretrained: Pretrained | None = None
    least_photos: int = 2
    sides: tuple[int, int] = (1, 512)
    default_for: frozenset[str] = frozenset()

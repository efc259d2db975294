"""A convolutional network for traffic signs and other pictograms of 32 to 48 pixels.

One column of the committee that first read traffic signs better than people do, with rectified units and dropout where
the paper has scaled tanh. Each picture is brought to mean 0 and deviation 1: signs are photographed at dusk and against
the sun. Pictures are not mirrored: a mirrored "keep right" says the opposite.

Parameters for 32×32×3 pixels and 10 classes, by hand:
convolutions (7·7·3+1)·100 + (4·4·100+1)·150 + (4·4·150+1)·250 = 14,800 + 240,150 + 600,250;
the side goes 32, 26, 13, 10, 5, 2, 1, which leaves 250 values, dense (250+1)·300 + (300+1)·10 = 75,300 + 3,010.
Together 933,510.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from models import Architecture, Augmentation, Features

if TYPE_CHECKING:
    import keras


def build(input_shape: tuple[int, ...], num_classes: int) -> keras.Model:
    """Pixels (height, width, channels), at least 32×32, to softmax over ``num_classes``."""
    import keras
    from keras import layers

    pixels = keras.Input(input_shape, name="pixels")
    x = _standardised(pixels)
    for num_filters, side in ((100, 7), (150, 4), (250, 4)):
        x = layers.Conv2D(num_filters, side, activation="relu", kernel_initializer="he_normal")(x)
        x = layers.MaxPooling2D(2)(x)
    x = layers.Flatten()(x)
    x = layers.Dropout(0.3)(x)
    x = layers.Dense(300, activation="relu")(x)
    x = layers.Dropout(0.3)(x)
    return keras.Model(pixels, layers.Dense(num_classes, activation="softmax")(x), name="signs_cnn")


def _standardised(pixels: Any) -> Any:  # Keras ships no types for the values that flow through its layers
    """Mean 0 and standard deviation 1 for each picture; an even one becomes zeros."""
    from keras import ops

    everything = (1, 2, 3)
    least_deviation = 1 / math.sqrt(math.prod(pixels.shape[1:]))
    deviation = ops.maximum(ops.std(pixels, axis=everything, keepdims=True), least_deviation)
    return (pixels - ops.mean(pixels, axis=everything, keepdims=True)) / deviation


ARCHITECTURE = Architecture(
    name="signs_cnn",
    title="Traffic signs and other pictograms",
    description=(
        "For signs and symbols of 32 to 48 pixels, also many different ones: fifty or more photos of each. "
        "Left and right keep their meaning. Trains in a few minutes."
    ),
    origin="Cireşan et al., 2012 (multi-column networks for traffic sign classification), one column",
    kinds=frozenset({"images"}),
    features=Features.PIXELS,
    build=build,
    num_parameters=933_510,
    example_input_shape=(32, 32, 3),
    steps=1200,
    batch_size=64,
    learning_rate=0.001,
    augmentation=Augmentation(brightness=0.2, contrast=(0.7, 1.5)),
    least_photos=40,
    sides=(32, 64),
)

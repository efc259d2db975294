"""TensorFlow's CIFAR-10 tutorial network: two wide convolutions with local response normalisation, for small pictures.

It sees the middle three quarters of a picture (24×24 of 32×32 pixels), brought to mean 0 and deviation 1. While it
trains, pictures are cut at random and enlarged, in place of the tutorial's windows at random places.

Parameters for 32×32×3 pixels and 10 classes, by hand: convolutions (5·5·3+1)·64 + (5·5·64+1)·64 = 4,864 + 102,464;
after two halvings of 24 pixels 6·6·64 = 2,304 values, dense (2,304+1)·384 + (384+1)·192 + (192+1)·10.
Together 107,328 + 885,120 + 73,920 + 1,930 = 1,068,298.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from models import Architecture, Augmentation, Features

if TYPE_CHECKING:
    import keras

SEEN_SHARE = 24 / 32  # of the side
LEAST_SIDE = 8  # leaves 6 pixels, which two halvings bring to 2
# The tutorial halves the sum of squares before it takes this share of it.
WEIGHT_DECAY = 0.004 / 2
NEIGHBOURS, BIAS, ALPHA, BETA = 4, 1.0, 0.001 / 9, 0.75  # of the local response normalisation, as in the tutorial


def build(input_shape: tuple[int, ...], num_classes: int) -> keras.Model:
    """Pixels (height, width, channels), at least 8×8, to softmax over ``num_classes``."""
    import keras
    from keras import layers

    if min(input_shape[:2]) < LEAST_SIDE:
        raise ValueError(f"crops have {min(input_shape[:2])} pixels a side, expected at least {LEAST_SIDE}")
    decay = keras.regularizers.L2(WEIGHT_DECAY)
    pixels = keras.Input(input_shape, name="pixels")
    middle = layers.CenterCrop(*(round(side * SEEN_SHARE) for side in input_shape[:2]))(pixels)
    x = _standardised(middle)
    x = layers.Conv2D(64, 5, padding="same", activation="relu", kernel_initializer=_narrow(0.05))(x)
    x = layers.MaxPooling2D(3, 2, padding="same")(x)
    x = _locally_normalised(x)
    x = layers.Conv2D(
        64, 5, padding="same", activation="relu", kernel_initializer=_narrow(0.05), bias_initializer=_constant(0.1)
    )(x)
    x = _locally_normalised(x)
    x = layers.MaxPooling2D(3, 2, padding="same")(x)
    x = layers.Flatten()(x)
    for num_units in (384, 192):
        x = layers.Dense(
            num_units,
            activation="relu",
            kernel_initializer=_narrow(0.04),
            bias_initializer=_constant(0.1),
            kernel_regularizer=decay,
        )(x)
    answer = layers.Dense(num_classes, activation="softmax", kernel_initializer=_narrow(1 / 192))(x)
    return keras.Model(pixels, answer, name="cifar10_cnn")


# Keras ships no types for the values that flow through its layers, hence Any below.
def _standardised(pixels: Any) -> Any:
    """Mean 0 and standard deviation 1 for each picture; an even one becomes zeros."""
    from keras import ops

    everything = (1, 2, 3)
    least_deviation = 1 / math.sqrt(math.prod(pixels.shape[1:]))
    deviation = ops.maximum(ops.std(pixels, axis=everything, keepdims=True), least_deviation)
    return (pixels - ops.mean(pixels, axis=everything, keepdims=True)) / deviation


def _locally_normalised(x: Any) -> Any:
    """Local response normalisation (Krizhevsky et al., 2012): each value weighed against its neighbouring channels.

    The sum over neighbours is one product with a band of ones, which every Keras backend and export format knows.
    """
    from keras import ops

    channel = np.arange(x.shape[-1])
    is_neighbour = np.abs(channel[:, np.newaxis] - channel) <= NEIGHBOURS
    energy = ops.matmul(x * x, is_neighbour.astype(np.float32))
    return x * ops.power(BIAS + ALPHA * energy, -BETA)


def _narrow(deviation: float) -> Any:
    import keras

    return keras.initializers.TruncatedNormal(stddev=deviation)


def _constant(value: float) -> Any:
    import keras

    return keras.initializers.Constant(value)


ARCHITECTURE = Architecture(
    name="cifar10_cnn",
    title="Small colour pictures, the classic way",
    description=(
        "The network of a well-known tutorial, for colour pictures of about 32×32 pixels with hundreds per label. "
        "Wants patience: its accuracy grows slowly over thousands of steps."
    ),
    origin="TensorFlow's CIFAR-10 tutorial, after Krizhevsky's cuda-convnet (2012)",
    kinds=frozenset({"images"}),
    features=Features.PIXELS,
    build=build,
    num_parameters=1_068_298,
    example_input_shape=(32, 32, 3),
    steps=3000,
    batch_size=128,
    learning_rate=0.001,
    augmentation=Augmentation(flip=True, brightness=63 / 255, contrast=(0.2, 1.8), zoom=0.25),
    least_photos=300,
    sides=(24, 48),
)

"""A small modern residual network for pictures of 32 to 128 pixels, learned from the pixels alone.

A convolution, then three stages that each halve the picture and double the channels, then the mean of what is left.
A stage is one residual block whose short cut halves by averaging before its 1×1 convolution, so that no pixel is
thrown away ("ResNet-D"). From 64 pixels on the first convolution halves, too: what follows then costs a quarter.

Parameters for any size with 3 channels and 10 classes, by hand; a batch normalisation of c channels has 4·c:
first convolution 3·3·3·32 + 4·32 = 992;
a stage from a to c channels 9·a·c + 9·c·c + a·c + 3·4·c: 58,112 + 230,912 + 920,576 for 64, 128 and 256 channels;
dense (256+1)·10 = 2,570. Together 1,213,162.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models import Architecture, Augmentation, Features

if TYPE_CHECKING:
    import keras

HALVED_FROM = 64  # pixels a side
LEAST_SIDE = 8  # leaves one pixel after three halvings
MOMENTUM = 0.9  # of the batch statistics: a run of 500 steps ends long before Keras' 0.99 has forgotten its beginning


def build(input_shape: tuple[int, ...], num_classes: int) -> keras.Model:
    """Pixels (height, width, channels), at least 8×8, to softmax over ``num_classes``."""
    import keras
    from keras import layers

    side = min(input_shape[:2])
    if side < LEAST_SIDE:
        raise ValueError(f"crops have {side} pixels a side, expected at least {LEAST_SIDE}")
    pixels = keras.Input(input_shape, name="pixels")
    x = layers.Rescaling(1 / 127.5, offset=-1.0)(pixels)
    x = layers.Activation("relu")(_convolution(x, 32, 3, strides=2 if side >= HALVED_FROM else 1))
    for num_filters in (64, 128, 256):
        x = _stage(x, num_filters)
    x = layers.GlobalAveragePooling2D()(x)
    x = layers.Dropout(0.2)(x)
    return keras.Model(pixels, layers.Dense(num_classes, activation="softmax")(x), name="small_resnet")


# Keras ships no types for the values that flow through its layers, hence Any below.
def _stage(x: Any, num_filters: int) -> Any:
    from keras import layers

    changed = layers.Activation("relu")(_convolution(x, num_filters, 3, strides=2))
    changed = _convolution(changed, num_filters, 3)
    short_cut = _convolution(layers.AveragePooling2D(2, padding="same")(x), num_filters, 1)
    return layers.Activation("relu")(layers.Add()([changed, short_cut]))


def _convolution(x: Any, num_filters: int, side: int, strides: int = 1) -> Any:
    """A convolution and its batch normalisation, which makes a bias needless."""
    from keras import layers

    convolution = layers.Conv2D(
        num_filters, side, strides, padding="same", use_bias=False, kernel_initializer="he_normal"
    )
    return layers.BatchNormalization(momentum=MOMENTUM)(convolution(x))


ARCHITECTURE = Architecture(
    name="small_resnet",
    title="Small pictures of any kind (residual network)",
    description=(
        "The most accurate of the networks that start from nothing, for pictures of 32 to 128 pixels with a hundred or "
        "more per label. Takes minutes on an ordinary computer."
    ),
    origin="He et al., 2015 (residual networks), with the short cuts of He et al., 2018 (bag of tricks)",
    kinds=frozenset({"faces", "images"}),
    features=Features.PIXELS,
    build=build,
    num_parameters=1_213_162,
    example_input_shape=(32, 32, 3),
    steps=1500,
    batch_size=64,
    learning_rate=0.002,
    augmentation=Augmentation(flip=True, brightness=0.2, contrast=(0.7, 1.4)),
    least_photos=80,
    sides=(24, 160),
    default_for=frozenset({"images"}),
)

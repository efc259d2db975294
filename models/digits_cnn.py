"""The classic two-layer convolutional network for small grey pictures such as handwritten digits.

Parameters for 28×28×1 pixels and 10 classes, by hand: convolutions (5·5·1+1)·32 + (5·5·32+1)·64 = 832 + 51,264;
after two halvings 7·7·64 = 3,136 values, dense (3,136+1)·1,024 + (1,024+1)·10 = 3,212,288 + 10,250.
Together 3,274,634.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from models import Architecture, Features

if TYPE_CHECKING:
    import keras


def build(input_shape: tuple[int, ...], num_classes: int) -> keras.Model:
    """Pixels (height, width, channels), at least 4×4, to softmax over ``num_classes``."""
    import keras
    from keras import layers

    pixels = keras.Input(input_shape, name="pixels")
    x = layers.Rescaling(1 / 255)(pixels)
    for num_filters in (32, 64):
        x = layers.Conv2D(num_filters, 5, padding="same", activation="relu")(x)
        x = layers.MaxPooling2D(2)(x)
    x = layers.Flatten()(x)
    x = layers.Dense(1024, activation="relu")(x)
    x = layers.Dropout(0.5)(x)
    return keras.Model(pixels, layers.Dense(num_classes, activation="softmax")(x), name="digits_cnn")


ARCHITECTURE = Architecture(
    name="digits_cnn",
    title="Digits and other small grey pictures",
    description="Made for small grey pictures of about 28×28 pixels, such as handwritten digits. Trains in a minute.",
    origin="LeNet-style network of TensorFlow's 'Deep MNIST for Experts' tutorial",
    kinds=frozenset({"images"}),
    features=Features.PIXELS,
    build=build,
    num_parameters=3_274_634,
    example_input_shape=(28, 28, 1),
    steps=600,
    batch_size=64,
    learning_rate=0.001,
    least_photos=50,
    sides=(16, 48),
    default_for=frozenset({"small_grey_images"}),
)

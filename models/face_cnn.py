"""A convolutional network that learns faces, or any colour pictures, from the pixels alone.

Parameters for 96×96×3 pixels and 10 classes, by hand:
convolutions (3·3·3+1)·16 + (3·3·16+1)·32 + (3·3·32+1)·64 + (3·3·64+1)·128 = 448 + 4,640 + 18,496 + 73,856;
after four halvings 6·6·128 = 4,608 values, dense (4,608+1)·512 + (512+1)·1,024 + (1,024+1)·10.
Together 97,440 + 2,359,808 + 525,312 + 10,250 = 2,992,810.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from models import Architecture, Augmentation, Features

if TYPE_CHECKING:
    import keras


def build(input_shape: tuple[int, ...], num_classes: int) -> keras.Model:
    """Pixels (height, width, channels), at least 16×16, to softmax over ``num_classes``."""
    import keras
    from keras import layers

    pixels = keras.Input(input_shape, name="pixels")
    x = layers.Rescaling(1 / 127.5, offset=-1.0)(pixels)
    for num_filters in (16, 32, 64, 128):
        x = layers.Conv2D(num_filters, 3, padding="same", activation="relu")(x)
        x = layers.MaxPooling2D(2)(x)
    x = layers.Flatten()(x)
    x = layers.Dense(512, activation="relu")(x)
    x = layers.Dense(1024, activation="relu")(x)
    x = layers.Dropout(0.3)(x)  # keeps 0.7
    return keras.Model(pixels, layers.Dense(num_classes, activation="softmax")(x), name="face_cnn")


ARCHITECTURE = Architecture(
    name="face_cnn",
    title="Learn from the pixels (colour network)",
    description=(
        "Learns everything from your photos, so it wants many: hundreds per person. "
        "On an ordinary computer 1,500 steps take ten to twenty minutes."
    ),
    origin="Four-layer convolutional network in the manner of the TensorFlow image classification tutorials",
    kinds=frozenset({"faces", "images"}),
    features=Features.PIXELS,
    build=build,
    num_parameters=2_992_810,
    example_input_shape=(96, 96, 3),
    steps=1500,
    batch_size=100,
    learning_rate=0.001,
    augmentation=Augmentation(flip=True, brightness=0.5, contrast=(0.2, 2.0), hue=0.08, saturation=(0.2, 2.0)),
    least_photos=200,
    sides=(64, 512),
)

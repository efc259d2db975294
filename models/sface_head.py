"""A small head on the frozen SFace embedding: recognises people from a handful of photos each.

Parameters for 10 classes, by hand: dense (128+1)·128 + (128+1)·10 = 16,512 + 1,290 = 17,802.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from models import Architecture, Features

if TYPE_CHECKING:
    import keras

EMBEDDING_LENGTH = 128  # SFace: https://github.com/opencv/opencv_zoo/tree/main/models/face_recognition_sface


def build(input_shape: tuple[int, ...], num_classes: int) -> keras.Model:
    """An embedding (128,) of any length to softmax over ``num_classes``."""
    import keras
    from keras import layers

    embedding = keras.Input(input_shape, name="embedding")
    x = layers.UnitNormalization()(embedding)  # SFace compares directions; the length says nothing about the person
    x = layers.Rescaling(math.sqrt(EMBEDDING_LENGTH))(x)  # back to about one per number, where the default steps fit
    x = layers.Dropout(0.5)(x)  # with few photos a head on all numbers at once learns the photos, not the people
    x = layers.Dense(128, activation="relu")(x)
    x = layers.Dropout(0.5)(x)
    return keras.Model(embedding, layers.Dense(num_classes, activation="softmax")(x), name="sface_head")


ARCHITECTURE = Architecture(
    name="sface_head",
    title="Recognise people from few photos",
    description=(
        "Builds on a network that already knows faces, so ten photos per person are enough. Trains in seconds. "
        "The best choice for photos of people."
    ),
    origin="SFace (Zhong et al., 2021), embedding frozen, with a dense head",
    kinds=frozenset({"faces"}),
    features=Features.EMBEDDING,
    build=build,
    num_parameters=17_802,
    example_input_shape=(EMBEDDING_LENGTH,),
    steps=400,
    batch_size=64,
    learning_rate=0.001,
    least_photos=5,
    default_for=frozenset({"faces"}),
)

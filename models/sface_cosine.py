"""A cosine head on the frozen SFace embedding: one direction per person, for very few photos of each.

A face belongs to the person whose direction it points in most nearly. Directions are all there is to learn, 128 numbers
per person, so that two or three photos of each are enough and nobody is preferred for having more of them.

Parameters for 10 classes, by hand: directions 128·10 = 1,280.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from models import Architecture, Features

if TYPE_CHECKING:
    import keras

EMBEDDING_LENGTH = 128  # SFace: https://github.com/opencv/opencv_zoo/tree/main/models/face_recognition_sface
SCALE = 16.0  # cosines lie between -1 and 1; without it the likeliest of many people could never be said to be likely


def build(input_shape: tuple[int, ...], num_classes: int) -> keras.Model:
    """An embedding (128,) of any length to softmax over ``num_classes``."""
    import keras
    from keras import layers

    embedding = keras.Input(input_shape, name="embedding")
    x = layers.UnitNormalization()(embedding)
    x = layers.Dropout(0.2)(x)
    cosines = layers.Dense(num_classes, use_bias=False, kernel_constraint=keras.constraints.UnitNorm(axis=0))(x)
    x = layers.Softmax()(layers.Rescaling(SCALE)(cosines))
    return keras.Model(embedding, x, name="sface_cosine")


ARCHITECTURE = Architecture(
    name="sface_cosine",
    title="Recognise people from very few photos",
    description=(
        "Like the recommended network for people, with even less to learn: works from two or three photos per person, "
        "and with very different numbers of them. Trains in seconds."
    ),
    origin="SFace (Zhong et al., 2021), embedding frozen, with the normalised head of Wang et al., 2017 (NormFace)",
    kinds=frozenset({"faces"}),
    features=Features.EMBEDDING,
    build=build,
    num_parameters=1_280,
    example_input_shape=(EMBEDDING_LENGTH,),
    steps=300,
    batch_size=64,
    learning_rate=0.01,
)

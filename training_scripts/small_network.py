"""A small network for pieces of faces: built, fitted on pictures drawn anew each epoch, written with 16-bit weights."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

BATCH_SIZE = 64
PER_EPOCH = 1536  # pictures
SMOOTHING = 0.02  # of answers: a few were hard to tell by eye
LEARNING_RATE, WEIGHT_DECAY = 2e-3, 1e-3
BATCH_MEMORY = 0.9  # of the means that batch normalization keeps: a training of a few hundred steps outruns Keras' 0.99

Pictures = NDArray[np.uint8]
Answers = NDArray[np.float32]
DrawEpoch = Callable[[np.random.Generator], tuple[Pictures, Answers]]
Model = Any  # a Keras model; Keras is imported late


def build_network(size_wh: tuple[int, int]) -> Model:
    """(n, height, width, 3) RGB of 0 to 255 to (n, 1) likelihoods; some 50,000 numbers."""
    import keras
    from keras import layers

    taken = keras.Input((size_wh[1], size_wh[0], 3))
    x = layers.Rescaling(1 / 127.5, offset=-1)(taken)
    for filters in (16, 32, 48, 64):
        x = layers.Conv2D(filters, 3, strides=2, padding="same", use_bias=False)(x)
        x = layers.ReLU()(layers.BatchNormalization(momentum=BATCH_MEMORY)(x))
    x = layers.Dropout(0.3)(layers.GlobalAveragePooling2D()(x))
    return keras.Model(taken, layers.Dense(1, activation="sigmoid")(x))


def train(size_wh: tuple[int, int], draw_epoch: DrawEpoch, epochs: int, seed: int) -> Model:
    """Train one network on ``epochs`` times what ``draw_epoch`` gives."""
    import keras

    keras.utils.set_random_seed(seed)
    rng = np.random.default_rng(seed)
    model = build_network(size_wh)
    rate = keras.optimizers.schedules.CosineDecay(LEARNING_RATE, epochs * PER_EPOCH // BATCH_SIZE)
    loss = keras.losses.BinaryCrossentropy(label_smoothing=SMOOTHING)
    model.compile(keras.optimizers.AdamW(rate, weight_decay=WEIGHT_DECAY), loss)
    for epoch in range(epochs):
        pictures, answers = draw_epoch(rng)
        history = model.fit(pictures, answers, batch_size=BATCH_SIZE, verbose=0)
        if epoch % 5 == 4:
            show(f"epoch {epoch + 1} of {epochs}: loss {history.history['loss'][0]:.3f}")
    return model


def to_litert(model: Model) -> bytes:
    """The network as LiteRT runs it, with weights of 16 bits."""
    import tensorflow as tf

    converter = tf.lite.TFLiteConverter.from_keras_model(model)
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    converter.target_spec.supported_types = [tf.float16]
    return bytes(converter.convert())


def show(line: str) -> None:
    """Print at once, also into a pipe."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()

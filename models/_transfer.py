"""What networks that build on a trained one share: a body that has learned to see, and a small head that is learned.

The model is two nested ones, :data:`BODY` (pixels to features) and :data:`HEAD` (features to softmax), so that the
features of a photo can be computed once and the head be trained on them. A fresh model holds random weights in both;
:func:`load_weights` brings the body to ImageNet's. The base always computes as it does when predicting, and its batch
normalisation never learns: a few photos would spoil the statistics that a million taught it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from models import Architecture, Augmentation, Features, Pretrained, Scaling

if TYPE_CHECKING:
    import keras

BODY, HEAD = "body", "head"
EXAMPLE_INPUT_SHAPE = (128, 128, 3)


def transfer_architecture(
    *, name: str, title: str, description: str, origin: str, num_parameters: int, pretrained: Pretrained
) -> Architecture:
    """The plug-in of a network that builds on ``pretrained``, with the defaults they share."""
    return Architecture(
        name=name,
        title=title,
        description=description,
        origin=origin,
        kinds=frozenset({"faces", "images"}),
        features=Features.PIXELS,
        build=lambda input_shape, num_classes: build(pretrained, input_shape, num_classes),
        num_parameters=num_parameters,
        example_input_shape=EXAMPLE_INPUT_SHAPE,
        steps=300,
        batch_size=32,
        learning_rate=0.001,
        augmentation=Augmentation(flip=True, brightness=0.1, contrast=(0.8, 1.25)),
        pretrained=pretrained,
        least_photos=10,
        sides=(64, 512),
    )


def build(pretrained: Pretrained, input_shape: tuple[int, ...], num_classes: int) -> keras.Model:
    """Pixels (height, width, 1 or 3) of any size to softmax over ``num_classes``; only the head learns at first."""
    import keras
    from keras import layers

    pixels = keras.Input(input_shape, name="pixels")
    base = _application(pretrained, weights=None)
    body = keras.Model(pixels, base(_as_wanted(pixels, pretrained), training=False), name=BODY)
    body.trainable = False
    features = keras.Input(body.output_shape[1:], name="features")
    answer = layers.Dense(num_classes, activation="softmax")(layers.Dropout(0.2)(features))
    head = keras.Model(features, answer, name=HEAD)
    model = keras.Model(pixels, head(body(pixels)))
    model.name = pretrained.application
    return model


def load_weights(model: keras.Model, pretrained: Pretrained) -> None:
    """Bring the body of a model to the weights learned from ImageNet, which Keras downloads unless it has them.

    Raises:
        Exception: the file cannot be had; Keras has no type of its own for that.
    """
    trained = _application(pretrained, weights="imagenet")
    base_of(model).set_weights(trained.get_weights())


def base_of(model: keras.Model) -> keras.Model:
    """The network of ``keras.applications`` inside a model."""
    import keras

    return next(layer for layer in model.get_layer(BODY).layers if isinstance(layer, keras.Model))


def unfreeze(model: keras.Model, first_layer: str | None) -> None:
    """Let the base learn from ``first_layer`` to its end, or all of it; batch normalisation stays as it is."""
    from keras import layers

    model.get_layer(BODY).trainable = True
    has_begun = first_layer is None
    for layer in base_of(model).layers:
        has_begun = has_begun or layer.name == first_layer
        layer.trainable = has_begun and not isinstance(layer, layers.BatchNormalization)


def _application(pretrained: Pretrained, weights: str | None) -> keras.Model:
    import keras

    define = getattr(keras.applications, pretrained.application)
    shape = (pretrained.side, pretrained.side, 3)
    return define(input_shape=shape, include_top=False, pooling="avg", weights=weights)


def _as_wanted(pixels: Any, pretrained: Pretrained) -> Any:  # Keras ships no types for what flows through its layers
    from keras import layers, ops

    x = layers.Concatenate()([pixels] * 3) if pixels.shape[-1] == 1 else pixels
    if x.shape[1:3] != (pretrained.side, pretrained.side):
        x = layers.Resizing(pretrained.side, pretrained.side)(x)
    match pretrained.scaling:
        case Scaling.NONE:
            return x
        case Scaling.AROUND_ZERO:
            return layers.Rescaling(1 / 127.5, offset=-1.0)(x)
        case Scaling.IMAGENET_MEANS:
            means_rgb = [123.68, 116.779, 103.939]  # as in keras.applications.imagenet_utils
            return ops.flip(layers.Rescaling(1.0, offset=[-mean for mean in means_rgb])(x), axis=-1)

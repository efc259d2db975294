"""Brings a network that builds on a trained one to its weights, and says what to do where they cannot be had."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.errors import WeightsError
from engine.settings import keras_home
from models import Architecture
from models._transfer import load_weights

if TYPE_CHECKING:
    import keras


def load_pretrained(model: keras.Model, architecture: Architecture) -> None:
    """Load the trained weights of a fresh model's body; Keras downloads them the first time.

    Raises:
        WeightsError: they are not here and cannot be downloaded, or the file is damaged.
    """
    pretrained = architecture.pretrained
    if pretrained is None:
        return
    file = keras_home() / "models" / pretrained.weights_file
    try:
        load_weights(model, pretrained)
    except Exception as error:  # Keras has no type of its own for a failed download
        if file.exists():
            raise WeightsError(
                f"The trained weights that '{architecture.name}' builds on are damaged ({error}). "
                f"Expected a whole file {file}: delete it, so that it is downloaded again, and resume."
            ) from error
        raise WeightsError(
            f"'{architecture.name}' builds on trained weights that are not on this computer and could not be "
            f"downloaded ({error}). Connect it to the internet and resume, or put the file '{pretrained.weights_file}' "
            f"into the folder {file.parent}."
        ) from error

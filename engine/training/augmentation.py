"""Changes training crops at random, a whole batch at a time, in numpy: the same on every Keras backend.

Every colour change is linear in the pixels, so brightness, contrast, hue and saturation together are one 3×3 matrix
and one offset per crop, and cost one pass over the batch.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from models import Augmentation

Float32 = NDArray[np.float32]

# RGB to brightness and two colour axes (YIQ, NTSC 1953), in which hue is a turn and saturation a scale.
RGB_TO_YIQ = np.array(
    [[0.299, 0.587, 0.114], [0.595716, -0.274453, -0.321263], [0.211456, -0.522591, 0.311135]], np.float64
)
YIQ_TO_RGB = np.linalg.inv(RGB_TO_YIQ)


def augment(crops: NDArray[np.uint8], augmentation: Augmentation, rng: np.random.Generator) -> Float32:
    """Change each crop by its own draw.

    Args:
        crops: (n, height, width, channels) uint8.

    Returns:
        (n, height, width, channels) float32, 0 to 255. Hue and saturation leave grey crops (1 channel) alone.
    """
    num_crops, height, width, channels = crops.shape
    pixels = _flip(crops, rng) if augmentation.flip else crops
    if _keeps_colours(augmentation):
        return pixels.astype(np.float32)
    matrices, offsets = _colour_changes(pixels, augmentation, rng)
    flat = pixels.reshape(num_crops, height * width, channels).astype(np.float32)
    changed: Float32 = np.matmul(flat, matrices.transpose(0, 2, 1))
    changed += offsets[:, np.newaxis, :]
    np.clip(changed, 0.0, 255.0, out=changed)
    return changed.reshape(crops.shape)


def hue_saturation_matrix(turn_radians: NDArray[np.float64], saturation: NDArray[np.float64]) -> NDArray[np.float64]:
    """(n, 3, 3): turns the colours of an RGB column round the grey axis and scales them away from it; grey stays."""
    in_yiq = np.zeros((len(turn_radians), 3, 3))
    in_yiq[:, 0, 0] = 1.0
    in_yiq[:, 1, 1] = in_yiq[:, 2, 2] = saturation * np.cos(turn_radians)
    in_yiq[:, 2, 1] = saturation * np.sin(turn_radians)
    in_yiq[:, 1, 2] = -in_yiq[:, 2, 1]
    matrices: NDArray[np.float64] = YIQ_TO_RGB @ in_yiq @ RGB_TO_YIQ
    return matrices


def _colour_changes(
    pixels: NDArray[np.uint8], augmentation: Augmentation, rng: np.random.Generator
) -> tuple[Float32, Float32]:
    """Draw for each crop a matrix (n, channels, channels) and an offset (n, channels).

    A pixel x of a crop with mean m becomes colour · (contrast · (x - m) + m + brightness) = matrix · x + offset.
    """
    num_crops, height, width, channels = pixels.shape
    brightness = 255 * rng.uniform(-augmentation.brightness, augmentation.brightness, (num_crops, 1))
    contrast = rng.uniform(*augmentation.contrast, (num_crops, 1))
    turn_radians = 2 * math.pi * rng.uniform(-augmentation.hue, augmentation.hue, (num_crops,))
    saturation = rng.uniform(*augmentation.saturation, (num_crops,))
    colour = hue_saturation_matrix(turn_radians, saturation) if channels == 3 else np.eye(channels)[np.newaxis]
    means = pixels.reshape(num_crops, height * width, channels).mean(axis=1, dtype=np.float32)
    matrices = contrast[:, :, np.newaxis] * colour
    offsets = np.matmul(colour, ((1 - contrast) * means + brightness)[:, :, np.newaxis])[:, :, 0]
    return matrices.astype(np.float32), offsets.astype(np.float32)


def _flip(crops: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    chosen = rng.random(len(crops)) < 0.5
    flipped = crops.copy()
    flipped[chosen] = crops[chosen, :, ::-1]
    return flipped


def _keeps_colours(augmentation: Augmentation) -> bool:
    return (
        augmentation.brightness == 0
        and augmentation.hue == 0
        and (augmentation.contrast == augmentation.saturation == (1.0, 1.0))
    )

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

COVER = 127.5  # the grey of a covered square: the middle of the range, which most networks turn into 0

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
    pixels = _flip(crops, rng) if augmentation.flip else crops
    if augmentation.zoom or augmentation.rotation:
        pixels = _warp(pixels, augmentation, rng)
    changed = pixels.astype(np.float32) if _keeps_colours(augmentation) else _recolour(pixels, augmentation, rng)
    if augmentation.cutout:
        _cover(changed, augmentation.cutout, rng)
    return changed


def warp_matrix(size_wh: tuple[int, int], turn_degrees: float, scale: float, place_xy: tuple[float, float]) -> Float32:
    """(2, 3): from pixels of the changed crop to those of the original, as OpenCV's inverse map.

    Args:
        turn_degrees: counter-clockwise as seen.
        scale: side of the part that is shown, as a share of the crop's; 1 shows all of it.
        place_xy: where that part lies, each 0 (left, top) to 1 (right, bottom).
    """
    cos, sin = scale * math.cos(math.radians(turn_degrees)), scale * math.sin(math.radians(turn_degrees))
    turn = np.array([[cos, -sin], [sin, cos]])
    middle = (np.array(size_wh, np.float64) - 1) / 2
    shift = (1 - scale) * (np.array(place_xy) - 0.5) * size_wh
    return np.column_stack([turn, middle + shift - turn @ middle]).astype(np.float32)


def mixing_shares(count: int, mixup: float, rng: np.random.Generator) -> Float32:
    """(count,) what each example keeps of itself, drawn from Beta(mixup, mixup)."""
    return rng.beta(mixup, mixup, count).astype(np.float32)


def _recolour(pixels: NDArray[np.uint8], augmentation: Augmentation, rng: np.random.Generator) -> Float32:
    num_crops, height, width, channels = pixels.shape
    matrices, offsets = _colour_changes(pixels, augmentation, rng)
    flat = pixels.reshape(num_crops, height * width, channels).astype(np.float32)
    changed: Float32 = np.matmul(flat, matrices.transpose(0, 2, 1))
    changed += offsets[:, np.newaxis, :]
    np.clip(changed, 0.0, 255.0, out=changed)
    return changed.reshape(pixels.shape)


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


def _warp(crops: NDArray[np.uint8], augmentation: Augmentation, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Turn each crop and show a part of it; what lies outside is mirrored in."""
    import cv2

    num_crops, height, width, _ = crops.shape
    turns = rng.uniform(-augmentation.rotation, augmentation.rotation, (num_crops,))
    scales = rng.uniform(1 - augmentation.zoom, 1, (num_crops,))
    warped = np.empty_like(crops)
    for place, (x, y) in enumerate(rng.random((num_crops, 2))):
        matrix = warp_matrix((width, height), turns[place], scales[place], (x, y))
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        moved = cv2.warpAffine(crops[place], matrix, (width, height), flags=flags, borderMode=cv2.BORDER_REFLECT_101)
        warped[place] = moved.reshape(height, width, -1)  # OpenCV drops the only channel of a grey crop
    return warped


def _cover(crops: Float32, share: float, rng: np.random.Generator) -> None:
    """Cover a square of each crop, which may lie half outside, in place."""
    num_crops, height, width, _ = crops.shape
    half = max(1, round(share * min(height, width))) / 2
    for crop, (x, y) in zip(crops, rng.random((num_crops, 2)) * (width, height), strict=True):
        top, left = max(0, round(y - half)), max(0, round(x - half))
        crop[top : round(y + half), left : round(x + half)] = COVER


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

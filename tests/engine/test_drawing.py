"""A drawing becomes a picture as MNIST's are: in a box of 20 × 20, its centre of mass in the middle of 28 × 28."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from engine.drawing import centre_by_mass, drawing_png, fit_into_box
from engine.errors import BadInput, UnreadablePhoto


def _canvas(top: int, bottom: int, left: int, right: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """A black canvas of 280 × 280 with one white rectangle."""
    canvas = np.zeros((280, 280), np.uint8)
    canvas[top:bottom, left:right] = 255
    return canvas


def _png(pixels: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> bytes:
    buffer = BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("rectangle", "shape"),
    [((10, 210, 30, 130), (20, 10)), ((0, 30, 0, 280), (2, 20)), ((5, 6, 7, 8), (20, 20)), ((0, 280, 9, 10), (20, 1))],
)
def test_the_longer_side_is_20_and_the_proportions_stay(
    rectangle: tuple[int, int, int, int], shape: tuple[int, int]
) -> None:
    box = fit_into_box(_canvas(*rectangle))
    assert box.shape == shape
    assert (box == 255).all()


def test_a_faint_smudge_does_not_widen_the_box() -> None:
    canvas = _canvas(100, 140, 100, 140)
    canvas[0, 0] = 20
    assert fit_into_box(canvas).shape == (20, 20)


def test_an_edge_between_two_pixels_becomes_grey() -> None:
    canvas = _canvas(0, 40, 0, 40)
    canvas[:, 39] = 0
    canvas[0, 39] = 255  # the box stays 40 wide: two columns of the canvas make one of the picture
    box = fit_into_box(canvas)
    assert box[10, 18] == 255
    assert box[10, 19] in (127, 128)


def test_a_rectangle_lies_in_the_middle() -> None:
    field = centre_by_mass(np.full((20, 10), 255, np.uint8))
    rows, columns = np.nonzero(field)
    assert (rows.min(), rows.max(), columns.min(), columns.max()) == (4, 23, 9, 18)


def test_the_centre_of_mass_lies_in_the_middle_not_the_centre_of_the_box() -> None:
    drawn = np.zeros((20, 20), np.uint8)
    drawn[0:4] = 200  # the mass lies at row 2.0: the box moves down by 12, and 8 is all there is room for
    drawn[16:20, 8:12] = 200  # with this foot it lies at (2 × 80 + 18 × 16) / 96 = 4.67, a shift by 9.33
    assert np.nonzero(centre_by_mass(drawn))[0].min() == 8
    drawn[4:20, 8:12] = 200  # a T: (2 × 80 + 12 × 64) / 144 = 6.44, a shift by 7.56
    rows, columns = np.nonzero(centre_by_mass(drawn))
    assert (rows.min(), columns.min()) == (8, 4)
    middle = (rows + 0.5).mean(), (columns + 0.5).mean()
    assert abs(middle[0] - 14) <= 0.5
    assert middle[1] == 14


def test_a_canvas_becomes_a_grey_png_white_on_black() -> None:
    with Image.open(BytesIO(drawing_png(_png(_canvas(10, 210, 30, 130))))) as picture:
        assert (picture.format, picture.mode, picture.size) == ("PNG", "L", (28, 28))
        pixels = np.asarray(picture)
    assert pixels[14, 14] == 255
    assert pixels.sum() == 20 * 10 * 255
    assert pixels[:4].sum() == 0


def test_the_same_drawing_elsewhere_on_the_canvas_is_the_same_picture() -> None:
    assert drawing_png(_png(_canvas(10, 210, 30, 130))) == drawing_png(_png(_canvas(60, 260, 150, 250)))


def test_an_empty_canvas_is_told() -> None:
    with pytest.raises(BadInput, match="Nothing is drawn yet"):
        drawing_png(_png(np.zeros((280, 280), np.uint8)))


def test_what_is_no_picture_is_told() -> None:
    with pytest.raises(UnreadablePhoto, match="not a picture"):
        drawing_png(b"no picture")

"""A photo with a box round each face. The boxes lie over the picture, so that no pixel is redrawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import escape

import streamlit as st

STYLE = """
<style>
.facet-photo { display: block; margin: 0; max-width: 100%; position: relative; }
.facet-photo img { border-radius: 10px; display: block; width: 100%; }
.facet-photo .box { border: 3px solid #2fd16b; border-radius: 4px; box-shadow: 0 0 0 1px rgba(0,0,0,.55);
  position: absolute; }
.facet-photo .box span { background: #0b6b33; border-radius: 4px; bottom: 100%; color: #fff; font-size: .8rem;
  font-weight: 600; left: -3px; line-height: 1; margin-bottom: 3px; padding: 4px 7px; position: absolute;
  white-space: nowrap; }
.facet-photo .box.near-top span { bottom: auto; margin: 3px 0 0; top: 100%; }
.facet-photo .box.given { border: 3px dashed #f5a623; }
.facet-legend { display: flex; flex-wrap: wrap; font-size: .85rem; gap: 4px 18px; margin: 6px 0 0; }
.facet-legend i { border: 3px solid #2fd16b; border-radius: 4px; box-shadow: 0 0 0 1px rgba(0,0,0,.55);
  display: inline-block; height: 14px; margin-right: 6px; vertical-align: -2px; width: 22px; }
.facet-legend i.given { border: 3px dashed #f5a623; }
</style>
"""
NEAR_TOP = 0.08  # a box that begins this close to the upper edge has its words below


class BoxOrigin(StrEnum):
    """Who says that a face is there; the value is what the legend says."""

    FOUND = "found here"
    GIVEN = "given by the list"


@dataclass(frozen=True)
class FaceBox:
    """One box.

    Attributes:
        box_ltrb: left, top, right, bottom in pixels of the upright photo.
        caption: words at the box, such as ``"Kim 97.1 %"``.
        origin: a given box is dashed and orange, and there is a legend then.
    """

    box_ltrb: tuple[float, float, float, float]
    caption: str = ""
    origin: BoxOrigin = BoxOrigin.FOUND


def face_boxes(
    image_url: str, size_wh: tuple[int, int], boxes: Sequence[FaceBox], *, alt: str, max_width_px: int = 900
) -> None:
    """Show a photo and its boxes.

    Args:
        image_url: from ``pages.routes``, or a data URL.
        size_wh: width and height of the upright photo that the boxes refer to; the picture shown may be smaller.
        alt: what the photo shows, for those who do not see it.
    """
    st.html(STYLE + boxes_html(image_url, size_wh, boxes, alt=alt, max_width_px=min(max_width_px, size_wh[0])))


def boxes_html(
    image_url: str, size_wh: tuple[int, int], boxes: Sequence[FaceBox], *, alt: str, max_width_px: int
) -> str:
    """The photo and its boxes as HTML, positions in percent of the picture."""
    drawn = "".join(_box(box, size_wh) for box in boxes)
    return (
        f'<figure class="facet-photo" style="width:{max_width_px}px">'
        f'<img src="{escape(image_url)}" alt="{escape(alt)}">{drawn}</figure>{_legend(boxes)}'
    )


def _legend(boxes: Sequence[FaceBox]) -> str:
    origins = {box.origin for box in boxes}
    if BoxOrigin.GIVEN not in origins:
        return ""
    shown = [
        f'<span><i class="{origin.name.lower()}"></i>Face {origin}</span>' for origin in BoxOrigin if origin in origins
    ]
    return f'<div class="facet-legend">{"".join(shown)}</div>'


def _box(box: FaceBox, size_wh: tuple[int, int]) -> str:
    left, top, right, bottom = box.box_ltrb
    width, height = size_wh
    place = {
        "left": left / width,
        "top": top / height,
        "width": (right - left) / width,
        "height": (bottom - top) / height,
    }
    style = ";".join(f"{name}:{100 * share:.2f}%" for name, share in place.items())
    words = f"<span>{escape(box.caption)}</span>" if box.caption else ""
    looks = [" near-top"] if place["top"] < NEAR_TOP else []
    looks += [" given"] if box.origin is BoxOrigin.GIVEN else []
    return f'<div class="box{"".join(looks)}" style="{style}">{words}</div>'

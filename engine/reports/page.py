"""Writes a report as one HTML page that needs nothing else: pictures inside, no scripts, nothing fetched."""

from __future__ import annotations

import base64
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path

import jinja2
from PIL import Image

from engine.charts.palette import KEPT, REJECTED, UNDECIDED
from engine.errors import EngineError
from engine.kinds import Verdict
from engine.reports.gathering import Report
from engine.settings import Settings
from engine.thumbnails import thumbnail_file

TEMPLATE = "page.html.jinja"
PICTURE_SIDE, JPEG_QUALITY = 144, 75
COLOURS = {Verdict.KEPT: KEPT, Verdict.REJECTED: REJECTED, Verdict.UNDECIDED: UNDECIDED}


def render_report(settings: Settings, report: Report, *, made: datetime) -> str:
    """The page as text; a photo that cannot be shown is told in words."""

    def picture(sha256: str) -> str:
        return _data_url(settings, sha256)

    template = _environment().get_template(TEMPLATE)
    return template.render(
        report=report, made=made.strftime("%Y-%m-%d %H:%M"), picture=picture, colours=COLOURS, Verdict=Verdict
    )


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        autoescape=True,  # names of people and files are anybody's text
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _data_url(settings: Settings, sha256: str) -> str:
    """A small JPEG of a photo for ``src``; empty when there is none."""
    try:
        file = thumbnail_file(settings, sha256)
        with Image.open(file) as image:
            image.thumbnail((PICTURE_SIDE, PICTURE_SIDE))
            buffer = BytesIO()
            image.convert("RGB").save(buffer, "JPEG", quality=JPEG_QUALITY)
    except (EngineError, OSError):  # the photo is damaged, or its file is gone
        return ""
    return f"data:image/jpeg;base64,{base64.b64encode(buffer.getvalue()).decode('ascii')}"

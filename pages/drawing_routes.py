"""Takes a drawing from the canvas and adds it to a dataset before the pen touches the canvas again."""

from __future__ import annotations

import base64
import binascii
from datetime import datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from engine.additions import add_photo, take_back
from engine.catalog import open_catalog
from engine.catalog.datasets import get_dataset
from engine.drawing import drawing_png
from engine.errors import BadInput
from engine.kinds import Kind
from engine.settings import Settings
from pages.upload_routes import Document, guarded, read_document, text_of

MAX_DRAWING_BYTES = 1 << 20  # a canvas of 280 × 280 as PNG takes about 10 KB


def drawing_routes(settings: Settings) -> list[Route]:
    """The routes that add a drawing to a dataset of ``settings.home``, and take one back."""

    async def add(request: Request) -> Response:
        asked = await read_document(request, MAX_DRAWING_BYTES)
        return JSONResponse(await run_in_threadpool(_add, settings, asked))

    async def remove(request: Request) -> Response:
        asked = await read_document(request, MAX_DRAWING_BYTES)
        await run_in_threadpool(_remove, settings, asked)
        return JSONResponse({})

    return [
        Route("/drawing", guarded(settings, add), methods=["POST"]),
        Route("/drawing", guarded(settings, remove), methods=["DELETE"]),
    ]


def _add(settings: Settings, asked: Document) -> Document:
    picture = drawing_png(_decoded(text_of(asked, "picture")))
    added = add_photo(
        settings,
        open_catalog(settings),
        picture,
        dataset_name=text_of(asked, "dataset"),
        kind=Kind.IMAGES,
        label=text_of(asked, "label"),
        source_name="draw",
        now=datetime.now().astimezone(),
    )
    shown = base64.b64encode(picture).decode()
    return {"sha256": added.sha256, "label": added.label, "count": added.num_of_label, "picture": shown}


def _remove(settings: Settings, asked: Document) -> None:
    catalog = open_catalog(settings)
    take_back(settings, catalog, get_dataset(catalog, text_of(asked, "dataset")), text_of(asked, "sha256"))


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        raise BadInput("The canvas sent no picture. Load the page again.") from None

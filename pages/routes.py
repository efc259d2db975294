"""Serves thumbnails, photos and crops by URL, so that a grid of hundreds loads like a web page. No page runs here."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from engine import snapshots, thumbnails
from engine.errors import EngineError
from engine.settings import Settings

SHA256_PATTERN = re.compile(r"[0-9a-f]{64}")
SNAPSHOT_ID_PATTERN = re.compile(r"[a-z0-9-]+")
PHOTO_MAX_SIDE = 1280
# A photo's bytes never change under its hash; a day lets an erased photo leave the browser's cache.
CACHE_FOR_A_DAY = {"Cache-Control": "private, max-age=86400, immutable"}

Answer = Callable[[Request], Response]


def thumb_url(sha256: str) -> str:
    """The URL of a photo's thumbnail."""
    return f"/thumb/{sha256}"


def photo_url(sha256: str) -> str:
    """The URL of a photo as an upright JPEG of at most 1280 pixels a side."""
    return f"/photo/{sha256}"


def crop_url(snapshot_id: str, sha256: str) -> str:
    """The URL of a photo's crop in a snapshot."""
    return f"/crop/{snapshot_id}/{sha256}"


def photo_routes(settings: Settings) -> list[Route]:
    """The routes for photos of ``settings.home``; an id of another shape, or of no photo, is answered with 404."""

    def thumb(request: Request) -> Response:
        return _file(thumbnails.thumbnail_file(settings, request.path_params["sha256"]))

    def photo(request: Request) -> Response:
        jpeg = thumbnails.photo_jpeg(settings, request.path_params["sha256"], max_side=PHOTO_MAX_SIDE)
        return Response(jpeg, media_type="image/jpeg", headers=CACHE_FOR_A_DAY)

    def crop(request: Request) -> Response:
        snapshot = snapshots.open_snapshot(settings, request.path_params["snapshot"])
        return _file(snapshot.crop_file(request.path_params["sha256"]))

    return [
        Route("/thumb/{sha256}", _guarded(thumb)),
        Route("/photo/{sha256}", _guarded(photo)),
        Route("/crop/{snapshot}/{sha256}", _guarded(crop)),
    ]


def _guarded(answer: Answer) -> Callable[[Request], object]:
    async def endpoint(request: Request) -> Response:
        if not _ids_are_valid(request.path_params):
            return PlainTextResponse("Not found", status_code=404)
        try:
            return await run_in_threadpool(answer, request)
        except (EngineError, OSError):  # erased, moved or damaged since the page was drawn: the picture is gone
            return PlainTextResponse("Not found", status_code=404)

    return endpoint


def _ids_are_valid(path_params: dict[str, str]) -> bool:
    snapshot_id = path_params.get("snapshot", "none")
    return bool(SHA256_PATTERN.fullmatch(path_params["sha256"]) and SNAPSHOT_ID_PATTERN.fullmatch(snapshot_id))


def _file(file: Path) -> Response:
    if not file.is_file():
        return PlainTextResponse("Not found", status_code=404)
    return FileResponse(file, headers=CACHE_FOR_A_DAY)

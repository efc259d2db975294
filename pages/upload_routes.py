"""Takes files from the browser by HTTP and streams them to disk; Streamlit's own uploader keeps them in memory.

Only a page of this app may send: its requests carry the token it was given, in a header that a foreign page cannot set
without this server's leave, and browsers say themselves where a request comes from.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from engine import jobs, uploads
from engine.errors import BadInput, DiskFull, EngineError, NotFound
from engine.kinds import Kind
from engine.settings import Settings
from engine.uploads import PieceReader, Upload
from engine.uploads.finishing import import_command

TOKEN_HEADER = "X-Facet-Token"
CHUNK_BYTES = 1 << 20  # written at once, in a thread: a slow disk must not hold up the pages
MAX_DOCUMENT_BYTES = 64 << 20  # paths of a million files that are to be left out

Endpoint = Callable[[Request], Awaitable[Response]]
Document = dict[str, Any]  # JSON of the browser, checked where it is read
STATUS = {BadInput: 400, NotFound: 404, DiskFull: 507}


class Forbidden(EngineError):
    """A request that no page of this app has sent."""


def upload_routes(settings: Settings, reserve: int = uploads.RESERVE_BYTES) -> list[Route]:
    """The routes that take uploads into ``settings.home`` and leave ``reserve`` bytes of the disk free."""

    async def begin(request: Request) -> Response:
        asked = await read_document(request)
        return JSONResponse(await run_in_threadpool(_begin, settings, asked, reserve))

    async def pieces(request: Request) -> Response:
        upload = await run_in_threadpool(uploads.open_upload, settings, request.path_params["upload"])
        return JSONResponse(await _receive(request, PieceReader(upload, reserve)))

    async def offset(request: Request) -> Response:
        upload = await run_in_threadpool(uploads.open_upload, settings, request.path_params["upload"])
        return JSONResponse({"offset": await run_in_threadpool(_offset, upload, await read_document(request))})

    async def finish(request: Request) -> Response:
        upload = await run_in_threadpool(uploads.open_upload, settings, request.path_params["upload"])
        asked = await read_document(request)
        return JSONResponse({"job": await run_in_threadpool(_start_import, settings, upload, asked)})

    async def remove(request: Request) -> Response:
        await run_in_threadpool(uploads.remove, settings, request.path_params["upload"])
        return JSONResponse({})

    return [
        Route("/upload", guarded(settings, begin), methods=["POST"]),
        Route("/upload/{upload}/pieces", guarded(settings, pieces), methods=["POST"]),
        Route("/upload/{upload}/offset", guarded(settings, offset), methods=["POST"]),
        Route("/upload/{upload}/import", guarded(settings, finish), methods=["POST"]),
        Route("/upload/{upload}", guarded(settings, remove), methods=["DELETE"]),
    ]


def guarded(settings: Settings, endpoint: Endpoint) -> Endpoint:
    """``endpoint`` for pages of this app alone; an error is told as ``{"error": sentence}``."""

    async def guard(request: Request) -> Response:
        try:
            await run_in_threadpool(_require_own_page, settings, request)
            return await endpoint(request)
        except Forbidden as error:
            return JSONResponse({"error": str(error)}, status_code=403)
        except EngineError as error:
            status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 500)
            return JSONResponse({"error": str(error)}, status_code=status)
        except ClientDisconnect:  # nobody is there to read an answer; what arrived before is kept
            return Response(status_code=400)

    return guard


async def read_document(request: Request, max_bytes: int = MAX_DOCUMENT_BYTES) -> Document:
    """The JSON object in a request's body.

    Raises:
        BadInput: it is none, or is too long.
    """
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > max_bytes:
            raise BadInput(f"The page sent more than {max_bytes:,} bytes at once. Load it again.")
    try:
        document = json.loads(body)
    except ValueError:
        document = None
    if not isinstance(document, dict):
        raise BadInput("The page sent what cannot be understood. Load it again.")
    return document


def text_of(document: Document, name: str) -> str:
    """A string of a document.

    Raises:
        BadInput: there is none.
    """
    value = document.get(name)
    if not isinstance(value, str):
        raise BadInput(f"The page sent no '{name}'. Load it again.")
    return value


def number_of(document: Document, name: str) -> int:
    """A whole number, from 0, of a document.

    Raises:
        BadInput: there is none.
    """
    value = document.get(name)
    if type(value) is not int or value < 0:
        raise BadInput(f"The page sent no number '{name}'. Load it again.")
    return value


def _require_own_page(settings: Settings, request: Request) -> None:
    sent = request.headers.get(TOKEN_HEADER, "")
    if not hmac.compare_digest(sent.encode(), uploads.page_token(settings).encode()):
        raise Forbidden("This page is out of date. Load it again, then upload.")
    origin, host = request.headers.get("Origin"), request.headers.get("Host", "")
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        raise Forbidden("Another web site tried to send photos to Facet. Nothing was kept.")
    if origin is not None and urlsplit(origin).netloc.lower() != host.lower():
        raise Forbidden(f"A page of '{origin}' tried to send photos to Facet. Nothing was kept.")


def _begin(settings: Settings, asked: Document, reserve: int) -> Document:
    uploads.remove_abandoned(settings)
    upload = uploads.begin(
        settings,
        text_of(asked, "title")[:200],
        source=text_of(asked, "source"),
        num_files=number_of(asked, "files"),
        num_bytes=number_of(asked, "bytes"),
        reserve=reserve,
    )
    arrived = [[file.path, file.size, file.modified] for file in uploads.read_arrived(upload).values()]
    return {"id": upload.id, "arrived": arrived}


async def _receive(request: Request, reader: PieceReader) -> Document:
    """Feed the body to the reader; what arrived whole before an error is kept."""
    buffer = bytearray()
    try:
        async for chunk in request.stream():
            buffer += chunk
            if len(buffer) >= CHUNK_BYTES:
                await run_in_threadpool(reader.feed, bytes(buffer))
                buffer.clear()
        await run_in_threadpool(reader.feed, bytes(buffer))
        if not reader.is_between_frames:
            raise BadInput("The upload ended in the middle of a file. Send that file again.")
    finally:
        receipt = await run_in_threadpool(reader.close)
    return {
        "arrived": len(receipt.arrived),
        "refused": [{"path": file.path, "reason": file.reason} for file in receipt.refused],
    }


def _offset(upload: Upload, asked: Document) -> int:
    size, modified = number_of(asked, "size"), number_of(asked, "modified")
    return uploads.arrived_bytes(upload, text_of(asked, "path"), size, modified)


def _start_import(settings: Settings, upload: Upload, asked: Document) -> str:
    superfluous = asked.get("superfluous")
    if not isinstance(superfluous, list) or asked.get("kind") not in list(Kind):
        raise BadInput("The page did not say what to import. Load it again.")
    uploads.complete(upload, num_files=number_of(asked, "files"), superfluous=map(str, superfluous))
    command = import_command(settings, upload, text_of(asked, "name"), Kind(asked["kind"]))
    job = jobs.start(settings, command)
    uploads.hand_over(upload, job.id)
    return job.id

"""Says what came back from an address: the listed photo, another, an "image missing" sign, a web page, or a ruin."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from engine.catalog.urls import ListedUrl, UrlState
from engine.downloads.outcomes import Outcome
from engine.downloads.receiving import Body
from engine.errors import UnreadablePhoto
from engine.photo_files import looks_like_photo, read_header, read_pixels

MAX_SPACER_SIDE = 2  # web pages are laid out and counted with pictures of one or two pixels
MIN_UNLISTED_SIGNS = 3  # addresses with the same bytes that make a sign, where the list says no MD5
SIGN_NAMES = re.compile(
    r"(unavailable|not[-_ ]?found|no[-_ ]?(image|photo|picture)|missing|removed|deleted|placeholder|404)", re.IGNORECASE
)
TEXT_BYTES = frozenset(range(32, 127)) | {9, 10, 12, 13} | frozenset(range(128, 256))
IS_SIGN = "Other addresses, which once held other photos, now give exactly the same picture: an “image missing” sign."
IS_EVERYWHERE = "Several addresses of several people give exactly the same picture: an “image missing” sign."


@dataclass(frozen=True)
class Picture:
    """What a body turned out to be.

    Attributes:
        format: Pillow's name, such as ``JPEG``; None when it is no picture that can be used.
        outcome: why not, then; else None until it is compared with what the list says.
    """

    format: str | None
    outcome: Outcome | None = None
    detail: str = ""


def examine(body: Body, *, is_listed: bool) -> Picture:
    """Look at the content, not at what the server calls it.

    Args:
        is_listed: the MD5 is the one in the list, so that nothing can be missing.
    """
    if body.num_bytes == 0:
        return _ended_early() if not body.is_complete else Picture(None, Outcome.EMPTY, "The server sent no bytes.")
    if not looks_like_photo("", body.first_bytes) and _is_text(body.first_bytes):
        return Picture(None, Outcome.WEB_PAGE, "The server sent a text or web page, whatever it called it.")
    try:
        header = read_header(body.content)
    except UnreadablePhoto as error:
        return _unreadable(body, error)
    if max(header.width, header.height) <= MAX_SPACER_SIDE:
        words = f"The picture has {header.width} × {header.height} pixels: it only fills a gap in a web page."
        return Picture(None, Outcome.PLACEHOLDER, words)
    return Picture(header.format) if is_listed else _examine_pixels(body, header.format)


def judge(entry: ListedUrl, body: Body, picture: Picture, hops: tuple[str, ...]) -> UrlState:
    """What became of an entry whose address gave a picture.

    Args:
        hops: the addresses asked, the listed one first.
    """
    state = UrlState(entry, None, None, body.sha256, body.num_bytes)
    if entry.md5 == body.md5:
        return replace(state, outcome=Outcome.DOWNLOADED, detail="Downloaded; its MD5 is the listed one.")
    if len(hops) > 1 and SIGN_NAMES.search(PurePosixPath(unquote(urlsplit(hops[-1]).path)).name):
        detail = f"The server sends one on to {hops[-1]}: an “image missing” sign."
        return UrlState(entry, Outcome.PLACEHOLDER, detail)
    if entry.md5 is None:
        return replace(state, outcome=Outcome.DOWNLOADED, detail="Downloaded; the list says no MD5 to compare with.")
    detail = "A picture came, but with another MD5 than listed: it was changed or replaced since. It is kept."
    return replace(state, outcome=Outcome.CHANGED, detail=detail)


def find_signs(states: Iterable[UrlState]) -> list[UrlState]:
    """The entries whose picture is an "image missing" sign, which shows only beside the others; with that outcome.

    The list tells by its MD5s which addresses held the same photo. Addresses that held different ones and now give
    the same bytes, which are none of the listed, give a sign. Where the list has no MD5, it takes three addresses
    and two people: two people may truly share a photo.
    """
    by_content: defaultdict[str, list[UrlState]] = defaultdict(list)
    for state in states:
        is_unlisted = state.outcome in (Outcome.CHANGED, Outcome.PLACEHOLDER) or state.listed.md5 is None
        if state.sha256 is not None and is_unlisted:
            by_content[state.sha256].append(state)
    signs = []
    for group in by_content.values():
        if detail := _sign_detail([state.listed for state in group]):
            signs += [replace(state, outcome=Outcome.PLACEHOLDER, detail=detail) for state in group]
    return signs


def _sign_detail(entries: list[ListedUrl]) -> str | None:
    held = {entry.md5 for entry in entries if entry.md5 is not None}
    if len(held) > 1 and len({entry.url for entry in entries}) > 1:
        return IS_SIGN
    unlisted = [entry for entry in entries if entry.md5 is None]
    is_everywhere = len({entry.url for entry in unlisted}) >= MIN_UNLISTED_SIGNS
    return IS_EVERYWHERE if is_everywhere and len({entry.label for entry in unlisted}) > 1 else None


def _is_text(first_bytes: bytes) -> bool:
    beginning = first_bytes.removeprefix(b"\xef\xbb\xbf")
    return set(beginning) <= TEXT_BYTES and bool(beginning)


def _unreadable(body: Body, error: UnreadablePhoto) -> Picture:
    if not looks_like_photo("", body.first_bytes):
        return Picture(None, Outcome.NOT_A_PICTURE, "What came is no picture that can be read.")
    return Picture(None, Outcome.DAMAGED, str(error)) if body.is_complete else _ended_early()


def _examine_pixels(body: Body, format_: str) -> Picture:
    """Decode the whole picture: without the listed MD5, only that tells whether all of it came."""
    if not body.is_complete:
        return _ended_early()
    try:
        read_pixels(body.content)
    except UnreadablePhoto as error:
        is_cut = "ends early" in str(error)
        outcome = Outcome.TRUNCATED if is_cut else Outcome.DAMAGED
        return Picture(None, outcome, f"The picture is not whole. {error}")
    return Picture(format_)


def _ended_early() -> Picture:
    return Picture(None, Outcome.TRUNCATED, "The connection ended before the whole file had come.")

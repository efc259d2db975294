"""Asks one address once: its body, where it sends one on to, or why there is nothing."""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit

import httpcore
import httpx

from engine.downloads.connecting import AddressRefused, HostUnknown
from engine.downloads.limits import Limits
from engine.downloads.outcomes import Ending, Outcome
from engine.downloads.receiving import Body, receive

REDIRECTS = frozenset({301, 302, 303, 307, 308})
GONE = frozenset({404, 410})
PASSING_STATUS = frozenset({408, 425, 429, 500, 502, 503, 504})
BUSY_STATUS = frozenset({429, 503})
SCHEMES = frozenset({"http", "https"})


@dataclass(frozen=True)
class Redirected:
    """The server sends one on, to an address not yet looked at."""

    url: str


Answer = Body | Redirected | Ending


async def fetch(client: httpx.AsyncClient, url: str, target: Path, limits: Limits) -> Answer:
    """Ask for ``url`` and write what comes to ``target``; never raises for anything a server can do."""
    try:
        address = httpx.URL(url)
        _ = urlsplit(url).port  # stricter about brackets and ports
    except (httpx.InvalidURL, ValueError):
        return Ending(Outcome.BAD_ADDRESS, f"'{url[:80]}' is not a web address.")
    if address.scheme not in SCHEMES:
        what = f"It begins with '{address.scheme}://'" if address.scheme else "It does not say how to reach it"
        return Ending(Outcome.REFUSED_ADDRESS, f"{what}; only http:// and https:// are asked.")
    if not address.host or "%" in address.host:
        return Ending(Outcome.BAD_ADDRESS, f"'{url[:80]}' names no server.")
    return await _ask(client, address, target, limits)


async def _ask(client: httpx.AsyncClient, address: httpx.URL, target: Path, limits: Limits) -> Answer:
    was_answered = False
    try:
        async with asyncio.timeout(limits.file_seconds), client.stream("GET", address) as response:
            was_answered = True
            return await _take(response, target, limits)
    except TimeoutError:
        detail = f"It took longer than {limits.file_seconds:g} s."
        return Ending(Outcome.TIMED_OUT, detail, is_final=True, was_answered=was_answered)
    except (AddressRefused, HostUnknown) as error:
        outcome = Outcome.REFUSED_ADDRESS if isinstance(error, AddressRefused) else Outcome.UNKNOWN_HOST
        return Ending(outcome, str(error), is_final=True, was_connected=False, was_answered=False)
    except (httpcore.ConnectTimeout, httpcore.ConnectError) as error:
        return _not_connected(error, limits)
    except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError, ssl.SSLError) as error:
        return _broken(error, limits, was_answered)
    except (httpx.InvalidURL, UnicodeError, ValueError):
        return Ending(Outcome.BAD_ADDRESS, f"'{str(address)[:80]}' is not a web address.")


async def _take(response: httpx.Response, target: Path, limits: Limits) -> Answer:
    status = response.status_code
    if status in REDIRECTS:
        return _redirected(response)
    if status in GONE:
        return Ending(Outcome.NOT_FOUND, f"The server says it has no such file ({status}).")
    if status in PASSING_STATUS:
        return _passing(response)
    if status != httpx.codes.OK:
        outcome = Outcome.SERVER_ERROR if status >= 500 else Outcome.DENIED
        return Ending(outcome, f"The server answers {status} {response.reason_phrase}".strip() + ".")
    return await receive(response, target, limits)


def _redirected(response: httpx.Response) -> Redirected | Ending:
    location = response.headers.get("Location", "").strip()
    try:
        return Redirected(str(response.url.join(location))) if location else _leads_nowhere(location)
    except (httpx.InvalidURL, ValueError):
        return _leads_nowhere(location)


def _leads_nowhere(location: str) -> Ending:
    return Ending(Outcome.BAD_REDIRECT, f"The server sends one on to '{location[:80]}', which is no address.")


def _passing(response: httpx.Response) -> Ending:
    status = response.status_code
    if status == httpx.codes.REQUEST_TIMEOUT:
        return Ending(Outcome.TIMED_OUT, "The server found the request too slow (408).")
    outcome = Outcome.BUSY if status in BUSY_STATUS or status == httpx.codes.TOO_EARLY else Outcome.SERVER_ERROR
    words = "asks for fewer requests" if outcome is Outcome.BUSY else "has a fault of its own"
    return Ending(outcome, f"The server {words} ({status}).", retry_after=_retry_after(response))


def _retry_after(response: httpx.Response) -> float | None:
    """Seconds to wait by the header ``Retry-After``, which gives seconds or a date; never below 0."""
    text = response.headers.get("Retry-After", "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (aware - datetime.now(UTC)).total_seconds())


def _not_connected(error: Exception, limits: Limits) -> Ending:
    is_unsafe = isinstance(error.__cause__ or error.__context__, ssl.SSLError)
    if isinstance(error, httpcore.ConnectTimeout):
        detail = f"The server cannot be reached within {limits.connect_seconds:g} s."
    elif is_unsafe:
        detail = f"The server cannot prove who it is ({error})."
    else:
        detail = "The server takes no connection."
    return Ending(Outcome.UNREACHABLE, detail, is_final=is_unsafe, was_connected=False, was_answered=False)


def _broken(error: Exception, limits: Limits, was_answered: bool) -> Ending:
    if isinstance(error, httpcore.TimeoutException):
        detail = f"Nothing came for {limits.silence_seconds:g} s."
        return Ending(Outcome.TIMED_OUT, detail, was_answered=was_answered)
    if isinstance(error, httpcore.NetworkError) or "disconnected without sending" in str(error):
        return Ending(Outcome.UNREACHABLE, "The connection broke before an answer came.", was_answered=was_answered)
    return Ending(Outcome.BAD_ANSWER, "The answer is not what web servers say.", was_answered=True)

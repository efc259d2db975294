"""What can become of an address of a list: one outcome each, in words people read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

TRIED_AGAIN = "It will be tried again with the next import."


class Outcome(StrEnum):
    """What became of an address. WAITING: it was not asked, as the work was stopped or a limit was reached."""

    DOWNLOADED = "downloaded"
    CHANGED = "changed"
    DUPLICATE = "duplicate"
    PLACEHOLDER = "placeholder"
    WEB_PAGE = "web_page"
    NOT_A_PICTURE = "not_a_picture"
    DAMAGED = "damaged"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NOT_FOUND = "not_found"
    DENIED = "denied"
    REFUSED_ADDRESS = "refused_address"
    BAD_ADDRESS = "bad_address"
    BAD_REDIRECT = "bad_redirect"
    BAD_ANSWER = "bad_answer"
    TRUNCATED = "truncated"
    TIMED_OUT = "timed_out"
    BUSY = "busy"
    SERVER_ERROR = "server_error"
    UNREACHABLE = "unreachable"
    UNKNOWN_HOST = "unknown_host"
    WAITING = "waiting"

    @property
    def is_photo(self) -> bool:
        """Whether the dataset received a photo."""
        return self in PHOTOS

    @property
    def is_passing(self) -> bool:
        """Whether the reason may be gone another day; such an address is asked again by the next import."""
        return self in PASSING

    @property
    def words(self) -> str:
        """A few words for a chart or a table."""
        return TITLES[self]


PHOTOS = frozenset({Outcome.DOWNLOADED, Outcome.CHANGED, Outcome.DUPLICATE})
PASSING = frozenset(
    {
        Outcome.BAD_ANSWER,
        Outcome.TRUNCATED,
        Outcome.TIMED_OUT,
        Outcome.BUSY,
        Outcome.SERVER_ERROR,
        Outcome.UNREACHABLE,
        Outcome.UNKNOWN_HOST,
        Outcome.WAITING,
    }
)
TITLES = {
    Outcome.DOWNLOADED: "Downloaded",
    Outcome.CHANGED: "Downloaded, but not the listed file",
    Outcome.DUPLICATE: "Downloaded, same as another",
    Outcome.PLACEHOLDER: "An “image missing” sign",
    Outcome.WEB_PAGE: "A web page, no picture",
    Outcome.NOT_A_PICTURE: "Not a picture",
    Outcome.DAMAGED: "A damaged picture",
    Outcome.EMPTY: "An empty answer",
    Outcome.TOO_LARGE: "Too large",
    Outcome.NOT_FOUND: "Gone: the server has no such file",
    Outcome.DENIED: "The server does not give it out",
    Outcome.REFUSED_ADDRESS: "Not asked: no public address",
    Outcome.BAD_ADDRESS: "Not an address",
    Outcome.BAD_REDIRECT: "Sent on without end",
    Outcome.BAD_ANSWER: "The answer makes no sense",
    Outcome.TRUNCATED: "The answer ended too early",
    Outcome.TIMED_OUT: "Too slow",
    Outcome.BUSY: "The server asks for a break",
    Outcome.SERVER_ERROR: "The server is broken",
    Outcome.UNREACHABLE: "The server does not answer",
    Outcome.UNKNOWN_HOST: "No server of that name",
    Outcome.WAITING: "Not asked yet",
}


@dataclass(frozen=True)
class Ending:
    """How an attempt ended without a photo.

    Attributes:
        detail: a sentence or two.
        retry_after: seconds the server asks to wait, when it does.
        is_final: no further attempt in this import, whatever the outcome.
        was_connected, was_answered: whether the server was reached, and whether it said anything.
    """

    outcome: Outcome
    detail: str
    retry_after: float | None = None
    is_final: bool = False
    was_connected: bool = True
    was_answered: bool = True

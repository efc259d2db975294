"""How much a download may ask of servers, of the network and of the disk."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Every number a download keeps to.

    Attributes:
        at_once: downloads at the same time.
        per_host: of these, at one server; 6 is what browsers keep to.
        connect_seconds: to find and reach a server.
        silence_seconds: between two pieces of an answer.
        file_seconds: for a whole file, so that a server that drips does not hold a place for ever.
        file_bytes: of a file, as sent and as unpacked.
        total_bytes: of one import.
        tries: of an address whose failure may pass; ``slow_tries`` when it was too slow, as each of these takes long.
        first_wait_seconds: before the second try; doubles with each, up to ``max_wait_seconds``.
        max_wait_seconds: also the longest break a server may ask for (``Retry-After``).
        redirects: hops from the listed address to the photo.
        host_refusals: failures to connect, one after the other, after which a server counts as gone.
        host_silences: time-outs after which a server that never said a word counts as gone.
    """

    at_once: int = 64
    per_host: int = 6
    connect_seconds: float = 6.0
    silence_seconds: float = 10.0
    file_seconds: float = 60.0
    file_bytes: int = 50 << 20
    total_bytes: int = 100 << 30
    tries: int = 3
    slow_tries: int = 2
    first_wait_seconds: float = 0.5
    max_wait_seconds: float = 30.0
    redirects: int = 8
    host_refusals: int = 4
    host_silences: int = 24


DEFAULT_LIMITS = Limits()

"""Which server is asked: one of Google's, or one on this computer for tests."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

from engine.errors import BadInput

DEFAULT_HOST = "vision.googleapis.com"
GOOGLE = "googleapis.com"
REGIONS = {"eu-vision.googleapis.com": "the European Union", "us-vision.googleapis.com": "the United States"}
HTTPS_PORT = 443


@dataclass(frozen=True)
class Endpoint:
    """A server. ``is_local``: it is this computer, and is spoken to in plain text, without a key."""

    host: str
    port: int = HTTPS_PORT
    is_local: bool = False

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == HTTPS_PORT else f"{host}:{self.port}"

    @property
    def address(self) -> str:
        """Host and port, as a channel wants them."""
        return f"{self}:{self.port}" if self.port == HTTPS_PORT else str(self)


def parse_endpoint(text: str) -> Endpoint:
    """Read ``HOST`` or ``HOST:PORT``.

    Raises:
        BadInput: it is no such address, or that of a stranger, who would get the photos and the key.
    """
    host, port = _split(text.strip())
    is_local = _is_loopback(host)
    if not is_local and host != GOOGLE and not host.endswith(f".{GOOGLE}"):
        raise BadInput(
            f"'{text}' is no server of Google's. Expected {DEFAULT_HOST}, a regional one such as "
            f"{next(iter(REGIONS))}, or 127.0.0.1:PORT for a test; photos are sent nowhere else."
        )
    return Endpoint(host, port, is_local)


def _split(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":") if ":" in text and not text.endswith("]") else (text, "", str(HTTPS_PORT))
    if not host or not port.isdecimal() or not 0 < int(port) < 65536 or "/" in host:
        raise BadInput(f"'{text}' is no server's address. Expected HOST or HOST:PORT, such as {DEFAULT_HOST}.")
    return host.strip("[]").lower(), int(port)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"

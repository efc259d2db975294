"""Turns the paths a browser names into paths that every system can hold, inside the upload's own folder."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import PurePosixPath

from engine.errors import BadInput

MAX_DEPTH = 32
MAX_NAME_BYTES = 200  # ext4 takes 255 bytes, and a name gets a suffix while it arrives
# Windows: these characters, names that end in a dot or a space, and names of devices with any extension.
FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f\x7f]')
DEVICES = frozenset({"CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in range(1, 10))})
DRIVE = re.compile(r"[A-Za-z]:")


def safe_parts(path: str) -> list[str]:
    """The folders and the file name to keep ``path`` under. Two paths of one upload never lead to the same place.

    Raises:
        BadInput: it leads out of the folder, names nothing, or lies too deep.
    """
    parts = path.replace("\\", "/").split("/")
    if not path or parts[0] == "" or DRIVE.match(path) or any(part in ("", ".", "..") for part in parts):
        raise BadInput(f"'{path[:200]}' leads out of the uploaded folder. It was not kept; upload the folder itself.")
    if len(parts) > MAX_DEPTH:
        raise BadInput(f"'{path[:200]}' lies {len(parts)} folders deep. At most {MAX_DEPTH} are kept; move it up.")
    *folders, name = parts
    return [*map(_safe_name, folders), _safe_file_name(name)]


def _safe_name(name: str) -> str:
    # macOS sends Korean names taken apart into letters; put together they are one name with those of other systems.
    whole = unicodedata.normalize("NFC", name).encode(errors="replace").decode()
    kept = FORBIDDEN.sub("_", whole).rstrip(" .") or "_"
    if kept.split(".")[0].rstrip().upper() in DEVICES:
        kept = f"_{kept}"
    return kept if len(kept.encode()) <= MAX_NAME_BYTES else _shortened(kept)


def _safe_file_name(name: str) -> str:
    """As a folder's; a changed name is marked, so that ``a?.jpg`` does not replace ``a_.jpg``."""
    kept = _safe_name(name)
    if kept == unicodedata.normalize("NFC", name):
        return kept
    place = PurePosixPath(kept)
    return f"{place.stem}~{_mark(name)}{place.suffix}"


def _shortened(name: str) -> str:
    suffix = PurePosixPath(name).suffix[:16]
    room = MAX_NAME_BYTES - len(suffix.encode()) - 9
    return name.encode()[:room].decode(errors="ignore").rstrip(" .") + f"~{_mark(name)}" + suffix


def _mark(name: str) -> str:
    return hashlib.sha256(name.encode(errors="replace")).hexdigest()[:8]

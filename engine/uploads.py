"""Keeps what came through the browser on disk until an import has taken it over."""

from __future__ import annotations

import shutil
import unicodedata
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import BinaryIO
from uuid import uuid4

from engine.errors import BadInput
from engine.settings import Settings

FORBIDDEN = frozenset('<>:"|?*')  # in file names on Windows


def save_folder(settings: Settings, files: Iterable[tuple[str, BinaryIO]]) -> Path:
    """Write an uploaded folder to disk and return its place.

    Args:
        files: relative path, with "/" between folders, and bytes of each file.

    Raises:
        BadInput: a path leads out of the folder, or the disk does not take it.
    """
    folder = settings.uploads_dir / uuid4().hex[:12]
    try:
        for path, content in files:
            target = folder.joinpath(*_safe_parts(path))
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as file:
                shutil.copyfileobj(content, file, 1 << 20)
    except BadInput:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise BadInput(
            f"The upload cannot be kept in {settings.uploads_dir} ({error.strerror}). Nothing of it is left there; "
            "free some space, then upload again."
        ) from error
    return folder


def save_file(settings: Settings, name: str, content: BinaryIO) -> Path:
    """Write one uploaded file, such as a zip, to disk and return its place."""
    return save_folder(settings, [(PurePosixPath(name).name, content)]) / _safe_parts(PurePosixPath(name).name)[0]


def discard(settings: Settings, place: Path) -> None:
    """Remove an upload that an import has taken over; anything that is no upload is left alone."""
    if settings.uploads_dir in place.absolute().parents:
        top = settings.uploads_dir / place.absolute().relative_to(settings.uploads_dir).parts[0]
        shutil.rmtree(top, ignore_errors=True)


def _safe_parts(path: str) -> list[str]:
    parts = PurePosixPath(path.replace("\\", "/")).parts
    if not parts or ".." in parts or parts[0] == "/":
        raise BadInput(f"'{path}' leads out of the uploaded folder. Nothing was kept; upload the folder itself.")
    # macOS sends Korean names taken apart into letters; put together they are one name with those of other systems.
    return ["".join("_" if c in FORBIDDEN else c for c in unicodedata.normalize("NFC", part)) for part in parts]

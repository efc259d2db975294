"""Facet's own photo files: a photo's bytes lie under their SHA-256, so the same photo is kept once."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from engine.settings import Settings


class PhotoStore:
    """The folder of photos that were uploaded, downloaded or unpacked. Every method is safe to call from threads."""

    def __init__(self, settings: Settings) -> None:
        self._folder = os.fspath(settings.photos_dir)  # text: joining paths costs more than writing a small photo
        settings.photos_dir.mkdir(parents=True, exist_ok=True)

    def keep_bytes(self, data: bytes, suffix: str) -> tuple[Path, str]:
        """Keep a photo's bytes, unless they are kept already; returns their place and SHA-256.

        Args:
            suffix: of the file's name, with the dot.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        place = self._place(sha256, suffix)
        if not os.path.exists(place):  # noqa: PTH110
            with self.incoming() as temporary:
                temporary.write_bytes(data)
                self._take_in(temporary, place)
        return Path(place), sha256

    def keep_file(self, temporary: Path, suffix: str) -> tuple[Path, str]:
        """Move a file into the store, unless its bytes are kept already; returns their place and SHA-256."""
        with temporary.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        place = self._place(sha256, suffix)
        if not os.path.exists(place):  # noqa: PTH110
            self._take_in(temporary, place)
        return Path(place), sha256

    @contextmanager
    def incoming(self) -> Iterator[Path]:
        """A place to write a photo to before it is kept; what still lies there afterwards is removed."""
        temporary = Path(f"{self._folder}/.incoming-{uuid4().hex[:12]}")
        try:
            yield temporary
        finally:
            if temporary.exists():
                temporary.unlink()

    def _place(self, sha256: str, suffix: str) -> str:
        return f"{self._folder}/{sha256[:2]}/{sha256}{suffix.lower()}"

    def _take_in(self, temporary: Path, place: str) -> None:
        try:
            temporary.replace(place)
        except FileNotFoundError:  # the first photo whose hash begins so
            Path(place).parent.mkdir(exist_ok=True)
            temporary.replace(place)

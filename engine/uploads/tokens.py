"""The secret that a page of this app sends along with an upload, and no other web site knows."""

from __future__ import annotations

import os
import secrets

from engine.settings import Settings

TOKEN_FILE = ".token"


def page_token(settings: Settings) -> str:
    """The token of this home. It is kept on disk, readable by this user alone, so a restarted app knows open pages."""
    settings.uploads_dir.mkdir(parents=True, exist_ok=True)
    file = settings.uploads_dir / TOKEN_FILE
    try:
        with os.fdopen(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="ascii") as opened:
            opened.write(secrets.token_urlsafe(32))
    except FileExistsError:
        pass
    return file.read_text(encoding="ascii")

"""What the user set up for Google Cloud Vision, kept in a file of its own that nobody else may read."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any  # JSON of any shape

from engine import atomic
from engine.cloud_vision.endpoint import DEFAULT_HOST, parse_endpoint
from engine.errors import BadInput
from engine.settings import Settings

# https://cloud.google.com/vision/quotas: 1,800 requests, and 1,800 photos per feature, a minute.
PHOTOS_PER_MINUTE = 1800
# https://cloud.google.com/vision/pricing: up to 5,000,000 units of face detection or of label detection a month.
DOLLARS_PER_1000 = 1.50
FREE_PER_MONTH = 1000
OWNER_ONLY = 0o600


@dataclass(frozen=True)
class CloudOptions:
    """Attributes:
    credentials_file: a service account's key; empty for the keys this computer has already ("application default").
    endpoint: the server, as :func:`parse_endpoint` reads it.
    photos_per_minute: the project's quota.
    dollars_per_1000, free_per_month: what Google asks per feature.
    """

    credentials_file: str = ""
    endpoint: str = DEFAULT_HOST
    photos_per_minute: int = PHOTOS_PER_MINUTE
    dollars_per_1000: float = DOLLARS_PER_1000
    free_per_month: int = FREE_PER_MONTH

    def __post_init__(self) -> None:
        parse_endpoint(self.endpoint)
        if self.photos_per_minute < 1:
            raise BadInput(f"{self.photos_per_minute} photos a minute cannot be sent. Expected 1 or more.")
        if self.dollars_per_1000 < 0 or self.free_per_month < 0:
            raise BadInput("A price below 0 was given. Expected 0 or more.")


def options_file(settings: Settings) -> Path:
    return settings.home / "cloud_vision.json"


def load_options(settings: Settings) -> CloudOptions:
    """What was set up, or Google's defaults.

    Raises:
        BadInput: the file was changed to something that cannot be read.
    """
    file = options_file(settings)
    try:
        document: dict[str, Any] = atomic.read_json(file) or {}
        names = {field.name for field in fields(CloudOptions)}
        return CloudOptions(**{name: value for name, value in document.items() if name in names})
    except (json.JSONDecodeError, TypeError, AttributeError) as error:
        raise BadInput(f"{file} cannot be read ({error}). Delete it and set Google Cloud Vision up again.") from error


def save_options(settings: Settings, options: CloudOptions) -> None:
    """Keep the options. The file names where the key lies, never what is in it."""
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    with atomic.replacing(options_file(settings)) as temporary:
        temporary.touch(mode=OWNER_ONLY)
        temporary.write_text(json.dumps(asdict(options), indent=1), encoding="utf-8")

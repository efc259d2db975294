"""``doctor`` on the key of Google Cloud Vision, without asking Google."""

from __future__ import annotations

from pathlib import Path

from engine.cloud_vision.options import CloudOptions, options_file, save_options
from engine.commands.doctor import Finding, _look_at_cloud_key
from engine.settings import Settings


def test_without_a_key_nothing_is_missing(settings: Settings) -> None:
    found = _look_at_cloud_key(settings)
    assert (found.is_well, found.found) == (True, "none set up")


def test_a_key_file_that_is_gone_is_missing(settings: Settings, tmp_path: Path) -> None:
    key = tmp_path / "key.json"
    save_options(settings, CloudOptions(credentials_file=str(key)))
    assert _look_at_cloud_key(settings) == Finding(
        "Cloud Vision key", False, f"{key} is missing", "Choose the key file again on the Filter page."
    )
    key.touch()
    assert _look_at_cloud_key(settings) == Finding("Cloud Vision key", True, str(key))


def test_a_set_up_that_cannot_be_read_is_told(settings: Settings) -> None:
    options_file(settings).write_text("{", encoding="utf-8")
    found = _look_at_cloud_key(settings)
    assert not found.is_well
    assert "Delete it and set Google Cloud Vision up again." in str(found.advice)

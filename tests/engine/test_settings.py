"""What the environment decides, and what it falls back on."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from engine.settings import Settings, num_usable_cores


def _settings(home: Path | None = None, **environ: str) -> Settings:
    return Settings.from_environment(home, environ)


def test_without_any_setting_the_home_is_a_hidden_folder_of_the_user() -> None:
    settings = _settings()
    assert settings.home == Path.home() / ".facet"
    assert settings.weights_dir == settings.home / "weights"
    assert settings.num_workers == num_usable_cores()


def test_the_environment_names_home_weights_and_workers(tmp_path: Path) -> None:
    settings = _settings(FACET_HOME=str(tmp_path), FACET_WEIGHTS=str(tmp_path / "w"), FACET_WORKERS="3")
    assert (settings.home, settings.weights_dir, settings.num_workers) == (tmp_path, tmp_path / "w", 3)


def test_a_home_given_by_hand_wins_over_the_environment(tmp_path: Path) -> None:
    assert _settings(tmp_path, FACET_HOME="/elsewhere").home == tmp_path


def test_a_relative_home_is_made_absolute_so_that_jobs_elsewhere_find_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert _settings(Path("state")).home == tmp_path / "state"
    assert _settings(FACET_WEIGHTS="w").weights_dir == tmp_path / "w"


def test_a_tilde_is_the_users_home() -> None:
    assert _settings(Path("~/photos")).home == Path.home() / "photos"


@pytest.mark.parametrize("words", ["", "0", "-1", "two", "1.5", "²"])
def test_nonsense_for_the_number_of_workers_is_every_usable_core(words: str) -> None:
    assert _settings(FACET_WORKERS=words).num_workers == num_usable_cores()


def test_usable_cores_are_no_more_than_the_machine_has() -> None:
    assert 1 <= num_usable_cores() <= (os.cpu_count() or 1)


def test_every_place_lies_below_the_home(tmp_path: Path) -> None:
    settings = _settings(tmp_path)
    places = {name: getattr(settings, name) for name in dir(Settings) if isinstance(getattr(Settings, name), property)}
    assert {place.parent for place in places.values()} == {tmp_path}
    assert len(set(places.values())) == len(places) >= 7

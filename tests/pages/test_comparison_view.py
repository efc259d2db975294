"""The view that lays two analyzers side by side: empty until both have looked, then a sentence and the photos."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from engine.catalog import open_catalog
from engine.catalog.datasets import Dataset
from engine.catalog.decisions import save_limits
from engine.kinds import Kind
from engine.settings import Settings
from engine.verdicts import default_limits, load_measurements
from tests.conftest import write_photo
from tests.engine.builders import import_photos, one_face, save_generated_faces
from tests.pages.screens import open_screen


@pytest.fixture
def people(settings: Settings, tmp_path: Path) -> Dataset:
    """Three photos of Ann, all upright to the analyzer on this computer."""
    for number in range(3):
        write_photo(tmp_path / "in" / "Ann" / f"{number}.png", (200, 200), seed=number)
    dataset = import_photos(settings, tmp_path / "in", kind=Kind.FACES).dataset
    catalog = open_catalog(settings)
    save_generated_faces(catalog, dataset)
    limits = default_limits(Kind.FACES)
    save_limits(catalog, dataset, {name: replace(limits[name], is_on=name == "pan") for name in limits})
    return dataset


def _compare(app: AppTest) -> AppTest:
    screen = open_screen(app, "3_Filter.py", view="compare")
    assert not screen.exception
    return screen


def _words(screen: AppTest) -> str:
    return "\n".join(each.value for each in screen.markdown)


@pytest.mark.usefixtures("people")
def test_with_one_analyzer_it_says_how_to_get_the_other(app: AppTest) -> None:
    screen = _compare(app)
    assert [each.value for each in screen.info] == [
        "Only one of the two has looked at these photos. Choose “Google Cloud Vision” above and let it measure them; "
        "then you see here where the two disagree."
    ]


def test_a_sentence_counts_and_the_photos_stand_side_by_side(app: AppTest, settings: Settings, people: Dataset) -> None:
    catalog = open_catalog(settings)
    sha256s = load_measurements(catalog, people).sha256s
    seen = {sha256s[0]: one_face(pan=-35.0), sha256s[1]: one_face(pan=2.0), sha256s[2]: one_face(pan=4.0)}
    save_generated_faces(catalog, people, seen, analyzer_name="vision")
    screen = _compare(app)
    words = _words(screen)
    assert "Both have looked at **3 photos** and agree on **2** (67 %)." in words
    assert "keeps 0 that this computer rejects, and rejects 1 that it keeps" in words
    assert "less than 4.0° apart" in words
    pills = next(group for group in screen.button_group if (group.key or "").startswith("comparison_"))
    assert pills.options == ["Another verdict (1)", "Another number of faces (0)", "Angles over 10° apart (1)"]
    assert "On this computer: ✓ **kept**" in words
    assert "Google Cloud Vision: ✕ **rejected**" in words
    assert any("turned 35° to the left" in each.value for each in screen.caption)
    pills.set_value("Another number of faces").run()
    assert "They say the same of every photo." in [each.value for each in screen.success]


def test_pictures_without_people_have_nothing_to_compare(app: AppTest, settings: Settings, imported: Dataset) -> None:
    save_generated_faces(open_catalog(settings), imported, analyzer_name="pixels")
    assert "Pictures without people are measured in one way only" in _compare(app).info[0].value

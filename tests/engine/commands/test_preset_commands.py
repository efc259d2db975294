"""Presets on the command line: listed, applied with changes on top, saved from a dataset, renamed and deleted."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine.commands.conftest import CommandLine

COME_ALONG = {
    "faces": {"usual", "tutorial", "strict", "lenient", "everything"},
    "images": {"usual", "everything"},
}


@pytest.fixture
def team(facet: CommandLine, people_dir: Path) -> str:
    facet.json("import", people_dir, "--name", "team", "--kind", "images")
    return "team"


def _names(facet: CommandLine, kind: str) -> set[str]:
    return {preset["name"] for preset in facet.json("presets", "--kind", kind)["presets"]}


def test_the_presets_that_come_along_are_listed_with_their_limits(facet: CommandLine) -> None:
    presets = {each["name"]: each for each in facet.json("presets", "--kind", "faces")["presets"]}
    assert set(presets) == COME_ALONG["faces"]
    tutorial = presets["tutorial"]
    assert {name: tutorial["limits"][name] for name in ("roll", "pan", "tilt")} == {"roll": 20, "pan": 20, "tilt": 20}
    assert "sunglasses" in tutorial["limits"]
    assert not tutorial["is_own"]


def test_a_preset_is_applied_with_a_limit_on_top_and_remembered(facet: CommandLine, team: str) -> None:
    applied = facet.json("filter", team, "--preset", "everything", "--limit", "size=48")
    assert applied["limits"]["size"] == 48
    assert facet.json("filter", team)["limits"] == applied["limits"]


def test_an_own_preset_is_saved_renamed_and_deleted(facet: CommandLine, team: str) -> None:
    facet.json("filter", team, "--limit", "size=33")
    facet.json("presets", "--save", "내 것", "--from", team)
    assert _names(facet, "images") == {*COME_ALONG["images"], "내 것"}
    facet.json("filter", team, "--reset")
    facet.json("presets", "--kind", "images", "--rename", "내 것", "mine")
    assert facet.json("filter", team, "--preset", "mine", "--try")["limits"]["size"] == 33
    facet.json("presets", "--kind", "images", "--delete", "mine")
    assert _names(facet, "images") == COME_ALONG["images"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["filter", "team", "--preset", "nonsense"], "nonsense"),
        (["presets", "--save", "mine"], "belong together"),
        (["presets", "--delete", "tutorial"], "tutorial"),
        (["presets", "--delete", "nobody"], "nobody"),
    ],
)
def test_what_cannot_be_done_with_presets_is_said_in_a_sentence(
    facet: CommandLine, team: str, words: list[str], sentence: str
) -> None:
    answer = facet(*words)
    assert answer.code == 1
    assert answer.err.startswith("error:")
    assert sentence in answer.err

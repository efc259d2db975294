"""Commands that put labels right and erase: what they answer, and the one line when they cannot."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.settings import Settings
from tests.engine.commands.conftest import CommandLine


@pytest.fixture
def team(settings: Settings, people_dir: Path, facet: CommandLine) -> str:
    """Ann with three photos and Bo with two."""
    facet.json("import", people_dir, "--name", "team", "--kind", "images")
    return "team"


def _sha256(facet: CommandLine, path: str) -> str:
    photos = facet.json("filter", "team", "--list", "--try")["photos"]
    found: str = next(photo["sha256"] for photo in photos if photo["path"] == path)
    return found


def test_relabel_tells_what_it_did_and_undo_takes_it_back(facet: CommandLine, team: str) -> None:
    photos = [_sha256(facet, "Ann/1.png"), _sha256(facet, "Ann/2.png")]
    done = facet.json("relabel", team, "--photo", photos[0], "--photo", photos[1], "--to", "Bo")
    assert done == {"edit": "1", "title": "Moved 2 photos from Ann to Bo", "people": {"Ann": 1, "Bo": 4}}
    undone = facet.json("undo", team)
    assert undone == {
        "edit": "1",
        "undone": "Moved 2 photos from Ann to Bo",
        "left": 0,
        "people": {"Ann": 3, "Bo": 2},
    }
    assert facet.json("undo", team)["message"] == "There is nothing to be undone"
    assert facet.json("undo", team)["undone"] is None
    assert facet.json("redo", team)["redone"] == "Moved 2 photos from Ann to Bo"
    assert facet.json("redo", team)["redone"] is None


def test_relabel_to_somebody_new_and_aside(facet: CommandLine, team: str) -> None:
    photo = _sha256(facet, "Ann/1.png")
    assert facet.json("relabel", team, "--photo", photo, "--to-new", "Cy")["people"] == {"Ann": 2, "Bo": 2, "Cy": 1}
    aside = facet.json("relabel", team, "--photo", photo, "--aside")
    assert aside["people"] == {"Ann": 2, "Bo": 2, "Cy": 0}
    assert facet.json("relabel", team, "--photo", photo, "--aside")["edit"] is None


def test_merge_rename_override_and_history(facet: CommandLine, team: str) -> None:
    assert facet.json("rename", team, "Bo", "Bob")["people"] == {"Ann": 3, "Bob": 2}
    assert facet.json("merge", team, "Ann", "Bob")["people"] == {"Bob": 5}
    facet.json("override", team, "--photo", _sha256(facet, "Bo/1.png"), "reject")
    history = facet.json("history", team)["history"]
    assert [(edit["title"], edit["is_undone"]) for edit in history] == [
        ("Rejected 1 photo by hand", False),
        ("Merged Ann (3 photos) into Bob", False),
        ("Renamed Bo to Bob", False),
    ]
    facet.json("undo", team)
    assert facet.json("history", team)["history"][0]["is_undone"] is True


def test_forget_says_what_would_go_before_it_goes(facet: CommandLine, team: str, people_dir: Path) -> None:
    plan = facet.json("forget", team, "--label", "Bo", "--dry-run")
    assert (plan["what"], plan["photos"], plan["erased"]) == ("Bo with 2 photos", 2, False)
    assert plan["staying"] == {str(people_dir / "Bo"): 2}
    assert facet.json("dataset", team)["people"] == {"Ann": 3, "Bo": 2}
    assert facet.json("forget", team, "--label", "Bo")["erased"] is True
    assert facet.json("dataset", team)["people"] == {"Ann": 3}
    assert facet.json("forget", team, "--photo", _sha256(facet, "Ann/1.png"))["photos"] == 1
    assert facet.json("forget", team)["what"] == "dataset team with 2 photos"
    assert facet.json("datasets")["datasets"] == []
    assert len(list(people_dir.rglob("*.png"))) == 5


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("relabel", "team", "--photo", "abc", "--to", "Bo"), "Dataset 'team' has no photo abc."),
        (("merge", "team", "Cy", "Bo"), "There is no 'Cy' here."),
        (("merge", "team", "Bo", "Bo"), "'Bo' cannot be merged into the same person."),
        (("rename", "team", "Ann", "Bo"), "There is a 'Bo' already."),
        (("rename", "team", "Ann", " "), "'' cannot name a person."),
        (("undo", "nobody"), "There is no dataset 'nobody'"),
        (("history", "nobody"), "There is no dataset 'nobody'"),
        (("forget", "team", "--photo", "abc"), "Dataset 'team' has no photo abc."),
        (("forget", "team", "--label", "Cy"), "There is no 'Cy' here."),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, tuple) else None,
)
def test_what_is_not_there_is_one_line(facet: CommandLine, team: str, words: tuple[str, ...], sentence: str) -> None:
    answer = facet("--json", *words)
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith(f"error: {sentence}")
    assert answer.err.count("\n") == 1


def test_an_unknown_label_is_one_line(facet: CommandLine, team: str) -> None:
    answer = facet("--json", "relabel", team, "--photo", _sha256(facet, "Ann/1.png"), "--to", "Cy")
    assert answer.code == 1
    assert answer.err.startswith("error: There is no 'Cy' here. Expected one of: 'Ann', 'Bo'.")


@pytest.mark.parametrize(
    "words",
    [
        ("relabel", "team", "--to", "Bo"),
        ("relabel", "team", "--photo", "abc"),
        ("forget", "team", "--photo", "a", "--label", "b"),
    ],
    ids="-".join,
)
def test_wrong_usage_is_exit_2(facet: CommandLine, words: tuple[str, ...]) -> None:
    assert facet(*words).code == 2

"""The verbs from a snapshot to a prediction, on pictures of two plain colours that a network tells apart at once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.settings import Settings
from tests.conftest import PhotoMaker
from tests.engine.commands.conftest import CommandLine

pytestmark = pytest.mark.slow


@pytest.fixture
def snapshot(settings: Settings, tmp_path: Path, make_photo: PhotoMaker, facet: CommandLine) -> str:
    """Ten dark and ten bright pictures; 14 to train on, 6 to check with."""
    for place in range(10):
        make_photo(tmp_path / "in" / "dark" / f"{place}.png", (16, 16), (30, 30, 30), seed=place)
        make_photo(tmp_path / "in" / "bright" / f"{place}.png", (16, 16), (220, 220, 220), seed=100 + place)
    facet.json("import", tmp_path / "in", "--name", "tones", "--kind", "images")
    facet.json("analyze", "tones", "--workers", "1")
    document = facet.json("snapshot", "tones")
    assert (document["train"], document["validation"]) == (14, 6)
    return str(document["snapshot"])


def test_a_run_is_trained_shown_judged_exported_and_predicts(
    snapshot: str, facet: CommandLine, tmp_path: Path, settings: Settings
) -> None:
    trained = facet.json(
        "train", snapshot, "--model", "digits_cnn", "--steps", "20", "--batch-size", "8", "--seed", "1"
    )
    run = trained["run"]
    assert (trained["state"], trained["steps"]) == ("finished", 20)
    assert trained["seconds"] > 0
    assert 0 <= trained["train_accuracy"] <= 1
    assert trained["validation_accuracy"] >= 5 / 6

    assert [(row["run"], row["state"], row["model"]) for row in facet.json("runs")["runs"]] == [
        (run, "finished", "digits_cnn")
    ]
    shown = facet.json("run", run)
    assert (shown["state"], shown["config"]["seed"], shown["last"]["step"]) == ("finished", 1, 20)
    assert shown["best"]["validation_accuracy"] == trained["validation_accuracy"]

    judged = facet.json("evaluate", run)
    assert judged["accuracy"] == pytest.approx(trained["validation_accuracy"])
    assert sum(map(sum, judged["confusion"])) == 6
    assert len(judged["per_label"]) == 2

    photo = tmp_path / "in" / "dark" / "0.png"
    (tmp_path / "text.jpg").write_text("Dear diary", encoding="utf-8")
    good, bad = facet.json("predict", run, photo, tmp_path / "text.jpg")["predict"]
    (face,) = good["faces"]
    assert (good["photo"], good["error"], face["label"]) == (str(photo), None, "dark")
    assert set(face["probabilities"]) == {"dark", "bright"}
    assert sum(face["probabilities"].values()) == pytest.approx(1, abs=1e-5)
    assert face["probability"] == max(face["probabilities"].values())
    assert face["box"] == [0, 0, 16, 16]
    assert (bad["faces"], bad["error"]) == ([], "The file is not a picture, or is damaged at its beginning.")

    exported = facet.json("export", run, "--format", "keras", "--to", tmp_path / "out")
    assert exported["max_difference"] <= 1e-4
    assert all(Path(file).exists() for file in exported["files"])
    assert (tmp_path / "out" / "labels.txt").read_text(encoding="utf-8") == "bright\ndark\n"

    again = facet.json("resume", run)
    assert (again["run"], again["state"], again["steps"]) == (run, "finished", 20)


def test_a_detached_run_goes_on_by_itself_until_it_is_stopped(snapshot: str, facet: CommandLine) -> None:
    started = facet.json(
        "train", snapshot, "--model", "digits_cnn", "--steps", "100000", "--batch-size", "8", "--detach"
    )
    assert started["state"] in ("queued", "running")
    assert facet.json("stop", started["run"]) == {"run": started["run"], "state": "stopped"}
    assert facet.json("run", started["run"])["state"] == "stopped"


def test_doctor_says_what_is_there_and_what_to_do_about_what_is_not(settings: Settings, facet: CommandLine) -> None:
    document = facet.json("doctor")
    names = {finding["name"] for finding in document["doctor"]}
    assert {"python", "disk", "catalog", "training device"} <= names
    assert document["home"] == str(settings.home)
    missing = [finding for finding in document["doctor"] if not finding["is_well"]]
    assert [finding["name"] for finding in missing] == document["missing"]
    assert all(finding["advice"] for finding in missing)
    assert json.dumps(document)

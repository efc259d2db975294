"""The command line as scripts rely on it: what each command answers, its exit codes, and errors in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.settings import Settings
from tests.engine.commands.conftest import CommandLine


@pytest.fixture
def team(settings: Settings, people_dir: Path, facet: CommandLine) -> str:
    """A dataset of kind images, imported and analyzed: Ann with three photos, Bo with two."""
    facet.json("import", people_dir, "--name", "team", "--kind", "images")
    facet.json("analyze", "team", "--workers", "1")
    return "team"


class TestDocuments:
    def test_an_import_tells_photos_people_unreadable_and_duplicates(
        self, facet: CommandLine, people_dir: Path
    ) -> None:
        (people_dir / "Bo" / "empty.jpg").touch()
        (people_dir / "Bo" / "3.png").write_bytes((people_dir / "Bo" / "1.png").read_bytes())
        document = facet.json("import", people_dir, "--name", "team")
        assert document["dataset"] == "team"
        assert document["photos"] == 5
        assert document["people"] == {"Ann": 3, "Bo": 2}
        assert document["unreadable"] == [{"path": "Bo/empty.jpg", "reason": "The file is empty."}]
        assert document["duplicates"] == 1
        assert document["kind"] == "faces"

    def test_datasets_are_listed_and_described(self, facet: CommandLine, team: str) -> None:
        rows = facet.json("datasets")["datasets"]
        assert [(row["name"], row["kind"], row["photos"], row["people"]) for row in rows] == [
            ("team", "images", 5, {"Ann": 3, "Bo": 2})
        ]
        document = facet.json("dataset", team)
        assert document["dataset"] == "team"
        assert document["people"] == {"Ann": 3, "Bo": 2}
        assert document["balance"] | {"advice": ""} == {
            "min": 2,
            "max": 3,
            "ratio": 1.5,
            "is_problem": False,
            "advice": "",
        }
        assert document["sizes"] == {"min_side": 48, "median_side": 48, "max_side": 48}
        assert document["formats"] == {"PNG": 5}

    def test_analyzing_again_reuses_everything(self, facet: CommandLine, team: str) -> None:
        document = facet.json("analyze", team)
        assert {name: document[name] for name in ("analyzed", "reused", "failed")} == {
            "analyzed": 0,
            "reused": 5,
            "failed": 0,
        }
        assert document["seconds"] >= 0

    def test_local_is_whatever_measures_the_dataset_on_this_machine(self, facet: CommandLine, team: str) -> None:
        assert facet.json("analyze", team, "--analyzer", "local")["reused"] == 5

    def test_filter_counts_lists_and_remembers_limits(self, facet: CommandLine, team: str) -> None:
        document = facet.json("filter", team, "--limit", "size=49", "--list")
        assert (document["kept"], document["rejected"], document["undecided"]) == (0, 5, 0)
        assert document["reasons"] == {"duplicate": 0, "near_duplicate": 0, "readable": 0, "size": 5}
        assert document["people"]["Ann"] == {"kept": 0, "rejected": 3, "undecided": 0}
        first = document["photos"][0]
        assert (first["path"], first["label"], first["verdict"]) == ("Ann/1.png", "Ann", "rejected")
        assert first["reasons"] == ["size"]
        assert len(first["sha256"]) == 64
        assert facet.json("filter", team)["rejected"] == 5
        assert facet.json("filter", team, "--off", "size")["kept"] == 5
        assert facet.json("filter", team, "--reset", "--try", "--limit", "size=49")["kept"] == 0
        assert facet.json("filter", team)["kept"] == 5

    def test_an_override_tells_the_photos_verdict_and_outlives_the_next_command(
        self, facet: CommandLine, team: str
    ) -> None:
        sha256 = facet.json("filter", team, "--list")["photos"][0]["sha256"]
        photo = facet.json("override", team, "--photo", sha256, "reject")
        assert (photo["sha256"], photo["verdict"], photo["reasons"]) == (sha256, "rejected", ["by_hand"])
        assert facet.json("filter", team)["reasons"]["by_hand"] == 1
        assert facet.json("override", team, "--photo", sha256, "clear")["verdict"] == "kept"

    def test_a_snapshot_tells_its_id_labels_and_sides(self, facet: CommandLine, team: str, settings: Settings) -> None:
        document = facet.json("snapshot", team, "--size", "16", "--seed", "3")
        assert document["labels"] == ["Ann", "Bo"]
        assert (document["train"], document["validation"], document["test"]) == (3, 2, 0)
        assert (document["snapshot"], document["size"]) == ("team-1", 16)
        assert (settings.snapshots_dir / "team-1" / "manifest.csv").is_file()
        balanced = facet.json("snapshot", team, "--balance", "undersample", "--validation", "0.5")
        assert (balanced["train"], balanced["validation"], balanced["left_out"]) == (2, 2, 1)

    def test_what_there_is_is_listed_under_the_commands_name(self, facet: CommandLine, settings: Settings) -> None:
        assert {"digits", "mnist", "lfw"} <= {row["name"] for row in facet.json("samples")["samples"]}
        assert {"pan", "one_face"} <= {row["name"] for row in facet.json("checks")["checks"]}
        assert {"face_cnn", "sface_head", "digits_cnn"} <= {
            row["name"] for row in facet.json("architectures")["architectures"]
        }
        assert facet.json("datasets") == {"datasets": []}
        assert facet.json("runs") == {"runs": []}

    def test_stopping_a_job_that_has_ended_tells_its_state(
        self, facet: CommandLine, team: str, settings: Settings
    ) -> None:
        job = next(settings.jobs_dir.glob("analyze-*/job.json")).parent.name
        assert facet.json("stop", job) == {"run": job, "state": "finished"}


class TestErrors:
    @pytest.mark.parametrize(
        ("words", "sentence"),
        [
            (("import", "/nowhere/at all", "--name", "x"), "'/nowhere/at all' cannot be imported: it is not there"),
            (("import", "sample:cats", "--name", "x"), "There is no sample 'cats'."),
            (("dataset", "nobody"), "There is no dataset 'nobody'."),
            (("analyze", "nobody"), "There is no dataset 'nobody'."),
            (("filter", "nobody"), "There is no dataset 'nobody'."),
            (("override", "nobody", "--photo", "abc", "keep"), "There is no dataset 'nobody'."),
            (("snapshot", "nobody"), "There is no dataset 'nobody'."),
            (("snapshot", "nobody", "--size", "4"), "Crops of 4 pixels cannot be made."),
            (("train", "nobody-1", "--model", "digits_cnn"), "There is no snapshot 'nobody-1'."),
            (("resume", "nobody"), "There is no run 'nobody'"),
            (("stop", "nobody"), "There is no run or job 'nobody'."),
            (("run", "nobody"), "There is no run 'nobody'"),
            (("evaluate", "nobody"), "There is no run 'nobody'"),
            (("predict", "nobody", "x.jpg"), "There is no run 'nobody'"),
            (("export", "nobody", "--format", "onnx", "--to", "out"), "There is no run 'nobody'"),
        ],
        ids=lambda value: "-".join(value) if isinstance(value, tuple) else None,
    )
    def test_a_failure_is_one_line_on_stderr_and_exit_1(
        self, facet: CommandLine, words: tuple[str, ...], sentence: str
    ) -> None:
        result = facet("--json", *words)
        assert result.code == 1
        assert result.out == ""
        assert result.err.startswith(f"error: {sentence}")
        assert result.err.count("\n") == 1

    def test_a_photo_or_a_check_that_is_not_there_is_a_failure(self, facet: CommandLine, team: str) -> None:
        for words in (("filter", team, "--limit", "smile=1"), ("override", team, "--photo", "abc", "keep")):
            result = facet(*words)
            assert (result.code, result.out) == (1, "")
            assert result.err.startswith("error: ")

    @pytest.mark.parametrize(
        "words",
        [
            (),
            ("dance",),
            ("import",),
            ("import", "x"),
            ("import", "x", "--name", "y", "--kind", "cats"),
            ("import", "x", "--name", "y", "--source", "tape"),
            ("filter", "x", "--limit", "pan"),
            ("filter", "x", "--limit", "pan=wide"),
            ("override", "x", "--photo", "abc", "maybe"),
            ("snapshot", "x", "--size", "large"),
            ("snapshot", "x", "--balance", "over"),
            ("train", "x"),
            ("export", "x", "--format", "floppy", "--to", "y"),
        ],
        ids="-".join,
    )
    def test_wrong_usage_is_exit_2_with_the_usage(
        self, facet: CommandLine, words: tuple[str, ...], settings: Settings
    ) -> None:
        result = facet(*words)
        assert result.code == 2
        assert result.out == ""
        assert result.err.startswith("usage: python -m engine")
        assert "Traceback" not in result.err

    def test_a_home_that_cannot_be_is_a_failure(self, facet: CommandLine, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        result = facet("--home", tmp_path / "file", "datasets")
        assert result.code == 1
        assert result.err.startswith("error: The folder ")

    def test_an_unexpected_error_is_one_line_and_its_traceback_is_kept(
        self, facet: CommandLine, settings: Settings
    ) -> None:
        settings.runs_dir.mkdir()
        (settings.runs_dir / "odd").mkdir()
        (settings.runs_dir / "odd" / "job.json").write_text("no JSON", encoding="utf-8")
        result = facet("stop", "odd")
        assert result.code == 1
        assert result.err.startswith("error: Something unexpected happened (JSONDecodeError")
        assert result.err.count("\n") == 1
        assert "Traceback (most recent call last)" in (settings.home / "error.txt").read_text(encoding="utf-8")

"""The command line as a process of its own: its streams, its exit codes and its home."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from engine.settings import Settings
from tests.engine.builders import REPOSITORY, engine_command, run_engine


@pytest.mark.parametrize("words", [("--json", "samples"), ("samples", "--json")])
def test_json_may_be_asked_for_before_or_after_the_verb(words: tuple[str, ...]) -> None:
    assert list(json.loads(run_engine(*words).stdout)) == ["samples"]


def test_without_json_people_read_lines() -> None:
    result = run_engine("samples")
    assert result.stdout.startswith("samples:\n  - name: digits\n")
    assert "{" not in result.stdout


def test_progress_goes_to_stderr_and_only_the_document_to_stdout(people_dir: Path) -> None:
    result = run_engine("import", people_dir, "--name", "팀", "--json")
    assert json.loads(result.stdout)["dataset"] == "팀"
    assert "Importing: 5 of 5 files" in result.stderr


def test_a_home_given_by_hand_holds_all_state(people_dir: Path, tmp_path: Path, settings: Settings) -> None:
    result = run_engine("import", people_dir, "--name", "team", home=tmp_path / "other")
    assert result.returncode == 0
    assert (tmp_path / "other" / "catalog.sqlite3").is_file()
    assert not settings.catalog_file.exists()


def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    with subprocess.Popen(
        engine_command("checks"),
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()  # as head does, here before the first line
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_every_command_explains_itself() -> None:
    result = run_engine("--help")
    assert result.returncode == 0
    for name in ("import", "analyze", "filter", "snapshot", "train", "predict", "doctor"):
        assert f"    {name} " in result.stdout


def test_a_failure_is_one_line_without_a_traceback_and_exit_1() -> None:
    result = run_engine("--json", "dataset", "nobody")
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.startswith("error: There is no dataset 'nobody'.")
    assert result.stderr.count("\n") == 1


def test_wrong_usage_is_exit_2() -> None:
    result = run_engine("dance")
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("usage: python -m engine")

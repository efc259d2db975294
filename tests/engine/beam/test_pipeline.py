"""The pipeline on Beam's DirectRunner with several processes, beside the analysis of this computer."""

from __future__ import annotations

import os
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from engine.catalog import open_catalog
from engine.kinds import Kind
from engine.settings import Settings
from tests.engine.beam.builders import all_that_is_measured, analyze_here, export_entries, take_in
from tests.engine.builders import REPOSITORY, import_photos

pytestmark = pytest.mark.slow

BEAM_PYTHON = REPOSITORY / ".venv-beam" / "bin" / "python"
MULTI_PROCESSING = ("--runner=DirectRunner", "--direct_running_mode=multi_processing", "--direct_num_workers=2")


@pytest.fixture
def elsewhere(settings: Settings, tmp_path: Path) -> Settings:
    """A second home, whose photos Beam measures."""
    return replace(settings, home=tmp_path / "elsewhere")


def _measure_with_beam(manifest: Path, output: Path, *words: str) -> subprocess.CompletedProcess[str]:
    if not BEAM_PYTHON.exists():
        pytest.skip("needs Apache Beam in .venv-beam: make beam-venv")
    output.parent.mkdir(exist_ok=True)
    ours = ["--manifest", str(manifest), "--output", str(output), *words]
    return subprocess.run(
        [str(BEAM_PYTHON), "-m", "engine.beam", *ours, *MULTI_PROCESSING],
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},  # Beam's processes start in folders of their own
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.mark.photos
def test_odd_photos_and_broken_ones_are_measured_number_by_number_as_on_this_computer(
    settings: Settings, elsewhere: Settings, photos_dir: Path, weights: dict[str, Path], tmp_path: Path
) -> None:
    here = import_photos(settings, photos_dir / "odd_files", kind=Kind.FACES).dataset
    analyze_here(settings, here)
    there = import_photos(elsewhere, photos_dir / "odd_files", kind=Kind.FACES).dataset
    num_photos = len(export_entries(elsewhere, there, tmp_path / "odd.jsonl"))
    assert num_photos > 70
    done = _measure_with_beam(tmp_path / "odd.jsonl", tmp_path / "out" / "odd", "--weights", str(settings.weights_dir))
    assert done.returncode == 0, done.stderr
    assert take_in(elsewhere, there, f"{tmp_path}/out/odd-*.parquet") == {"taken": num_photos}
    ours, theirs = (all_that_is_measured(open_catalog(each)) for each in (settings, elsewhere))
    assert len(ours["analyses"]) == num_photos
    assert len(ours["faces"]) > 50
    assert theirs == ours


def test_a_photo_that_changed_or_went_is_a_row_with_its_reason(
    settings: Settings, people_dir: Path, tmp_path: Path
) -> None:
    dataset = import_photos(settings, people_dir).dataset
    export_entries(settings, dataset, tmp_path / "team.jsonl")
    (people_dir / "Ann" / "1.png").unlink()
    (people_dir / "Ann" / "2.png").write_bytes((people_dir / "Bo" / "1.png").read_bytes())
    done = _measure_with_beam(tmp_path / "team.jsonl", tmp_path / "out" / "team")
    assert done.returncode == 0, done.stderr
    assert take_in(settings, dataset, f"{tmp_path}/out/team-*.parquet") == {"taken": 3, "failed": 2}
    errors = [row[3] for row in all_that_is_measured(open_catalog(settings))["analyses"]]
    assert errors[2:] == [None] * 3
    assert "cannot be read" in errors[0]
    assert "holds other bytes than when it was imported" in errors[1]

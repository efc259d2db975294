"""The quality report: numbers counted by hand, text escaped, pictures inside, nothing fetched; the table as CSV."""

from __future__ import annotations

import csv
import re
from datetime import datetime
from io import StringIO
from pathlib import Path

import pytest

from engine.catalog import open_catalog
from engine.catalog.datasets import Dataset
from engine.catalog.decisions import LimitSetting
from engine.edits import set_overrides
from engine.kinds import Kind, Override, Verdict
from engine.reports import gather_report, photo_rows, render_report
from engine.settings import Settings
from engine.verdicts import decide, decide_dataset, default_limits
from tests.conftest import write_photo
from tests.engine.builders import build_table, import_photos, save_generated_faces
from tests.engine.commands.conftest import CommandLine

MADE = datetime(2026, 3, 4, 5, 6)
STRANGE = '김 <b>& "O\'Hara"'


@pytest.fixture
def team(settings: Settings, tmp_path: Path) -> Dataset:
    """Three photos of a person with a strange name and two of Bo, all good but for one that the user rejected."""
    for seed, name in enumerate([STRANGE, STRANGE, STRANGE, "Bo", "Bo"]):
        write_photo(tmp_path / "people" / name / f"{seed}.png", (200, 200), seed=seed)
    catalog = open_catalog(settings)
    dataset = import_photos(settings, tmp_path / "people", kind=Kind.FACES).dataset
    save_generated_faces(catalog, dataset)
    table = decide_dataset(catalog, dataset).table
    set_overrides(catalog, dataset, [table.sha256s[table.labels.tolist().index("Bo")]], Override.REJECT)
    return dataset


def _page(settings: Settings, dataset: Dataset) -> str:
    report = gather_report(dataset, decide_dataset(open_catalog(settings), dataset))
    return render_report(settings, report, made=MADE)


class TestNumbers:
    def test_before_and_after_stand_per_person_and_per_reason(self, settings: Settings, team: Dataset) -> None:
        catalog = open_catalog(settings)
        limits = {name: LimitSetting(each.value, is_on=False) for name, each in default_limits(Kind.FACES).items()}
        limits["size"] = LimitSetting(65)
        report = gather_report(team, decide_dataset(catalog, team, limits))
        assert (report.num_photos, report.counts[Verdict.REJECTED]) == (5, 5)
        limits["size"] = LimitSetting(64)
        report = gather_report(team, decide_dataset(catalog, team, limits))
        assert [(person.label, person.counts.total, person.counts.kept) for person in report.people] == [
            (STRANGE, 3, 3),
            ("Bo", 2, 1),
        ]
        assert report.balance(after=False) == (2, 3)
        assert report.balance(after=True) == (1, 3)
        assert [(each.title, each.num_rejected) for each in report.reasons if each.is_on] == [
            ("Rejected by hand", 1),
            ("Too small", 0),
        ]
        assert report.reasons[1].limit == "at least 64 pixels"

    def test_examples_are_few_however_many_photos_there_are(self, team: Dataset) -> None:
        limits = {name: LimitSetting(each.value, name == "pan") for name, each in default_limits(Kind.FACES).items()}
        columns = {name: [1.0] * 5000 for name in limits} | {"pan": [40.0] * 5000}
        reason = gather_report(team, decide(build_table(columns), Kind.FACES, limits)).reasons[0]
        assert (reason.title, reason.num_rejected, reason.num_alone) == ("Head turned aside", 5000, 5000)
        places = [int(example.sha256.removeprefix("photo-")) for example in reason.examples]
        assert (places[0], places[-1], len(places)) == (0, 4999, 8)
        assert "limit 20°" in reason.examples[0].words

    def test_a_dataset_without_photos_has_a_report(self, settings: Settings, team: Dataset) -> None:
        limits = default_limits(Kind.FACES)
        empty = decide(build_table({name: [] for name in limits}), Kind.FACES, limits)
        report = gather_report(team, empty)
        assert report.balance(after=True) is None
        assert "Before<b>0</b>" in render_report(settings, report, made=MADE)


class TestPage:
    def test_names_are_text_and_never_markup(self, settings: Settings, team: Dataset) -> None:
        page = _page(settings, team)
        assert "김 &lt;b&gt;&amp; &#34;O&#39;Hara&#34;" in page
        assert STRANGE not in page
        assert "made 2026-03-04 05:06" in page

    def test_it_holds_its_pictures_and_fetches_nothing(self, settings: Settings, team: Dataset) -> None:
        page = _page(settings, team)
        sources = re.findall(r'src="([^"]*)"', page)
        assert sources
        assert all(source.startswith("data:image/jpeg;base64,") for source in sources)
        assert not re.search(r"https?://|<script|<link|@import|url\(", page)

    def test_a_photo_whose_file_is_gone_is_told_in_words(
        self, settings: Settings, team: Dataset, tmp_path: Path
    ) -> None:
        for file in (tmp_path / "people").rglob("*.png"):
            file.unlink()
        assert "No picture" in _page(settings, team)


class TestTable:
    def test_a_line_per_photo_says_why_and_holds_every_number(self, settings: Settings, team: Dataset) -> None:
        decision = decide_dataset(open_catalog(settings), team)
        text = "".join(photo_rows(decision))
        rows = list(csv.DictReader(StringIO(text, newline="")))
        assert text.startswith("path,sha256,label,verdict,by_hand,reasons,explanation,readable,")
        assert len(rows) == 5
        by_hand = next(row for row in rows if row["by_hand"])
        assert (by_hand["label"], by_hand["verdict"], by_hand["by_hand"]) == ("Bo", "rejected", "reject")
        assert by_hand["reasons"].endswith("by_hand")
        assert {row["label"] for row in rows} == {STRANGE, "Bo"}
        assert by_hand["size"] == "64"
        assert [name for name in decision.checks if name not in by_hand] == []

    def test_it_comes_in_pieces(self, team: Dataset) -> None:
        limits = default_limits(Kind.FACES)
        decision = decide(build_table({name: [1.0] * 1200 for name in limits}), Kind.FACES, limits)
        pieces = list(photo_rows(decision))
        assert len(pieces) == 3
        assert "".join(pieces).count("\r\n") == 1201


class TestCommand:
    def test_the_ending_chooses_page_or_table(self, facet: CommandLine, team: Dataset, tmp_path: Path) -> None:
        page, table = tmp_path / "out" / "r.HTML", tmp_path / "out" / "r.csv"
        document = facet.json("report", "team", "--to", page)
        assert (document["dataset"], document["photos"], document["file"]) == ("team", 5, str(page))
        assert page.read_text(encoding="utf-8").lstrip().startswith("<!doctype html>")
        facet.json("report", "team", "--to", table)
        assert table.read_bytes().count(b"\r\n") == 6

    def test_another_ending_is_refused(self, facet: CommandLine, team: Dataset, tmp_path: Path) -> None:
        answer = facet("report", "team", "--to", tmp_path / "r.pdf")
        assert (answer.code, list(tmp_path.glob("r.*"))) == (1, [])
        assert "has an unknown ending. Expected a file that ends in .html or .csv." in answer.err

    def test_a_place_that_cannot_be_written_is_told(self, facet: CommandLine, team: Dataset, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        answer = facet("report", "team", "--to", tmp_path / "file" / "r.csv")
        assert answer.code == 1
        assert "cannot be written" in answer.err

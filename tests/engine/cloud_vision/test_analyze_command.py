"""``analyze --analyzer vision`` from a terminal: it says the price first, and after a kill pays nothing twice."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine import jobs
from engine.__main__ import main
from engine.catalog import Catalog
from engine.catalog.cloud_answers import count_answers
from engine.catalog.datasets import Dataset, choose_analyzer, get_dataset
from engine.catalog.stored_faces import load_faces
from engine.cloud_vision.consent import agree, plan_sending
from engine.cloud_vision.options import CloudOptions, save_options
from engine.faces.vision import QUESTIONS
from engine.jobs.records import find_process
from engine.kinds import Verdict
from engine.settings import Settings
from engine.verdicts import decide_dataset
from tests.engine.builders import save_generated_faces
from tests.engine.cloud_vision.vision_server import VisionServer, when


def _run(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, object]:
    capsys.readouterr()
    assert main(["--json", *words]) == 0
    document: dict[str, object] = json.loads(capsys.readouterr().out)
    return document


def test_without_a_yes_it_says_what_would_be_sent_and_changes_nothing(
    settings: Settings,
    catalog: Catalog,
    dataset: Dataset,
    server: VisionServer,
    capsys: pytest.CaptureFixture[str],
) -> None:
    save_options(settings, CloudOptions(free_per_month=30))
    told = _run(capsys, "analyze", "team", "--analyzer", "vision", "--endpoint", server.address)
    assert told == {
        "dataset": "team",
        "analyzed": 0,
        "endpoint": server.address,
        "to_send": 40,
        "known": 0,
        "cost_usd": 0.03,  # 10 photos × 2 features × $0.0015
        "needs_yes": True,
        "advice": "Nothing was sent. To agree to this, add --yes.",
    }
    assert server.requests == []
    assert jobs.list_jobs(settings) == [] or jobs.list_jobs(settings)[0].verb == "import"
    assert get_dataset(catalog, "team").analyzer == "local"


def test_with_a_yes_verdicts_rest_on_what_google_saw(
    settings: Settings,
    catalog: Catalog,
    dataset: Dataset,
    server: VisionServer,
    weights: dict[str, Path],
    capsys: pytest.CaptureFixture[str],
) -> None:
    ask = ("analyze", "team", "--analyzer", "vision", "--endpoint", server.address, "--workers", "1")
    told = _run(capsys, *ask, "--yes")
    assert (told["analyzed"], told["failed"], told["to_send"], told["needs_yes"]) == (40, 0, 40, False)
    decision = decide_dataset(catalog, get_dataset(catalog, "team"))
    assert decision.values["pan"].tolist() == [-25.0] * 40
    assert decision.count(Verdict.REJECTED) == 40  # 64 × 48 is small, and 25° is turned too far
    faces = load_faces(catalog, int(decision.table.photo_ids[0]), "vision")
    assert faces is not None
    assert faces.boxes_ltrb.tolist() == [[16, 12, 48, 36]]
    assert faces.embedding is not None
    assert faces.embedding.shape == (128,)

    told = _run(capsys, *ask)
    assert (told["analyzed"], told["reused"], told["to_send"], told["known"]) == (0, 40, 0, 40)
    assert len(server.pictures) == 40
    (job,) = [each for each in jobs.list_jobs(settings) if "--workers" in each.command and each.result == told]
    assert "--yes" not in job.command  # resumed another day, it would mean more photos


def test_local_is_one_command_away(
    settings: Settings, catalog: Catalog, dataset: Dataset, weights: dict[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    save_generated_faces(catalog, dataset)
    choose_analyzer(catalog, dataset, "vision")
    told = _run(capsys, "analyze", "team", "--analyzer", "local")
    assert (told["analyzed"], told["reused"]) == (0, 40)
    assert get_dataset(catalog, "team").analyzer == "local"


@pytest.mark.slow
def test_after_a_kill_nothing_that_was_answered_is_paid_for_again(
    settings: Settings, catalog: Catalog, dataset: Dataset, server: VisionServer, weights: dict[str, Path]
) -> None:
    forever = threading.Event()
    server.misbehaving = [None, *[when(forever)] * 10]
    now = datetime.now(UTC)
    agree(catalog, dataset, plan_sending(catalog, dataset, CloudOptions(), endpoint=server.address, now=now), now)
    words = ["analyze", "team", "--analyzer", "vision", "--endpoint", server.address, "--workers", "1"]
    job = jobs.start(settings, words)
    deadline = time.monotonic() + 60
    while count_answers(catalog, dataset, QUESTIONS).known < 16 and time.monotonic() < deadline:
        time.sleep(0.05)
    process = find_process(job.folder)
    assert process is not None, jobs.log_tail(job)
    process.kill()
    process.wait(10)
    answered = set(server.pictures[:16])
    forever.set()
    server.misbehaving.clear()

    job = jobs.wait(jobs.resume(settings, jobs.read(job.folder)), 120)
    assert job.result is not None, jobs.log_tail(job)
    assert (job.result["analyzed"], job.result["failed"], job.result["known"]) == (40, 0, 16)
    times = Counter(server.pictures)
    assert len(times) == 40
    assert all(times[picture] == 1 for picture in answered)

"""How much is sent at once, how fast, where to and for how much: worked out without a network."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.catalog import Catalog
from engine.catalog.cloud_answers import Answer, Consent, count_answers, count_sent, list_unanswered, save_answers
from engine.catalog.datasets import Dataset
from engine.catalog.measurements import PendingPhoto
from engine.cloud_vision.consent import CloudPlan, agree, plan_sending, price
from engine.cloud_vision.endpoint import Endpoint, parse_endpoint
from engine.cloud_vision.options import CloudOptions, load_options, options_file, save_options
from engine.cloud_vision.pacing import Pacer, photos_per_request
from engine.cloud_vision.uploads import Unsendable, Upload, make_upload, split_into_requests
from engine.errors import BadInput
from engine.faces.vision import QUESTIONS
from engine.forgetting import forget, plan_forgetting_photos
from engine.settings import Settings

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.mark.parametrize("quota", [1, 20, 100, 1800, 6000])
def test_no_minute_has_more_photos_than_the_quota(quota: int) -> None:
    pacer, size = Pacer(quota), photos_per_request(quota)
    moments = [pacer.reserve(size, now=0.0) for _ in range(3 * quota // size + 3)]
    assert moments == sorted(moments)
    for start in moments:
        assert size * sum(start <= moment <= start + 60 for moment in moments) <= quota


def test_the_first_request_goes_at_once_and_time_that_passed_is_not_saved_up() -> None:
    pacer = Pacer(1800)
    assert pacer.reserve(16, now=100.0) == 100.0
    assert pacer.reserve(16, now=500.0) == 500.0
    assert pacer.reserve(16, now=500.0) == pytest.approx(500.0 + 16 * 60 / (1800 * 0.95))


def test_a_service_that_wants_to_be_left_alone_is() -> None:
    pacer = Pacer(1800)
    pacer.hold(30, now=5.0)
    assert pacer.reserve(1, now=6.0) == 35.0


def test_a_small_quota_makes_small_requests() -> None:
    assert [photos_per_request(quota) for quota in (1, 100, 1800)] == [1, 5, 16]


def test_a_request_is_full_by_bytes() -> None:
    uploads = [Upload(number, b"x" * 3_000_000, (1600, 1600)) for number in range(5)]
    assert [[upload.photo_id for upload in request] for request in split_into_requests(uploads)] == [
        [0, 1],
        [2, 3],
        [4],
    ]
    assert split_into_requests([]) == []


def test_a_small_photo_is_not_enlarged_and_one_that_is_gone_is_not_sent(tmp_path: Path, people_dir: Path) -> None:
    made = make_upload(PendingPhoto(7, "aa", people_dir / "Ann" / "1.png"))
    assert isinstance(made, Upload)
    assert (made.photo_id, made.size_wh) == (7, (64, 48))
    assert isinstance(make_upload(PendingPhoto(7, "aa", tmp_path / "gone.png")), Unsendable)
    assert isinstance(make_upload(PendingPhoto(7, "aa", None)), Unsendable)


@pytest.mark.parametrize(
    ("photos", "free", "dollars"),
    [
        (0, 1000, 0.0),
        (1000, 1000, 0.0),
        (1001, 1000, 0.0),
        (2000, 1000, 3.0),
        (58_000, 1000, 171.0),
        (58_000, 0, 174.0),
    ],
)
def test_each_photo_beyond_the_free_ones_costs_two_units(photos: int, free: int, dollars: float) -> None:
    assert price(photos, free, 1.50) == dollars


@pytest.mark.parametrize(
    ("text", "endpoint"),
    [
        ("vision.googleapis.com", Endpoint("vision.googleapis.com", 443)),
        ("eu-vision.googleapis.com:443", Endpoint("eu-vision.googleapis.com", 443)),
        (" EU-Vision.GoogleAPIs.com ", Endpoint("eu-vision.googleapis.com", 443)),
        ("127.0.0.1:5000", Endpoint("127.0.0.1", 5000, is_local=True)),
        ("[::1]:5000", Endpoint("::1", 5000, is_local=True)),
        ("localhost:5000", Endpoint("localhost", 5000, is_local=True)),
    ],
)
def test_googles_servers_and_this_computer_are_endpoints(text: str, endpoint: Endpoint) -> None:
    assert parse_endpoint(text) == endpoint
    assert parse_endpoint(str(endpoint)) == endpoint


@pytest.mark.parametrize("text", ["vision.example.com", "evilgoogleapis.com", "10.0.0.7:443", "googleapis.com.evil"])
def test_photos_are_sent_to_no_stranger(text: str) -> None:
    with pytest.raises(BadInput, match="is no server of Google's"):
        parse_endpoint(text)


@pytest.mark.parametrize("text", ["", "https://vision.googleapis.com", "vision.googleapis.com:", "localhost:99999"])
def test_what_is_no_address_is_told(text: str) -> None:
    with pytest.raises(BadInput, match=r"is no server's address\. Expected HOST or HOST:PORT"):
        parse_endpoint(text)


def test_options_survive_and_only_their_owner_may_read_them(settings: Settings) -> None:
    assert load_options(settings) == CloudOptions()
    options = CloudOptions(credentials_file="/keys/facet.json", endpoint="eu-vision.googleapis.com", dollars_per_1000=2)
    save_options(settings, options)
    assert load_options(settings) == options
    assert options_file(settings).stat().st_mode & 0o777 == 0o600


def test_options_that_make_no_sense_are_told(settings: Settings) -> None:
    with pytest.raises(BadInput, match="0 photos a minute cannot be sent"):
        CloudOptions(photos_per_minute=0)
    with pytest.raises(BadInput, match="A price below 0"):
        CloudOptions(dollars_per_1000=-1)
    options_file(settings).write_text("{", encoding="utf-8")
    with pytest.raises(BadInput, match=r"cloud_vision\.json cannot be read .* Delete it"):
        load_options(settings)


@pytest.mark.parametrize(
    ("to_send", "consent", "needs_yes"),
    [
        (0, None, False),
        (1, None, True),
        (5, Consent("vision.googleapis.com", 5, 0.0, "2026-11-25"), False),
        (6, Consent("vision.googleapis.com", 5, 0.0, "2026-11-25"), True),
        (3, Consent("vision.googleapis.com", 5, 0.0, "2026-11-25", num_sent=2), False),
        (4, Consent("vision.googleapis.com", 5, 0.0, "2026-11-25", num_sent=2), True),
        (1, Consent("eu-vision.googleapis.com", 5, 0.0, "2026-11-25"), True),
    ],
)
def test_a_yes_holds_for_so_many_photos_and_one_server(to_send: int, consent: Consent | None, needs_yes: bool) -> None:
    plan = CloudPlan(to_send, 0, "vision.googleapis.com", 1000, 0.0, consent)
    assert plan.needs_yes is needs_yes


def test_what_was_sent_this_month_is_free_no_more(catalog: Catalog, dataset: Dataset) -> None:
    first, *rest = list_unanswered(catalog, dataset, QUESTIONS)
    options = replace(CloudOptions(), free_per_month=2)
    plan = plan_sending(catalog, dataset, options, now=NOW)
    assert (plan.to_send, plan.known, plan.free_left, plan.dollars) == (40, 0, 2, 0.11)  # 38 × 2 × 0.0015 = 0.114
    agree(catalog, dataset, plan, NOW)
    answers = [Answer(first.photo_id, b"{}"), Answer(rest[0].photo_id, error="It is gone.", was_sent=False)]
    save_answers(catalog, dataset, QUESTIONS, answers, asked=NOW.isoformat())
    after = plan_sending(catalog, dataset, options, now=NOW)
    assert (after.to_send, after.known, after.free_left) == (39, 1, 1)
    assert plan_sending(catalog, dataset, options, now=NOW.replace(month=12)).free_left == 2
    assert after.consent == Consent("vision.googleapis.com", 40, 0.11, "2026-11-25T12:00:00+00:00", num_sent=1)


def test_an_answer_to_older_questions_does_not_count(catalog: Catalog, dataset: Dataset) -> None:
    photo = list_unanswered(catalog, dataset, QUESTIONS)[0]
    save_answers(catalog, dataset, QUESTIONS, [Answer(photo.photo_id, b"{}")], asked=NOW.isoformat())
    newer = replace(QUESTIONS, version=QUESTIONS.version + 1)
    assert count_answers(catalog, dataset, QUESTIONS).known == 1
    assert count_answers(catalog, dataset, newer).known == 0


def test_erasing_a_photo_erases_what_was_said_of_it(settings: Settings, catalog: Catalog, dataset: Dataset) -> None:
    photos = list_unanswered(catalog, dataset, QUESTIONS)
    secret = [Answer(photo.photo_id, b"what google said" + bytes([number])) for number, photo in enumerate(photos)]
    save_answers(catalog, dataset, QUESTIONS, secret, asked=NOW.isoformat())
    forget(settings, catalog, plan_forgetting_photos(settings, catalog, dataset, [photos[0].sha256]))
    assert count_answers(catalog, dataset, QUESTIONS).known == 39
    assert settings.catalog_file.read_bytes().count(b"what google said") == 39
    assert count_sent(catalog, QUESTIONS.analyzer, "2026-11") == 40  # how many, not which

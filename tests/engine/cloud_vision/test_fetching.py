"""Google's real client over a real socket: what leaves the computer, how fast, how often, and what is kept of it."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import grpc
import pytest
from google.cloud import vision
from PIL import ExifTags, Image

from engine import jobs
from engine.analysis import AnalysisResult, analyze_dataset
from engine.analysis.errand import Errand
from engine.catalog import Catalog
from engine.catalog.cloud_answers import count_answers, load_consent
from engine.catalog.datasets import Dataset, choose_analyzer
from engine.cloud_vision.asking import Patience
from engine.cloud_vision.consent import agree, plan_sending
from engine.cloud_vision.fetching import REQUESTS_IN_FLIGHT, fetch_answers
from engine.cloud_vision.options import CloudOptions, save_options
from engine.errors import CloudError, ConsentMissing
from engine.faces.vision import QUESTIONS
from engine.kinds import Kind, Verdict
from engine.settings import Settings
from engine.verdicts import decide_dataset
from tests.conftest import write_photo
from tests.engine.builders import import_photos, write_many_photos
from tests.engine.cloud_vision.vision_server import (
    VisionServer,
    refuse,
    retry_after,
    shortened,
    when,
    with_errors,
)

QUICK = Patience(timeout_seconds=30, pauses_seconds=(0.0, 0.0), stop_seconds=0.2)
UNAVAILABLE = refuse(grpc.StatusCode.UNAVAILABLE, "The service is currently unavailable.")


def say_yes(catalog: Catalog, dataset: Dataset, server: VisionServer) -> None:
    now = datetime.now(UTC)
    agree(catalog, dataset, plan_sending(catalog, dataset, CloudOptions(), endpoint=server.address, now=now), now)


def fetch(
    settings: Settings, catalog: Catalog, dataset: Dataset, server: VisionServer, patience: Patience = QUICK
) -> jobs.Job:
    folder = jobs.new_folder(settings.jobs_dir, "analyze")
    with jobs.running(folder, ["analyze", dataset.name]) as job:
        fetch_answers(Errand(settings, catalog, dataset, job, server.address), patience)
    return jobs.read(folder)


@pytest.fixture
def agreed(settings: Settings, catalog: Catalog, dataset: Dataset, server: VisionServer) -> Dataset:
    """The dataset, with a yes to send it; the quota is so large that nobody waits for it."""
    save_options(settings, CloudOptions(photos_per_minute=10_000_000))
    say_yes(catalog, dataset, server)
    return dataset


class TestWhatLeaves:
    def test_nothing_is_sent_without_a_yes(
        self, settings: Settings, catalog: Catalog, dataset: Dataset, server: VisionServer
    ) -> None:
        with pytest.raises(ConsentMissing, match=r"40 photos of 'team' would be sent to 127\.0\.0\.1:\d+, for \$0\.00"):
            fetch(settings, catalog, dataset, server)
        assert server.requests == []

    def test_a_yes_to_another_server_is_none(
        self, settings: Settings, catalog: Catalog, dataset: Dataset, server: VisionServer
    ) -> None:
        now = datetime.now(UTC)
        agree(catalog, dataset, plan_sending(catalog, dataset, CloudOptions(), now=now), now)
        with pytest.raises(ConsentMissing):
            fetch(settings, catalog, dataset, server)
        assert server.requests == []

    def test_sixteen_photos_go_in_a_request_and_both_features_are_asked_for(
        self, settings: Settings, catalog: Catalog, agreed: Dataset, server: VisionServer
    ) -> None:
        fetch(settings, catalog, agreed, server)
        assert sorted(server.sizes) == [8, 16, 16]
        asked = {tuple(feature.type_.name for feature in each.features) for r in server.requests for each in r.requests}
        assert asked == {("FACE_DETECTION", "LABEL_DETECTION")}

    def test_a_photo_leaves_upright_at_1600_pixels_without_exif_place_or_name(
        self, settings: Settings, catalog: Catalog, server: VisionServer, tmp_path: Path
    ) -> None:
        picture = Image.new("RGB", (4000, 2000), (10, 20, 30))
        exif = Image.Exif()
        exif[ExifTags.Base.Orientation] = 6  # lies on its side
        exif[ExifTags.Base.Artist] = "Secret Artist"
        exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] = "N"
        (tmp_path / "in" / "Kim Secret").mkdir(parents=True)
        picture.save(tmp_path / "in" / "Kim Secret" / "1.jpg", exif=exif, comment=b"Secret comment")
        dataset = import_photos(settings, tmp_path / "in", kind=Kind.FACES).dataset
        say_yes(catalog, dataset, server)
        fetch(settings, catalog, dataset, server)
        (sent,) = server.pictures
        assert not any(word in sent for word in (b"Exif", b"Secret", b"GPS", b"http://ns.adobe.com"))
        assert b"Secret" not in vision.BatchAnnotateImagesRequest.serialize(server.requests[0])
        with Image.open(BytesIO(sent)) as copy:
            assert (copy.format, copy.size) == ("JPEG", (800, 1600))


class TestPaidOnce:
    def test_what_is_answered_is_not_asked_again_in_another_dataset_or_after_an_import(
        self, settings: Settings, catalog: Catalog, agreed: Dataset, server: VisionServer, tmp_path: Path
    ) -> None:
        fetch(settings, catalog, agreed, server)
        other = import_photos(settings, tmp_path / "in", name="other", kind=Kind.FACES).dataset
        write_photo(tmp_path / "in" / "Ann" / "new.png", seed=99)
        again = import_photos(settings, tmp_path / "in", kind=Kind.FACES).dataset
        server.requests.clear()
        fetch(settings, catalog, other, server)
        assert server.requests == []
        say_yes(catalog, again, server)
        fetch(settings, catalog, again, server)
        assert server.sizes == [1]

    def test_the_yes_counts_down_and_is_asked_for_again_when_more_is_to_send(
        self, settings: Settings, catalog: Catalog, agreed: Dataset, server: VisionServer, tmp_path: Path
    ) -> None:
        fetch(settings, catalog, agreed, server)
        consent = load_consent(catalog, agreed, QUESTIONS.analyzer)
        assert consent is not None
        assert (consent.num_photos, consent.num_sent) == (40, 40)
        for number in (98, 99):
            write_photo(tmp_path / "in" / "Ann" / f"{number}.png", seed=number)
        dataset = import_photos(settings, tmp_path / "in", kind=Kind.FACES).dataset
        server.requests.clear()
        with pytest.raises(ConsentMissing, match="2 photos"):
            fetch(settings, catalog, dataset, server)
        assert server.requests == []

    def test_a_stop_sends_nothing_more_and_keeps_what_is_answered(
        self, settings: Settings, catalog: Catalog, agreed: Dataset, server: VisionServer
    ) -> None:
        folder = jobs.new_folder(settings.jobs_dir, "analyze")

        def stop_and_answer(
            request: vision.BatchAnnotateImagesRequest, context: grpc.ServicerContext
        ) -> vision.BatchAnnotateImagesResponse:
            (folder / "stop").touch()
            return with_errors([])(request, context)

        server.misbehaving = [stop_and_answer]
        with jobs.running(folder, ["analyze", agreed.name]) as job:
            fetch_answers(Errand(settings, catalog, agreed, job, server.address), Patience())
        assert server.sizes == [16]
        assert count_answers(catalog, agreed, QUESTIONS).known == 16
        fetch(settings, catalog, agreed, server)
        assert len(server.pictures) == len(set(server.pictures)) == 40

    def test_a_stop_does_not_wait_for_a_service_that_hangs(
        self, settings: Settings, catalog: Catalog, agreed: Dataset, server: VisionServer
    ) -> None:
        folder, forever = jobs.new_folder(settings.jobs_dir, "analyze"), threading.Event()

        def stop_and_hang(
            request: vision.BatchAnnotateImagesRequest, context: grpc.ServicerContext
        ) -> vision.BatchAnnotateImagesResponse:
            (folder / "stop").touch()
            return when(forever)(request, context)

        server.misbehaving = [stop_and_hang]
        with jobs.running(folder, ["analyze", agreed.name]) as job:
            fetch_answers(Errand(settings, catalog, agreed, job, server.address), QUICK)
        forever.set()
        assert server.sizes == [16]
        assert count_answers(catalog, agreed, QUESTIONS).known == 0


class TestTroubles:
    @pytest.mark.parametrize(
        "code",
        [grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.RESOURCE_EXHAUSTED, grpc.StatusCode.DEADLINE_EXCEEDED],
        ids=lambda code: code.name,
    )
    def test_what_may_pass_by_itself_is_asked_again(
        self, settings: Settings, catalog: Catalog, agreed: Dataset, server: VisionServer, code: grpc.StatusCode
    ) -> None:
        server.misbehaving = [refuse(code, "Not now.")] * 2
        fetch(settings, catalog, agreed, server)
        assert sum(server.sizes) == 40 + 2 * 16
        assert count_answers(catalog, agreed, QUESTIONS).known == 40

    def test_a_service_that_stays_away_ends_the_job_and_keeps_what_it_said_before(
        self, settings: Settings, catalog: Catalog, agreed: Dataset, server: VisionServer
    ) -> None:
        server.misbehaving, server.always = [with_errors([])], UNAVAILABLE
        with pytest.raises(CloudError, match=r"127\.0\.0\.1:\d+ cannot be reached .* what was answered is kept\."):
            fetch(settings, catalog, agreed, server)
        assert count_answers(catalog, agreed, QUESTIONS).known == 16

    def test_a_missing_permission_is_not_asked_again_and_one_request_shows_it(
        self, settings: Settings, catalog: Catalog, agreed: Dataset, server: VisionServer
    ) -> None:
        server.always = refuse(grpc.StatusCode.PERMISSION_DENIED, "Permission denied on resource project 123.")
        with pytest.raises(CloudError, match="The key may not use Cloud Vision"):
            fetch(settings, catalog, agreed, server)
        assert server.sizes == [16]

    def test_a_late_answer_is_an_error_of_its_photos_and_the_others_are_asked(
        self, settings: Settings, catalog: Catalog, agreed: Dataset, server: VisionServer
    ) -> None:
        never = threading.Event()
        server.misbehaving = [when(never)]
        patience = Patience(timeout_seconds=0.5, pauses_seconds=())
        fetch(settings, catalog, agreed, server, patience)
        never.set()
        assert count_answers(catalog, agreed, QUESTIONS).known == 24

    def test_photos_with_a_passing_error_are_asked_again_alone(
        self, settings: Settings, catalog: Catalog, agreed: Dataset, server: VisionServer
    ) -> None:
        server.misbehaving = [with_errors([None, (14, "Try later."), None, (8, "Too much.")])]
        fetch(settings, catalog, agreed, server)
        assert sorted(server.sizes)[0] == 2
        assert count_answers(catalog, agreed, QUESTIONS).known == 40

    def test_a_photo_with_a_lasting_error_is_a_row_with_its_reason(
        self,
        settings: Settings,
        catalog: Catalog,
        agreed: Dataset,
        server: VisionServer,
        weights: dict[str, Path],
        tmp_path: Path,
    ) -> None:
        (tmp_path / "in" / "Ann" / "99.png").write_bytes((tmp_path / "in" / "Ann" / "01.png").read_bytes()[:2000])
        dataset = import_photos(settings, tmp_path / "in", kind=Kind.FACES).dataset
        say_yes(catalog, dataset, server)
        server.misbehaving = [with_errors([None, (3, "Bad image data.")])]
        result = analyze(settings, catalog, dataset, server)
        assert (result.analyzed, result.failed) == (40, 1)
        assert len(server.pictures) == 40  # the damaged one is not sent, but measured as unreadable
        decision = decide_dataset(catalog, choose_analyzer(catalog, dataset, "vision"))
        assert decision.verdicts[40] == Verdict.REJECTED
        assert decision.explain(1) == ("Google Cloud Vision could not look at this photo: Bad image data.",)

    def test_an_answer_about_fewer_photos_than_were_sent_is_not_believed(
        self, settings: Settings, catalog: Catalog, agreed: Dataset, server: VisionServer
    ) -> None:
        server.misbehaving = [shortened]
        fetch(settings, catalog, agreed, server)
        assert sum(server.sizes) == 40 + 16
        assert count_answers(catalog, agreed, QUESTIONS).known == 40

    def test_of_a_refused_request_each_photo_is_asked_about_alone(
        self, settings: Settings, catalog: Catalog, agreed: Dataset, server: VisionServer
    ) -> None:
        bad = refuse(grpc.StatusCode.INVALID_ARGUMENT, "Request is malformed.")
        server.misbehaving = [bad, bad]
        fetch(settings, catalog, agreed, server)
        assert server.sizes[:17] == [16] + [1] * 16
        assert count_answers(catalog, agreed, QUESTIONS).known == 39

    def test_the_pause_that_the_service_asks_for_is_kept(
        self, settings: Settings, catalog: Catalog, agreed: Dataset, server: VisionServer
    ) -> None:
        times: list[datetime] = []

        def note(
            request: vision.BatchAnnotateImagesRequest, context: grpc.ServicerContext
        ) -> vision.BatchAnnotateImagesResponse:
            times.append(datetime.now(UTC))
            if len(times) == 1:
                return refuse(grpc.StatusCode.RESOURCE_EXHAUSTED, "Slower.", retry_after(1))(request, context)
            return with_errors([])(request, context)

        server.always = note
        fetch(settings, catalog, agreed, server)
        assert (times[1] - times[0]).total_seconds() >= 1

    def test_as_many_requests_are_in_flight_as_are_meant_to_be_and_no_more(
        self, settings: Settings, catalog: Catalog, server: VisionServer, tmp_path: Path
    ) -> None:
        photos = write_many_photos(tmp_path / "many", 16 * (2 + REQUESTS_IN_FLIGHT))
        dataset = import_photos(settings, photos, kind=Kind.FACES).dataset
        save_options(settings, CloudOptions(photos_per_minute=10_000_000))
        say_yes(catalog, dataset, server)
        full = threading.Event()

        def answer_once_all_are_here(
            request: vision.BatchAnnotateImagesRequest, context: grpc.ServicerContext
        ) -> vision.BatchAnnotateImagesResponse:
            if server.most_at_once >= REQUESTS_IN_FLIGHT:
                full.set()
            return when(full)(request, context)

        server.misbehaving, server.always = [with_errors([])], answer_once_all_are_here
        fetch(settings, catalog, dataset, server)
        assert server.most_at_once == REQUESTS_IN_FLIGHT
        assert server.sizes == [16] * (2 + REQUESTS_IN_FLIGHT)


def analyze(settings: Settings, catalog: Catalog, dataset: Dataset, server: VisionServer) -> AnalysisResult:
    with jobs.running(jobs.new_folder(settings.jobs_dir, "analyze"), ["analyze", dataset.name]) as job:
        return analyze_dataset(
            settings,
            catalog,
            dataset,
            analyzer_name="vision",
            num_workers=1,
            job=job,
            endpoint=server.address,
        )

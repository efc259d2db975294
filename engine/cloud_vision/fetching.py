"""Brings the missing answers of a dataset into the catalog, each stored as soon as it is there."""

from __future__ import annotations

import time
from collections import deque
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import UTC, datetime

from engine.analysis.errand import Errand
from engine.catalog.cloud_answers import Answer, list_unanswered, save_answers
from engine.catalog.measurements import PendingPhoto
from engine.cloud_vision.asking import Asking, Patience
from engine.cloud_vision.client import VisionClient, connect
from engine.cloud_vision.consent import CloudPlan, plan_sending, price, require_consent
from engine.cloud_vision.endpoint import parse_endpoint
from engine.cloud_vision.options import CloudOptions, load_options
from engine.cloud_vision.pacing import Pacer, photos_per_request
from engine.cloud_vision.problems import RequestFailed
from engine.faces.vision import QUESTIONS
from engine.jobs import JobHandle

REQUESTS_IN_FLIGHT = 8  # an answer takes 1 to 3 seconds: 8 × 16 photos in that time are more than the quota allows
LOOK_SECONDS = 0.2  # how often a wish to stop is looked for
MESSAGE = "Asking Google Cloud Vision"
DOLLARS = "dollars"  # among a job's numbers: what was spent so far


def fetch_answers(errand: Errand, patience: Patience | None = None) -> None:
    """Ask about every photo of the dataset that has no answer, if that was agreed.

    Raises:
        ConsentMissing: nobody has agreed to send so many photos there.
        CloudError: the service cannot be used; answers that came before are kept.
    """
    options, now = load_options(errand.settings), datetime.now(UTC)
    plan = plan_sending(errand.catalog, errand.dataset, options, endpoint=errand.endpoint, now=now)
    if plan.to_send == 0:
        return
    require_consent(errand.dataset, plan)
    errand.job.report(done=0, total=plan.to_send, message=MESSAGE)
    client = connect(parse_endpoint(plan.endpoint), options.credentials_file)
    _Fetch(errand, options, plan, client, patience or Patience()).run()


class _Fetch:
    """The requests in flight, and what came of those before."""

    def __init__(
        self, errand: Errand, options: CloudOptions, plan: CloudPlan, client: VisionClient, patience: Patience
    ) -> None:
        self._errand = errand
        self._options = options
        self._plan = plan
        self._client = client
        self._patience = patience
        self._asking = Asking(client, Pacer(options.photos_per_minute), patience)
        self._in_flight: set[Future[list[Answer]]] = set()
        self._trouble: RequestFailed | None = None
        self._done = self._num_sent = 0

    def run(self) -> None:
        """Ask until all are answered, somebody stops it, or nothing is answered any more."""
        photos = list_unanswered(self._errand.catalog, self._errand.dataset, QUESTIONS)
        size = photos_per_request(self._options.photos_per_minute)
        waiting = deque(photos[start : start + size] for start in range(0, len(photos), size))
        with ThreadPoolExecutor(REQUESTS_IN_FLIGHT) as pool:
            try:
                while waiting and not self._is_ending:
                    self._submit(pool, waiting)
                    self._take_finished()
                self._finish()
            finally:  # also when the disk is full: threads that wait would hold up the end
                self._hang_up()
        if self._trouble:
            raise self._trouble

    @property
    def _is_ending(self) -> bool:
        return self._trouble is not None or self._job.stop_requested()

    @property
    def _job(self) -> JobHandle:
        return self._errand.job

    def _submit(self, pool: ThreadPoolExecutor, waiting: deque[list[PendingPhoto]]) -> None:
        """Keep requests in flight; only one before the first answer, which shows that key and project are right."""
        most = REQUESTS_IN_FLIGHT if self._num_sent else 1
        while waiting and len(self._in_flight) < most and not self._is_ending:
            self._in_flight.add(pool.submit(self._asking.ask, waiting.popleft()))

    def _take_finished(self) -> None:
        finished, self._in_flight = wait(self._in_flight, LOOK_SECONDS, FIRST_COMPLETED)
        for future in finished:
            try:
                self._keep(future.result())
            except RequestFailed as trouble:
                self._trouble = self._trouble or trouble

    def _keep(self, answers: list[Answer]) -> None:
        if answers:
            asked = datetime.now(UTC).isoformat(timespec="seconds")
            save_answers(self._errand.catalog, self._errand.dataset, QUESTIONS, answers, asked=asked)
        self._done += len(answers)
        self._num_sent += sum(answer.was_sent for answer in answers)
        spent = price(self._num_sent, self._plan.free_left, self._options.dollars_per_1000)
        self._job.report(done=self._done, total=self._plan.to_send, message=MESSAGE, details={DOLLARS: spent})

    def _finish(self) -> None:
        """Take the answers that are on their way and paid for; when the end was not reached, wait only a moment."""
        deadline: float | None = None
        while self._in_flight and (deadline is None or time.monotonic() < deadline):
            self._take_finished()
            if self._is_ending and deadline is None:
                self._asking.stop()
                deadline = time.monotonic() + self._patience.stop_seconds

    def _hang_up(self) -> None:
        self._asking.stop()
        self._client.close()

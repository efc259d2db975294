"""Asks about many photos: several requests in flight, below the quota, again where that may help, until a Stop."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from engine.catalog.cloud_answers import Answer
from engine.catalog.measurements import PendingPhoto
from engine.cloud_vision.client import Reply, VisionClient
from engine.cloud_vision.pacing import Pacer
from engine.cloud_vision.problems import LATE, REFUSED, TOO_MUCH, RequestFailed
from engine.cloud_vision.uploads import Unsendable, Upload, make_upload, split_into_requests


@dataclass(frozen=True)
class Patience:
    """How long a service is waited for.

    Attributes:
        timeout_seconds: for the answer to one request.
        pauses_seconds: before each further try of the same photos.
        stop_seconds: for answers that are on their way, and paid for, when the user wants to stop.
    """

    timeout_seconds: float = 60.0
    pauses_seconds: tuple[float, ...] = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
    stop_seconds: float = 5.0


class Asking:
    """One visit to the service, shared by the threads that ask.

    Args:
        clock: seconds, as the pacer is told them.
    """

    def __init__(
        self,
        client: VisionClient,
        pacer: Pacer,
        patience: Patience,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = client
        self._pacer = pacer
        self._patience = patience
        self._clock = clock
        self._stopping = threading.Event()

    def stop(self) -> None:
        """Send nothing more; what waits, wakes."""
        self._stopping.set()

    def ask(self, photos: Sequence[PendingPhoto]) -> list[Answer]:
        """Ask about some photos. One that is not in the result was not asked about, as :meth:`stop` was called.

        Raises:
            RequestFailed: nothing will be answered, whichever photo is asked about.
        """
        answers: list[Answer] = []
        uploads: list[Upload] = []
        for made in map(make_upload, photos):
            if self._stopping.is_set():
                return answers
            if isinstance(made, Unsendable):
                answers.append(Answer(made.photo_id, error=made.reason, was_sent=False))
            else:
                uploads.append(made)
        for request in split_into_requests(uploads):
            answers += self._ask_patiently(request)
        return answers

    def _ask_patiently(self, uploads: Sequence[Upload]) -> list[Answer]:
        """Ask about the photos of one request until each has an answer or no pause is left."""
        answers: list[Answer] = []
        for pause in (*self._patience.pauses_seconds, None):
            if not self._wait_for_turn(len(uploads)):
                return answers
            try:
                replies = self._send(uploads)
            except RequestFailed as failure:
                if self._stopping.is_set():
                    return answers
                if not failure.is_retryable or pause is None:
                    return answers + self._give_up(uploads, failure)
                self._back_off(max(pause, failure.pause_seconds), failure)
                continue
            is_last = pause is None
            answers += [_answer(*each) for each in zip(uploads, replies, strict=True) if is_last or not _again(each[1])]
            uploads = [upload for upload, reply in zip(uploads, replies, strict=True) if _again(reply) and not is_last]
            if not uploads:
                return answers
            self._stopping.wait(pause or 0.0)
        return answers

    def _send(self, uploads: Sequence[Upload]) -> list[Reply]:
        pictures = [(upload.jpeg, upload.size_wh) for upload in uploads]
        return self._client.annotate(pictures, self._patience.timeout_seconds)

    def _give_up(self, uploads: Sequence[Upload], failure: RequestFailed) -> list[Answer]:
        """A request that nothing helps: its photos get an error; where one of them is the reason, it alone."""
        if failure.is_hopeless and failure.code != LATE:
            raise failure
        if len(uploads) == 1 or failure.code != REFUSED:
            return [Answer(upload.photo_id, error=str(failure)) for upload in uploads]
        return [answer for upload in uploads for answer in self._ask_patiently([upload])]

    def _back_off(self, seconds: float, failure: RequestFailed) -> None:
        if failure.code == TOO_MUCH:
            self._pacer.hold(seconds, self._clock())  # all of us
        else:
            self._stopping.wait(seconds)

    def _wait_for_turn(self, num_photos: int) -> bool:
        """Wait until so many photos may be sent; False when nothing shall be sent any more."""
        moment = self._pacer.reserve(num_photos, self._clock())
        return not self._stopping.wait(max(0.0, moment - self._clock()))


def _again(reply: Reply) -> bool:
    return reply.packed is None and reply.is_retryable


def _answer(upload: Upload, reply: Reply) -> Answer:
    return Answer(upload.photo_id, reply.packed, reply.error)

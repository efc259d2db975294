"""Makes batches ahead of the training, in order, from their numbers alone."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from itertools import islice
from threading import Lock
from types import TracebackType
from typing import Generic, TypeVar

Batch = TypeVar("Batch")

NUM_AHEAD = 4  # batches made ahead: 4 hide a slow one, and 100 crops of 96×96×3 floats take 11 MB each


class BatchStream(Generic[Batch]):
    """Makes batches in a thread, a few ahead of the training, so that augmentation costs no time of its own."""

    def __init__(self, make: Callable[[int], Batch], first_step: int, num_steps: int) -> None:
        self._make = make
        self._steps = iter(range(first_step, first_step + num_steps))
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="batches")
        self._lock = Lock()
        self._is_closed = False

    def __enter__(self) -> BatchStream[Batch]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        with self._lock:
            self._is_closed = True
        self._pool.shutdown(cancel_futures=True)

    def batches(self) -> Iterator[Batch]:
        """Each batch once, in order; ends early when the stream is closed."""
        pending: deque[Future[Batch]] = deque()
        self._submit(pending, NUM_AHEAD)
        while pending:
            try:
                batch = pending.popleft().result()
            except CancelledError:  # closed while Keras was reading ahead from a thread of its own
                return
            self._submit(pending, 1)
            yield batch

    def _submit(self, pending: deque[Future[Batch]], count: int) -> None:
        with self._lock:
            if not self._is_closed:
                pending.extend(self._pool.submit(self._make, step) for step in islice(self._steps, count))

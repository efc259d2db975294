"""Pools of processes that end with their owner: spawned, never forked, on every system alike."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import parent_process


def process_pool(
    num_processes: int, initializer: Callable[..., None] | None = None, arguments: tuple[object, ...] = ()
) -> ProcessPoolExecutor:
    """A pool whose processes first run ``initializer(*arguments)`` and die when the process that made the pool dies."""
    return ProcessPoolExecutor(
        num_processes,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_start,
        initargs=(initializer, arguments),
    )


def _start(initializer: Callable[..., None] | None, arguments: tuple[object, ...]) -> None:
    threading.Thread(target=_end_with_owner, daemon=True).start()
    if initializer is not None:
        initializer(*arguments)


def _end_with_owner() -> None:
    owner = parent_process()
    if owner is not None:
        owner.join()
        os._exit(1)  # a killed owner leaves nobody to take results; waiting on its queue would be for ever

"""Downloads many addresses at once in a thread of its own, and hands over what became of each as it is known."""

from __future__ import annotations

import asyncio
import random
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from queue import Empty, SimpleQueue

import httpx

from engine.catalog.urls import ListedUrl, UrlState
from engine.downloads.connecting import open_client
from engine.downloads.fetching import Answer, Redirected, fetch
from engine.downloads.judging import examine, judge
from engine.downloads.limits import Limits
from engine.downloads.outcomes import TRIED_AGAIN, Ending, Outcome
from engine.downloads.receiving import Body
from engine.downloads.resolving import Lookup, Resolver, look_up
from engine.downloads.scheduling import Host, Schedule, Task

LARGE_BYTES = 1 << 18  # a photo that takes long enough to look at that the others should not wait for it

Keep = Callable[[Body, str], None]
Settled = Callable[[Sequence[UrlState]], None]


@dataclass(frozen=True)
class Plan:
    """What is to be downloaded, and where to.

    Attributes:
        folder: for files that are on their way; emptied before and after.
        keep: moves a finished picture to where it stays, given its format; called in the download's thread.
        on_settled: told first of what became of entries; called in the download's thread.
    """

    entries: Sequence[ListedUrl]
    folder: Path
    keep: Keep
    on_settled: Settled
    limits: Limits
    allow_private: bool = False
    lookup: Lookup = look_up


@dataclass
class _Progress:
    num_bytes: int = 0
    num_files: int = 0


class Downloads:
    """Downloads while the block runs; leaving it ends everything at once."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        # Unbounded: what waits here is a few words each, the photos are on disk already.
        self._settled: SimpleQueue[list[UrlState] | BaseException | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="downloads", daemon=True)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._main: asyncio.Task[None] | None = None
        self._has_ended = False
        self._started = threading.Event()
        self._progress = _Progress()

    def __enter__(self) -> Downloads:
        self._thread.start()
        self._started.wait()
        return self

    def __exit__(self, *_: object) -> None:
        if self._loop is not None and self._main is not None:
            with suppress(RuntimeError):  # it has ended by itself
                self._loop.call_soon_threadsafe(self._main.cancel)
        self._thread.join()

    def next_settled(self, seconds: float) -> list[UrlState] | None:
        """What became of further entries, waiting at most ``seconds``; None after the last.

        Raises:
            OSError: the disk is full, or another fault of this computer's own.
        """
        if self._has_ended:
            return None
        found: list[UrlState] = []
        with suppress(Empty):
            item = self._settled.get(timeout=seconds)
            while True:
                if isinstance(item, BaseException):
                    raise item
                if item is None:
                    self._has_ended = True
                    return found or None
                found += item
                item = self._settled.get_nowait()
        return found

    def _run(self) -> None:
        try:
            asyncio.run(self._download())
        except asyncio.CancelledError:
            pass
        except BaseExceptionGroup as group:
            self._settled.put(group.exceptions[0])  # handed to the thread that asks
        except Exception as error:  # noqa: BLE001 - as above
            self._settled.put(error)
        finally:
            self._settled.put(None)
            self._started.set()

    async def _download(self) -> None:
        plan = self._plan
        self._loop, self._main = asyncio.get_running_loop(), asyncio.current_task()
        self._started.set()
        plan.folder.mkdir(parents=True, exist_ok=True)
        schedule = Schedule(plan.limits)
        for task in _tasks(plan.entries):
            schedule.add(task)
        if not plan.entries:
            schedule.close()
        async with open_client(plan.limits, Resolver(plan.lookup), allow_private=plan.allow_private) as client:
            worker = _Worker(plan, client, schedule, self._progress, self._settled.put)
            async with asyncio.TaskGroup() as group:
                for _ in range(min(plan.limits.at_once, len(plan.entries))):
                    group.create_task(worker.run())


class _Worker:
    """Takes tasks and brings each to its end; any number of coroutines may run one."""

    def __init__(
        self,
        plan: Plan,
        client: httpx.AsyncClient,
        schedule: Schedule,
        progress: _Progress,
        hand_over: Callable[[list[UrlState]], None],
    ) -> None:
        self._plan, self._client, self._schedule = plan, client, schedule
        self._progress, self._hand_over = progress, hand_over

    async def run(self) -> None:
        while (taken := await self._schedule.take()) is not None:
            task, host = taken
            try:
                await self._attempt(task, host)
            finally:
                self._schedule.release(host)

    async def _attempt(self, task: Task, host: Host) -> None:
        limits = self._plan.limits
        if host.gone is not None:
            self._end(task, _gone(host.gone))
        elif self._progress.num_bytes >= limits.total_bytes:
            self._end(task, _over_total(limits))
        else:
            await self._ask(task, host)

    async def _ask(self, task: Task, host: Host) -> None:
        self._progress.num_files += 1
        target = self._plan.folder / f"{self._progress.num_files}"
        answer: Answer | None = None
        try:
            answer = await fetch(self._client, task.url, target, self._plan.limits)
            self._schedule.note(host, answer if isinstance(answer, Ending) else None)
            if isinstance(answer, Redirected):
                self._follow(task, answer.url)
            elif isinstance(answer, Body):
                self._progress.num_bytes += answer.num_bytes
                await self._take(task, host, answer)
            else:
                self._fail(task, host, answer)
        finally:
            if isinstance(answer, Body) and answer.content is target:
                target.unlink(missing_ok=True)

    def _follow(self, task: Task, url: str) -> None:
        if url in task.hops:
            self._end(
                task, Ending(Outcome.BAD_REDIRECT, f"The server sends one round in a circle, back to {url[:80]}.")
            )
        elif len(task.hops) > self._plan.limits.redirects:
            words = f"The server sends one on more than {self._plan.limits.redirects} times."
            self._end(task, Ending(Outcome.BAD_REDIRECT, words))
        else:
            self._schedule.again(replace(task, hops=(*task.hops, url)))

    async def _take(self, task: Task, host: Host, body: Body) -> None:
        is_listed = all(entry.md5 == body.md5 for entry in task.entries)
        if body.num_bytes > LARGE_BYTES:
            picture = await asyncio.to_thread(examine, body, is_listed=is_listed)
        else:
            picture = examine(body, is_listed=is_listed)
        if picture.format is None:
            self._fail(task, host, Ending(picture.outcome or Outcome.NOT_A_PICTURE, picture.detail))
            return
        states = [judge(entry, body, picture, task.hops) for entry in task.entries]
        if any(state.sha256 for state in states):
            self._plan.keep(body, picture.format)
        self._settle(states)

    def _fail(self, task: Task, host: Host, ending: Ending) -> None:
        limits = self._plan.limits
        wait = ending.retry_after
        if wait is None:
            wait = min(limits.max_wait_seconds, limits.first_wait_seconds * 2**task.tries)
        tries = task.tries + 1
        is_final = ending.is_final or not ending.outcome.is_passing or host.gone is not None
        max_tries = limits.slow_tries if ending.outcome is Outcome.TIMED_OUT else limits.tries
        if is_final or tries >= max_tries or wait > limits.max_wait_seconds:
            self._end(task, ending, tries)
            return
        self._schedule.pause(host, wait)
        # Jitter: those that failed together do not come back together.
        self._schedule.again_later(replace(task, tries=tries), wait * random.uniform(1.0, 1.25))

    def _end(self, task: Task, ending: Ending, tries: int = 1) -> None:
        detail = ending.detail
        if len(task.hops) > 1:
            detail = f"Sent on to {task.url[:120]}. {detail}"
        if tries > 1:
            detail += f" It was asked {tries} times."
        if ending.outcome.is_passing:
            detail += f" {TRIED_AGAIN}"
        self._settle([UrlState(entry, ending.outcome, detail) for entry in task.entries])

    def _settle(self, states: list[UrlState]) -> None:
        self._plan.on_settled(states)
        self._hand_over(states)
        self._schedule.finish()


def _tasks(entries: Iterable[ListedUrl]) -> list[Task]:
    """One task per address: a photo of two people is listed twice and downloaded once."""
    by_url: dict[str, list[ListedUrl]] = {}
    for entry in entries:
        by_url.setdefault(entry.url, []).append(entry)
    return [Task(tuple(same), (url,)) for url, same in by_url.items()]


def _gone(ending: Ending) -> Ending:
    return replace(ending, detail=f"{ending.detail} So it was with others at this server, and this one was not asked.")


def _over_total(limits: Limits) -> Ending:
    return Ending(
        Outcome.WAITING, f"Not asked: this import has downloaded {limits.total_bytes / 2**30:.4g} GB already."
    )

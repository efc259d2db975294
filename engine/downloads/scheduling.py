"""Shares out the addresses over the servers: fair to each, never more than a few at one, and none to a dead one."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from engine.catalog.urls import ListedUrl
from engine.downloads.limits import Limits
from engine.downloads.outcomes import Ending, Outcome

BUSY_IN_A_ROW = 3  # requests for a break, one after the other, after which a whole server is given one


@dataclass
class Task:
    """An address to ask, for every entry of the list that names it.

    Attributes:
        hops: the addresses asked so far, by redirects, and last the one to ask next.
        tries: how often it was asked in vain.
    """

    entries: tuple[ListedUrl, ...]
    hops: tuple[str, ...]
    tries: int = 0

    @property
    def url(self) -> str:
        return self.hops[-1]

    @property
    def host(self) -> str:
        try:
            return urlsplit(self.url).hostname or ""
        except ValueError:
            return ""


@dataclass
class Host:
    """A server: what waits for it, and how it has behaved."""

    name: str
    waiting: deque[Task] = field(default_factory=deque)
    num_active: int = 0
    is_offered: bool = False
    is_paused: bool = False
    num_refusals: int = 0
    num_silences: int = 0
    num_busy: int = 0
    was_heard: bool = False
    gone: Ending | None = None


class Schedule:
    """Hands out tasks, a server at a time in turn; belongs to one event loop."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._hosts: dict[str, Host] = {}
        self._ready: asyncio.Queue[Host | None] = asyncio.Queue()
        self._num_open = 0

    def add(self, task: Task) -> None:
        """Let a new task in."""
        self._num_open += 1
        self.again(task)

    def again(self, task: Task) -> None:
        """Put back a task that was taken, at the end of its server's queue; after a redirect that is another one."""
        host = self._hosts.setdefault(task.host, Host(task.host))
        host.waiting.append(task)
        self._offer(host)

    def again_later(self, task: Task, seconds: float) -> None:
        """Put back a task that was taken, after a while."""
        asyncio.get_running_loop().call_later(seconds, self.again, task)

    def finish(self) -> None:
        """One task has come to its end; after the last one nobody waits for more."""
        self._num_open -= 1
        if self._num_open == 0:
            self.close()

    def close(self) -> None:
        """Send everybody home who waits for a task."""
        for _ in range(self._limits.at_once):
            self._ready.put_nowait(None)

    async def take(self) -> tuple[Task, Host] | None:
        """The next task and its server, once there is one; None after the last. Follow with :meth:`release`."""
        while (host := await self._ready.get()) is not None:
            host.is_offered = False
            if not host.waiting:
                continue
            task = host.waiting.popleft()
            host.num_active += 1
            self._offer(host)
            return task, host
        return None

    def release(self, host: Host) -> None:
        """A connection to a server is free again."""
        host.num_active -= 1
        self._offer(host)

    def note(self, host: Host, ending: Ending | None) -> None:
        """Learn from how a server behaved; one that is gone is not asked again.

        Args:
            ending: None when it sent something on or gave a body.
        """
        if ending is None or ending.was_answered:
            host.num_refusals, host.was_heard = 0, True
        is_busy = ending is not None and ending.outcome is Outcome.BUSY
        host.num_busy = host.num_busy + 1 if is_busy else 0
        if ending is None or ending.was_answered:
            return
        host.num_refusals = 0 if ending.was_connected else host.num_refusals + 1
        host.num_silences += ending.was_connected
        is_silent = host.num_silences >= self._limits.host_silences and not host.was_heard
        is_unknown = ending.outcome is Outcome.UNKNOWN_HOST
        if host.name and (is_unknown or is_silent or host.num_refusals >= self._limits.host_refusals):
            host.gone = ending

    def pause(self, host: Host, seconds: float) -> None:
        """Give a server a break when it asks for one again and again."""
        if host.num_busy >= BUSY_IN_A_ROW and not host.is_paused:
            host.is_paused = True
            asyncio.get_running_loop().call_later(seconds, self._wake, host)

    def _wake(self, host: Host) -> None:
        host.is_paused = False
        host.num_busy = 0
        self._offer(host)

    def _offer(self, host: Host) -> None:
        has_room = host.num_active < self._limits.per_host and not host.is_paused
        if host.waiting and has_room and not host.is_offered:
            host.is_offered = True
            self._ready.put_nowait(host)

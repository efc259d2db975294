"""Remembers the last few results of slow reads for all threads of a process; the key says when one is still true."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Remembered(Generic[T]):
    """The newest ``size`` results, by key. Two threads may make the same one; the later is kept."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._results: OrderedDict[Hashable, T] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The result for ``key``, made when it is not remembered."""
        with self._lock:
            if key in self._results:
                self._results.move_to_end(key)
                return self._results[key]
        return self._put(key, make())

    def renew(self, key: Hashable, make: Callable[[T | None], T]) -> T:
        """The result for ``key``, made from the one remembered, or from None, every time."""
        with self._lock:
            earlier = self._results.get(key)
        return self._put(key, make(earlier))

    def _put(self, key: Hashable, result: T) -> T:
        with self._lock:
            self._results[key] = result
            self._results.move_to_end(key)
            while len(self._results) > self._size:
                self._results.popitem(last=False)
        return result

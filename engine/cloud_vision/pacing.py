"""Keeps what is sent below the quota, whichever thread sends it."""

from __future__ import annotations

import threading

PHOTOS_PER_REQUEST = 16  # https://cloud.google.com/vision/quotas
QUOTA_SHARE = 0.95  # of the quota: Google's minutes and ours do not begin together


def photos_per_request(photos_per_minute: int) -> int:
    """As many as a request may have, fewer under a small quota: a minute must not be broken by its last request."""
    return max(1, min(PHOTOS_PER_REQUEST, int(photos_per_minute * (1 - QUOTA_SHARE))))


class Pacer:
    """Hands out moments to send at, so that no minute has more photos than the quota. Knows no clock of its own."""

    def __init__(self, photos_per_minute: int) -> None:
        self._seconds_per_photo = 60 / (photos_per_minute * QUOTA_SHARE)
        self._free_at = 0.0
        self._lock = threading.Lock()

    def reserve(self, num_photos: int, now: float) -> float:
        """The moment at which so many photos may be sent; ``now`` or later, in seconds of the caller's clock."""
        with self._lock:
            moment = max(self._free_at, now)
            self._free_at = moment + num_photos * self._seconds_per_photo
            return moment

    def hold(self, seconds: float, now: float) -> None:
        """Nobody sends for a while: the service has said that it is too much."""
        with self._lock:
            self._free_at = max(self._free_at, now + seconds)

"""OpenCV as every process here uses it: imported late, one thread, without notes about its own insides."""

from __future__ import annotations

from functools import cache
from types import ModuleType


@cache
def load_cv2() -> ModuleType:
    """Import OpenCV; processes share the cores, so each keeps to one thread."""
    import cv2

    cv2.setNumThreads(1)
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_ERROR)
    module: ModuleType = cv2
    return module

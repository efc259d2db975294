"""Photos per second of another package that only detects faces. Runs in that package's environment, without ours.

Run: PYTHON _peer_loop.py mtcnn|deepface:BACKEND NUM_PROCESSES < list of photos, a path per line. Prints the seconds all
photos took, the start of the processes left out.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import time
from collections.abc import Callable

DEEPFACE = "deepface:"

_detect: Callable[[str], object]  # one per process


def main() -> None:
    """Measure and print the seconds."""
    package, num_processes = sys.argv[1], int(sys.argv[2])
    photos = sys.stdin.read().splitlines()
    with multiprocessing.get_context("spawn").Pool(num_processes, _start, (package,)) as pool:
        pool.map(_look, photos[: 2 * num_processes], chunksize=1)
        began = time.perf_counter()
        pool.map(_look, photos, chunksize=4)
        sys.stdout.write(f"{time.perf_counter() - began}\n")


def _start(package: str) -> None:
    """Load the package; each process keeps to one core, as ours do."""
    global _detect
    import cv2
    import tensorflow as tf

    os.environ["OMP_NUM_THREADS"] = "1"
    cv2.setNumThreads(1)
    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    _detect = _load_deepface(package.removeprefix(DEEPFACE)) if package.startswith(DEEPFACE) else _load_mtcnn()


def _load_mtcnn() -> Callable[[str], object]:
    from mtcnn import MTCNN
    from mtcnn.utils.images import load_image

    detector = MTCNN(device="CPU:0")
    return lambda photo: detector.detect_faces(load_image(photo))


def _load_deepface(backend: str) -> Callable[[str], object]:
    from deepface import DeepFace

    return lambda photo: DeepFace.extract_faces(photo, detector_backend=backend, enforce_detection=False, align=False)


def _look(photo: str) -> None:
    _detect(photo)


if __name__ == "__main__":
    main()

"""Which graphics cards each Keras backend on this computer can use, and how to get a backend that sees one."""

from __future__ import annotations

import importlib.util
import platform
import subprocess
import sys
from dataclasses import dataclass
from enum import StrEnum


class Backend(StrEnum):
    """What Keras may run on; chosen with the environment variable KERAS_BACKEND."""

    TENSORFLOW = "tensorflow"
    TORCH = "torch"
    JAX = "jax"


@dataclass(frozen=True)
class BackendDevices:
    """What a backend can use.

    Attributes:
        is_installed: it can be chosen.
        cards: names of the graphics cards that it sees; empty when it computes on the processor.
    """

    backend: Backend
    is_installed: bool
    cards: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """What was found, for a person."""
        if not self.is_installed:
            return "not installed"
        return f"sees {', '.join(self.cards)}" if self.cards else "computes on the processor"


ASK_SECONDS = 120.0  # importing a backend takes ten on a slow disk
# A process of its own for each: two backends in one process take each other's memory on the card.
QUESTIONS = {
    Backend.TENSORFLOW: "import tensorflow as tf; "
    "print(*[tf.config.experimental.get_device_details(card).get('device_name', 'GPU') "
    "for card in tf.config.list_physical_devices('GPU')], sep='\\n')",
    Backend.TORCH: "import torch; "
    "print(*[torch.cuda.get_device_name(card) for card in range(torch.cuda.device_count())], sep='\\n')",
    Backend.JAX: "import jax; "
    "print(*[card.device_kind for card in jax.devices() if card.platform != 'cpu'], sep='\\n')",
}


def look_at_backends() -> list[BackendDevices]:
    """Ask every backend, in a process of its own."""
    return [_look_at(backend) for backend in Backend]


def advice_for_gpu(system: str | None = None) -> str:
    """How to get a backend that uses a graphics card, on ``system`` as Python names it (this one when None)."""
    name = system or platform.system()
    if name == "Linux":
        return (
            "With an NVIDIA card and its driver: pip install 'tensorflow[and-cuda]' in the version of "
            "requirements.txt. Then training uses it by itself."
        )
    if name == "Windows":
        return (
            "TensorFlow uses no graphics card on Windows. Either install torch with CUDA, as its own page says, and "
            "set KERAS_BACKEND=torch before the app is started; or run Facet inside WSL2, which counts as Linux."
        )
    return "On a Mac networks train on the processor; that is enough for embeddings, and slow for large crops."


def _look_at(backend: Backend) -> BackendDevices:
    if importlib.util.find_spec(backend) is None:
        return BackendDevices(backend, is_installed=False)
    words = [sys.executable, "-c", QUESTIONS[backend]]
    try:
        answer = subprocess.run(words, capture_output=True, text=True, timeout=ASK_SECONDS, check=True).stdout
    except subprocess.SubprocessError:
        return BackendDevices(backend, is_installed=False)  # there, but broken: it cannot be chosen either
    return BackendDevices(backend, is_installed=True, cards=tuple(filter(None, answer.splitlines())))

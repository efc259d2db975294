"""Prepares the Keras backend of this process and says what it computes on; Keras is imported only when asked."""

from __future__ import annotations

import logging
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from engine import atomic
from engine.errors import BadInput
from engine.settings import num_usable_cores


@dataclass(frozen=True)
class Device:
    """What a run computes on: ``kind`` CPU or GPU, its name, and how many (cores or cards)."""

    kind: str
    name: str
    count: int

    def __str__(self) -> str:
        return f"{self.kind}: {self.name}, {self.count} {'cores' if self.kind == 'CPU' else 'used'}"


def prepare_backend(device: str = "auto") -> None:
    """Import Keras with the settings that make it fast and quiet; call before anything else imports it.

    Args:
        device: as the setting of that name; what is not chosen is hidden from every backend.

    Raises:
        BadInput: there is no such graphics card.
    """
    if device == "cpu":
        os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
    elif device.startswith("gpu:"):
        os.environ["CUDA_VISIBLE_DEVICES"] = device.removeprefix("gpu:")
    # Off by default on CPUs without AVX-512, where it saves a third to a half of the time of a training step.
    os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "1")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    logging.getLogger("tensorflow").setLevel(logging.ERROR)  # its advice is for programmers, and the log is for people
    import keras

    if keras.backend.backend() == "tensorflow":
        _let_gpu_memory_grow()
    if device.startswith("gpu:") and not visible_cards():
        raise BadInput(
            f"There is no graphics card '{device}' that {keras.backend.backend()} can use. "
            "Choose device auto; 'doctor' says which devices there are."
        )


def visible_cards() -> list[str]:
    """Names of the graphics cards that Keras' backend can use in this process."""
    import keras

    return {"tensorflow": _tensorflow_gpus, "jax": _jax_gpus, "torch": _torch_gpus}[keras.backend.backend()]()


@contextmanager
def on_all_cards(device: str) -> Iterator[None]:
    """Networks built in the block are trained on all graphics cards at once, where ``device`` is "all".

    Raises:
        BadInput: Keras' backend cannot do that.
    """
    import keras

    if device != "all":
        yield
    elif keras.backend.backend() == "tensorflow":
        import tensorflow as tf

        with tf.distribute.MirroredStrategy().scope():
            yield
    elif keras.backend.backend() == "jax":
        keras.distribution.set_distribution(keras.distribution.DataParallel())
        yield
    else:
        raise BadInput("Keras on torch trains on one graphics card. Choose device auto, or another backend.")


def describe_device() -> Device:
    """The device Keras computes on in this process."""
    gpus = visible_cards()
    if gpus:
        return Device("GPU", gpus[0], len(gpus))
    return Device("CPU", _cpu_name(), num_usable_cores())


def write_device(run_folder: Path, device: Device) -> None:
    """Note in a run's folder what it computes on, for the screens."""
    atomic.write_json(run_folder / "device.json", asdict(device))


def read_device(run_folder: Path) -> Device | None:
    """What a run computes on; None before it started."""
    facts: dict[str, Any] | None = atomic.read_json(run_folder / "device.json")  # as written above
    return None if facts is None else Device(**facts)


def _cpu_name() -> str:
    with suppress(OSError):  # Linux alone has this file, and alone needs it
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _let_gpu_memory_grow() -> None:
    import tensorflow as tf

    for gpu in tf.config.list_physical_devices("GPU"):
        # Otherwise the first run takes the whole card and a second one beside it fails.
        tf.config.experimental.set_memory_growth(gpu, True)


def _tensorflow_gpus() -> list[str]:
    import tensorflow as tf

    details = [tf.config.experimental.get_device_details(gpu) for gpu in tf.config.list_physical_devices("GPU")]
    return [str(detail.get("device_name", "GPU")) for detail in details]


def _jax_gpus() -> list[str]:
    import jax  # type: ignore[import-not-found]  # only there where someone chose this backend

    return [device.device_kind for device in jax.devices() if device.platform != "cpu"]


def _torch_gpus() -> list[str]:
    import torch  # type: ignore[import-not-found]  # only there where someone chose this backend

    return [torch.cuda.get_device_name(index) for index in range(torch.cuda.device_count())]

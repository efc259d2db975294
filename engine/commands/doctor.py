"""``doctor``: what is there, what is missing, and how to get it."""

from __future__ import annotations

import importlib.util
import platform
import shutil
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from engine.catalog.datasets import list_datasets
from engine.cloud_vision.options import load_options
from engine.commands import Command, Context, Document
from engine.errors import EngineError
from engine.faces.registry import analyzers
from engine.faces.weights import missing_weights
from engine.settings import Settings
from engine.training.backends import advice_for_gpu, look_at_backends

MIN_FREE_BYTES = 2 << 30
# What each package is for, and the requirements that bring it.
OPTIONAL_PACKAGES = {
    "onnxruntime": ("export to ONNX", "requirements-onnx.txt"),
    "tf2onnx": ("export to ONNX", "requirements-onnx.txt"),
    "s3fs": ("buckets at s3://", "requirements-buckets.txt"),
    "gcsfs": ("buckets at gs://", "requirements-buckets.txt"),
    "aiohttp": ("folders on web servers", "requirements-buckets.txt"),
    "google.cloud.vision": ("measuring with Google Cloud Vision", "requirements-vision.txt"),
    "unrar": ("RAR archives, such as the sample 'cracks'", "requirements-rar.txt"),
}


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. ``advice`` says what to do when it is not well."""

    name: str
    is_well: bool
    found: str
    advice: str | None = None


def run(context: Context, arguments: Namespace) -> Document:
    findings = [
        Finding("python", True, platform.python_version()),
        _look_at_disk(context.settings),
        _look_at_catalog(context),
        *_look_at_weights(context.settings),
        *_look_at_optional_packages(),
        _look_at_cloud_key(context.settings),
        _look_at_devices(),
        *_look_at_backends(),
    ]
    return {
        "doctor": [asdict(finding) for finding in findings],
        "home": str(context.settings.home),
        "workers": context.settings.num_workers,
        "missing": [finding.name for finding in findings if not finding.is_well],
    }


def _look_at_disk(settings: Settings) -> Finding:
    existing = next(folder for folder in (settings.home, *settings.home.parents) if folder.exists())
    free = shutil.disk_usage(existing).free
    advice = "Free some space, or choose another disk with FACET_HOME." if free < MIN_FREE_BYTES else None
    return Finding("disk", advice is None, f"{free / 2**30:.1f} GiB free", advice)


def _look_at_catalog(context: Context) -> Finding:
    try:
        return Finding("catalog", True, f"{len(list_datasets(context.catalog))} datasets")
    except EngineError as error:
        return Finding("catalog", False, "cannot be opened", str(error))


def _look_at_weights(settings: Settings) -> Iterator[Finding]:
    names = {name for analyzer in analyzers().values() for name in analyzer.weights}
    missing = {file.name for file in missing_weights(settings, names)}
    for name in sorted(names):
        advice = "Fetch it with: python -m engine weights" if name in missing else None
        yield Finding(name, advice is None, "missing" if advice else "verified", advice)


def _look_at_optional_packages() -> Iterator[Finding]:
    for package, (purpose, requirements) in OPTIONAL_PACKAGES.items():
        found = importlib.util.find_spec(package) is not None
        advice = None if found else f"Only needed for {purpose}: pip install -r {requirements}"
        yield Finding(package, True, "installed" if found else "not installed", advice)


def _look_at_cloud_key(settings: Settings) -> Finding:
    """Only whether the file is there: asking Google would reach the network."""
    try:
        file = load_options(settings).credentials_file
    except EngineError as error:
        return Finding("Cloud Vision key", False, "cannot be read", str(error))
    if not file:
        return Finding("Cloud Vision key", True, "none set up", "Only needed for Google Cloud Vision; see the guide.")
    advice = None if Path(file).is_file() else "Choose the key file again on the Filter page."
    return Finding("Cloud Vision key", advice is None, file if advice is None else f"{file} is missing", advice)


def _look_at_devices() -> Finding:
    from engine.training.device import describe_device, prepare_backend

    prepare_backend()
    device = describe_device()
    advice = None if device.kind == "GPU" else f"Training runs on the processor. {advice_for_gpu()}"
    return Finding("training device", True, str(device), advice)


def _look_at_backends() -> Iterator[Finding]:
    for devices in look_at_backends():
        yield Finding(f"keras on {devices.backend}", True, devices.sentence)


COMMAND = Command("doctor", "Say what is there, what is missing and how to get it.", run)

"""Which architectures there are, and which is preselected."""

from __future__ import annotations

import subprocess
import sys

import pytest

from engine.errors import NotFound
from engine.kinds import Kind
from engine.training.registry import architectures, default_architecture, find_architecture


def test_the_architectures_that_ship_are_found() -> None:
    assert {"face_cnn", "sface_head", "digits_cnn"} <= set(architectures())


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    with pytest.raises(NotFound, match=r"no architecture 'vgg'.*digits_cnn, efficientnet_v2, face_cnn"):
        find_architecture("vgg")


@pytest.mark.parametrize(
    ("kind", "size", "channels", "name"),
    [
        (Kind.FACES, 96, 3, "sface_head"),
        (Kind.FACES, 28, 1, "sface_head"),
        (Kind.IMAGES, 28, 1, "digits_cnn"),
        (Kind.IMAGES, 96, 1, "small_resnet"),
        (Kind.IMAGES, 28, 3, "small_resnet"),
    ],
)
def test_each_kind_of_snapshot_has_a_default(kind: Kind, size: int, channels: int, name: str) -> None:
    assert default_architecture(kind, size, channels).name == name


def test_listing_architectures_and_runs_never_imports_keras() -> None:
    program = (
        "import sys; from engine.training import registry, runs, config, evaluation; registry.architectures(); "
        "sys.exit(any(name in sys.modules for name in ('keras', 'tensorflow', 'tensorboard')))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0

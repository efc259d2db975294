"""What is said about Keras' backends and graphics cards."""

from __future__ import annotations

import pytest

from engine.training.backends import Backend, BackendDevices, advice_for_gpu, look_at_backends


@pytest.mark.parametrize(
    ("devices", "sentence"),
    [
        (BackendDevices(Backend.JAX, is_installed=False), "not installed"),
        (BackendDevices(Backend.TORCH, is_installed=True), "computes on the processor"),
        (BackendDevices(Backend.TENSORFLOW, is_installed=True, cards=("One", "Two")), "sees One, Two"),
    ],
)
def test_what_a_backend_sees_is_said_in_words(devices: BackendDevices, sentence: str) -> None:
    assert devices.sentence == sentence


@pytest.mark.parametrize(
    ("system", "words"),
    [("Linux", "tensorflow[and-cuda]"), ("Windows", "KERAS_BACKEND=torch"), ("Darwin", "On a Mac")],
)
def test_each_system_has_its_own_way_to_a_graphics_card(system: str, words: str) -> None:
    assert words in advice_for_gpu(system)


@pytest.mark.slow  # imports TensorFlow
def test_the_backend_that_facet_needs_is_there() -> None:
    found = {devices.backend: devices for devices in look_at_backends()}
    assert list(found) == [Backend.TENSORFLOW, Backend.TORCH, Backend.JAX]
    assert found[Backend.TENSORFLOW].is_installed

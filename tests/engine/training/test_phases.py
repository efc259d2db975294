"""How the steps of a run are shared between a new head and what it stands on."""

from __future__ import annotations

import pytest

from engine.settings import Settings
from engine.snapshots import Snapshot
from engine.training.config import FineTuning
from engine.training.configuring import make_config
from engine.training.phases import Phase, plan_phases
from engine.training.registry import find_architecture
from models._controls import Value
from tests.engine.training.snapshot_builder import build_snapshot


@pytest.fixture
def snapshot(settings: Settings) -> Snapshot:
    return build_snapshot(settings)


def planned(snapshot: Snapshot, name: str, **settings: Value) -> tuple[Phase, ...]:
    architecture = find_architecture(name)
    return plan_phases(architecture, make_config(snapshot, architecture, **settings))


def spans(phases: tuple[Phase, ...]) -> list[tuple[int, int, bool]]:
    return [(phase.first_step, phase.last_step, phase.is_head_only) for phase in phases]


def test_a_network_that_starts_from_nothing_learns_in_one_phase(snapshot: Snapshot) -> None:
    assert spans(planned(snapshot, "small_resnet", steps=100)) == [(0, 100, False)]


def test_the_head_learns_alone_for_four_fifths_of_the_steps(snapshot: Snapshot) -> None:
    head, fine_tuning = planned(snapshot, "mobilenet", steps=100, fine_tune_rate=2e-5)
    assert spans((head, fine_tuning)) == [(0, 80, True), (80, 100, False)]
    assert (head.config.steps, head.config.learning_rate) == (80, 0.001)
    assert (fine_tuning.config.steps, fine_tuning.config.learning_rate) == (20, 2e-5)
    assert fine_tuning.unfrozen == FineTuning.LAST_BLOCKS
    assert (head.title, fine_tuning.title) == ("Training the head", "Fine-tuning")


def test_without_fine_tuning_the_head_has_every_step(snapshot: Snapshot) -> None:
    assert spans(planned(snapshot, "mobilenet", steps=100, fine_tune="nothing")) == [(0, 100, True)]


def test_without_steps_of_its_own_the_head_learns_with_the_rest(snapshot: Snapshot) -> None:
    (only,) = planned(snapshot, "mobilenet", steps=100, head_steps=0, fine_tune="everything")
    assert (only.first_step, only.last_step, only.is_head_only) == (0, 100, False)
    assert only.unfrozen == FineTuning.EVERYTHING


def test_a_short_run_may_end_before_fine_tuning(snapshot: Snapshot) -> None:
    assert spans(planned(snapshot, "mobilenet", steps=50, head_steps=200)) == [(0, 50, True)]

"""Changes what a run that has ended will do when it is resumed: more steps, or half the learning rate."""

from __future__ import annotations

from dataclasses import replace

from engine.errors import BadInput
from engine.settings import Settings
from engine.training.config import FineTuning, TrainConfig, write_config
from engine.training.phases import plan_phases
from engine.training.registry import find_architecture
from engine.training.runs import RunRecord, read_run


def continue_longer(settings: Settings, run_id: str, steps: int) -> TrainConfig:
    """Let a run go on up to ``steps``; what had ended it early ends it no more.

    Raises:
        NotFound: there is no such run.
        BadInput: it is being trained, or has come as far already.
    """
    run = _ended(settings, run_id)
    done = run.last.step if run.last else 0
    if steps <= done:
        raise BadInput(f"Run '{run_id}' has done {done} steps. Expected a larger number to go on to.")
    first_phase = plan_phases(find_architecture(run.config.architecture), run.config)[0]
    longer = replace(run.config, steps=steps, epochs=None, target_accuracy=None, patience=None)
    if first_phase.is_head_only and run.config.fine_tune != FineTuning.NOTHING:
        longer = replace(longer, head_steps=first_phase.last_step)  # what learned the head has ended
    write_config(run.folder, longer)
    return longer


def halve_rate(settings: Settings, run_id: str) -> TrainConfig:
    """Let a run go on from its last checkpoint with half the learning rate.

    Raises:
        NotFound: there is no such run.
        BadInput: it is being trained.
    """
    run = _ended(settings, run_id)
    slower = replace(
        run.config,
        learning_rate=run.config.learning_rate / 2,
        fine_tune_rate=run.config.fine_tune_rate / 2,
    )
    write_config(run.folder, slower)
    return slower


def _ended(settings: Settings, run_id: str) -> RunRecord:
    run = read_run(settings, run_id)
    if run.state.is_active:
        raise BadInput(f"Run '{run_id}' is still {run.state}. Stop it first.")
    return run

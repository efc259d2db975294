"""Changes of limits in this browser tab: saved at once, each with the way back, those of one gesture together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from engine.catalog import Catalog
from engine.catalog.datasets import Dataset
from engine.catalog.decisions import LimitSetting, save_limits
from engine.verdicts import current_limits

MAX_STEPS = 50


@dataclass(frozen=True)
class LimitStep:
    """One change.

    Attributes:
        words: what it did, without a full stop.
        before: the limits that it changed.
        gesture: of the browser; a drag sends many limits.
    """

    words: str
    before: Mapping[str, LimitSetting]
    gesture: str = ""


def change(
    catalog: Catalog, dataset: Dataset, wanted: Mapping[str, LimitSetting], words: str, gesture: str = ""
) -> None:
    """Save limits, from a widget's callback; checks not named keep theirs."""
    before = current_limits(catalog, dataset)
    wanted = {name: setting for name, setting in wanted.items() if before.get(name) != setting}
    if not wanted:
        return
    steps, last = _steps(dataset), last_step(dataset)
    if last is not None and gesture and last.gesture == gesture:
        before = {**before, **last.before}
        steps.pop()
    steps.append(LimitStep(words, before, gesture))
    del steps[:-MAX_STEPS]
    save_limits(catalog, dataset, wanted)


def last_step(dataset: Dataset) -> LimitStep | None:
    """The change that Undo would take back."""
    steps = _steps(dataset)
    return steps[-1] if steps else None


def take_back(catalog: Catalog, dataset: Dataset) -> None:
    """Undo the last change of this tab."""
    steps = _steps(dataset)
    if steps:
        save_limits(catalog, dataset, steps.pop().before)


def _steps(dataset: Dataset) -> list[LimitStep]:
    steps: list[LimitStep] = st.session_state.setdefault(f"limit_steps_{dataset.id}", [])
    return steps

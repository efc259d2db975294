"""What can be done with a run that has ended: go on with half the rate or for longer, and free its disk."""

from __future__ import annotations

import streamlit as st

from engine import jobs
from engine.errors import EngineError
from engine.settings import Settings
from engine.training.disk_use import delete_run, disk_use
from engine.training.going_on import continue_longer, halve_rate
from engine.training.runs import RunRecord
from pages.widgets import address
from pages.widgets.run_words import file_size

_ERROR = "run_action_error"


def run_actions(settings: Settings, run: RunRecord) -> None:
    """Buttons below a run that has ended."""
    if error := st.session_state.pop(_ERROR, None):
        st.error(error)
    if run.has_diverged:
        st.button(
            f"Go on from before it, with half the rate ({run.config.learning_rate / 2:g})",
            key=f"halve_{run.id}",
            type="primary",
            on_click=_go_on_slower,
            args=(settings, run),
        )
    with st.expander("Train it further, or free its disk"):
        _ask_for_more(settings, run)
        _offer_deletion(settings, run)


def _ask_for_more(settings: Settings, run: RunRecord) -> None:
    done = run.last.step if run.last else 0
    left, right = st.columns([2, 1], vertical_alignment="bottom")
    steps = left.number_input("Go on up to step", done + 1, None, done + max(1, run.config.steps), key=f"more_{run.id}")
    right.button("Train further", key=f"further_{run.id}", on_click=_go_on_longer, args=(settings, run, int(steps)))


def _offer_deletion(settings: Settings, run: RunRecord) -> None:
    use = disk_use(run.folder)
    st.caption(
        f"This run takes {file_size(use.total)} of the disk, {file_size(use.checkpoints)} of it checkpoints. "
        "Without those it predicts as before, but cannot go on."
    )
    left, right = st.columns(2)
    left.button(
        f"Delete checkpoints ({file_size(use.checkpoints)})",
        key=f"delete_checkpoints_{run.id}",
        disabled=not use.checkpoints,
        on_click=_delete,
        args=(settings, run, True),
    )
    is_sure = right.checkbox("I no longer need this run", key=f"sure_{run.id}")
    right.button(
        f"Delete the run ({file_size(use.total)})",
        key=f"delete_{run.id}",
        disabled=not is_sure,
        on_click=_delete,
        args=(settings, run, False),
    )


def _go_on_slower(settings: Settings, run: RunRecord) -> None:
    try:
        halve_rate(settings, run.id)
        jobs.resume(settings, run.job)
    except EngineError as error:
        st.session_state[_ERROR] = str(error)


def _go_on_longer(settings: Settings, run: RunRecord, steps: int) -> None:
    try:
        continue_longer(settings, run.id, steps)
        jobs.resume(settings, run.job)
    except EngineError as error:
        st.session_state[_ERROR] = str(error)


def _delete(settings: Settings, run: RunRecord, only_checkpoints: bool) -> None:
    try:
        delete_run(settings, run.id, only_checkpoints=only_checkpoints)
        if not only_checkpoints:
            address.put("run", None)
    except EngineError as error:
        st.session_state[_ERROR] = str(error)

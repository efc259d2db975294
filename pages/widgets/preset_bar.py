"""Limits by name: choose a preset, save the limits in view as one's own, rename or delete those."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from engine.catalog import Catalog
from engine.catalog.datasets import Dataset
from engine.errors import EngineError
from engine.presets import Preset, delete_preset, in_use, list_presets, preset_limits, rename_preset, save_preset
from engine.settings import Settings
from engine.verdicts import Decision
from pages.widgets import limit_steps
from pages.widgets.plain_text import plain_text

YOURS = ""  # limits that are no preset's
_NAME, _ERROR, _TIMES = "preset_name", "preset_error", "preset_times"


def preset_bar(settings: Settings, catalog: Catalog, dataset: Dataset, decision: Decision) -> None:
    """Draw the choice of a preset, the panel that saves one, and the way back from the last change of limits."""
    try:
        presets = list_presets(settings, dataset.kind)
    except EngineError as error:
        st.warning(str(error))
        return
    chosen = in_use(presets, dataset.kind, decision.limits)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        _choose(catalog, dataset, presets, chosen)
        times = st.session_state.get(_TIMES, 0)
        with st.popover("Save…", key=f"preset_panel_{times}"):  # another key closes the panel
            _draw_own(settings, dataset, decision, chosen)
    if chosen and chosen.about:
        st.caption(chosen.about)
    step = limit_steps.last_step(dataset)
    if step is not None:
        st.button(
            f"Undo · {plain_text(step.words)}",
            key="limits_undo",
            icon=":material/undo:",
            type="tertiary",
            on_click=limit_steps.take_back,
            args=(catalog, dataset),
        )


def _choose(catalog: Catalog, dataset: Dataset, presets: list[Preset], chosen: Preset | None) -> None:
    shown = chosen.name if chosen else YOURS
    # Another widget for every choice shown: a browser that has not yet heard of a moved limit sends the old choice
    # along with whatever is pressed next, which says nothing new of that widget, but would of one with the same key.
    key = f"preset_{dataset.id}_{shown}"
    by_name = {preset.name: preset for preset in presets}
    st.session_state[key] = shown

    def take() -> None:
        preset = by_name.get(st.session_state.get(key, shown))
        if preset is not None and preset.name != shown:
            limits = preset_limits(preset, dataset.kind)
            limit_steps.change(catalog, dataset, limits, f"Preset {preset.title}")

    st.selectbox(
        "Preset",
        [*([] if chosen else [YOURS]), *by_name],
        key=key,
        format_func=lambda name: by_name[name].title if name else "Your own limits",
        on_change=take,
    )


def _draw_own(settings: Settings, dataset: Dataset, decision: Decision, chosen: Preset | None) -> None:
    own = chosen.name if chosen and chosen.is_own else None
    st.text_input("Name of your preset", key=_NAME, placeholder=own or "Such as: Passport photos")
    with st.container(horizontal=True):
        save = (dataset, lambda: save_preset(settings, dataset.kind, _typed(), decision.limits))
        st.button("Save these limits", type="primary", key="preset_save", on_click=_try, args=save)
        if own is not None:
            rename = (dataset, lambda: rename_preset(settings, dataset.kind, own, _typed()))
            st.button(f"Rename “{plain_text(own)}”", key="preset_rename", on_click=_try, args=rename)
            delete = (dataset, lambda: delete_preset(settings, dataset.kind, own))
            st.button(f"Delete “{plain_text(own)}”", key="preset_delete", on_click=_try, args=delete)
    if error := st.session_state.get(_ERROR):
        st.error(error)
    st.caption(f"For every dataset of {'people' if dataset.kind == 'faces' else 'pictures'}, under its name.")


def _typed() -> str:
    """The name as it stands when a button is pressed, which may be newer than when it was drawn."""
    return str(st.session_state[_NAME])


def _try(dataset: Dataset, change: Callable[[], object]) -> None:
    """Make a change and close the panel, or say in it why it could not be made."""
    try:
        change()
    except EngineError as error:
        st.session_state[_ERROR] = str(error)
        return
    st.session_state.pop(_ERROR, None)
    st.session_state[_NAME] = ""
    st.session_state[_TIMES] = st.session_state.get(_TIMES, 0) + 1

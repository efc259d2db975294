"""A selection belongs to its dataset, and the browser is told when it is another one."""

import ast

from streamlit.testing.v1 import AppTest

from tests.pages.screens import SCRIPT_SECONDS


def _page() -> None:
    import streamlit as st

    from engine.catalog.datasets import Dataset
    from engine.kinds import Kind
    from pages.widgets import selection

    team, other = (Dataset(id, str(id), Kind.FACES, "", "local", "") for id in (1, 2))
    seen = [(selection.get(team), selection.version(team))]
    for chosen in (["b", "a", "b"], ["b", "a"], ["a"]):
        selection.put(team, chosen)
        seen.append((selection.get(team), selection.version(team)))
    selection.put(team, ["a", "gone"])
    selection.keep_known(team, {"a": 0})
    seen.append((selection.get(team), selection.version(team)))
    st.text(str(seen))
    st.text(str((selection.get(other), "a" in selection.members(team), "a" in selection.members(other))))


def test_each_change_is_a_new_version_and_photos_that_left_go() -> None:
    app = AppTest.from_function(_page, default_timeout=SCRIPT_SECONDS).run()
    assert not app.exception
    assert ast.literal_eval(app.text[0].value) == [
        ((), 0),
        (("b", "a"), 1),
        (("b", "a"), 1),
        (("a",), 2),
        (("a",), 4),
    ]


def test_another_dataset_has_a_selection_of_its_own() -> None:
    app = AppTest.from_function(_page, default_timeout=SCRIPT_SECONDS).run()
    assert ast.literal_eval(app.text[1].value) == ((), True, False)

"""What is in view survives a change of page, a reload and a typed URL."""

import ast
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.screens import SCRIPT_SECONDS

FRAME = """
import streamlit as st
from pages.widgets import address
page = st.navigation([st.Page("first.py"), st.Page("second.py")], position="hidden")
address.carry_over()
st.text_input("dataset", key="chosen", on_change=lambda: address.put("dataset", st.session_state.chosen or None))
page.run()
"""
PAGE = """
import streamlit as st
from pages.widgets import address
st.text(str({name: address.get(name) for name in address.NAMES}))
st.text(str(address.in_view()))
if st.button("show run"):
    address.show("run", "run-1")
if st.button("go"):
    address.open_page("second.py", snapshot="new")
if st.button("go to another dataset"):
    address.open_page("second.py", dataset="other")
"""


@pytest.fixture
def app(tmp_path: Path) -> AppTest:
    """Two pages in a frame, ``first.py`` in view, nothing in the URL."""
    (tmp_path / "frame.py").write_text(FRAME)
    for name in ("first.py", "second.py"):
        (tmp_path / name).write_text(f"# {name}\n{PAGE}")
    return AppTest.from_file(tmp_path / "frame.py", default_timeout=SCRIPT_SECONDS)


def _seen(app: AppTest) -> dict[str, str | None]:
    assert not app.exception
    seen = ast.literal_eval(app.text[0].value)
    return {name: value for name, value in seen.items() if value is not None}


def _press(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


def test_an_empty_url_has_nothing_in_view(app: AppTest) -> None:
    assert _seen(app.run()) == {}


def test_what_the_url_says_is_in_view(app: AppTest) -> None:
    app.query_params.update(dataset="팀", photo="ab")
    assert _seen(app.run()) == {"dataset": "팀", "photo": "ab"}


def test_another_page_without_a_query_gets_it_back_except_the_open_photo(app: AppTest) -> None:
    app.query_params.update(dataset="team", run="r", photo="ab")
    app.run()
    app.query_params.clear()
    app.switch_page("second.py").run()
    assert _seen(app) == {"dataset": "team", "run": "r"}
    assert app.query_params == {"dataset": "team", "run": "r"}


def test_a_step_back_closes_the_open_photo(app: AppTest) -> None:
    app.query_params.update(dataset="team", photo="ab")
    app.run()
    del app.query_params["photo"]
    assert _seen(app.run()) == {"dataset": "team"}


def test_showing_something_runs_the_page_again_with_it(app: AppTest) -> None:
    app.run()
    assert _seen(_press(app, "show run")) == {"run": "run-1"}
    assert app.query_params == {"run": "run-1"}


def test_another_dataset_takes_the_old_ones_run_out_of_view_for_good(app: AppTest) -> None:
    app.query_params.update(dataset="team", run="r", snapshot="s", photo="ab")
    app.run()
    app.text_input(key="chosen").set_value("other").run()
    assert _seen(app) == {"dataset": "other"}
    app.query_params.clear()
    assert _seen(app.run()) == {"dataset": "other"}


def test_taking_something_out_of_view_lasts(app: AppTest) -> None:
    app.query_params.update(dataset="team")
    app.run()
    app.text_input(key="chosen").set_value("x").run()
    app.text_input(key="chosen").set_value("").run()
    assert _seen(app) == {}


def test_opening_a_page_takes_along_what_is_in_view(app: AppTest) -> None:
    app.query_params.update(dataset="team", run="r", photo="ab")
    assert _seen(_press(app.run(), "go")) == {"dataset": "team", "run": "r", "snapshot": "new"}


def test_opening_a_page_with_another_dataset_leaves_the_old_run_behind(app: AppTest) -> None:
    app.query_params.update(dataset="team", run="r")
    assert _seen(_press(app.run(), "go to another dataset")) == {"dataset": "other"}

"""Bars and boxes say what the model found, in order, in place, and never as foreign HTML."""

from streamlit.testing.v1 import AppTest

from pages.widgets.face_boxes import FaceBox, boxes_html
from pages.widgets.probability_bars import bars_html, percent
from tests.pages.screens import SCRIPT_SECONDS


def test_percent_never_rounds_to_certainty() -> None:
    assert [percent(p) for p in (0.0, 0.0004, 0.9714, 0.99951, 1.0)] == [
        "0.0 %",
        "< 0.1 %",
        "97.1 %",
        "> 99.9 %",
        "100.0 %",
    ]


def test_bars_of_no_labels_are_an_empty_list() -> None:
    assert bars_html([]).endswith("></ul>")


def test_a_label_is_shown_as_text_and_never_run() -> None:
    html = bars_html([("<img src=x onerror=alert(1)>", 0.5)])
    assert "<img" not in html
    assert "&lt;img src=x onerror=alert(1)&gt;" in html


def test_the_likeliest_comes_first_and_the_rest_is_summed_up() -> None:
    def page() -> None:
        from pages.widgets.probability_bars import probability_bars

        probability_bars({"Lee": 0.125, "Kim": 0.75, "Park": 0.0625, "Choi": 0.0625}, max_bars=2)

    app = AppTest.from_function(page, default_timeout=SCRIPT_SECONDS).run()
    body = app.get("html")[0].proto.body
    assert body.index("Kim") < body.index("Lee")
    assert "Park" not in body
    assert app.caption[0].value == "2 more share 12.5 %."


def test_a_box_lies_over_its_face_at_any_size_of_picture() -> None:
    html = boxes_html("/photo/x", (200, 100), [FaceBox((50, 25, 150, 75), "Kim")], alt="a photo", max_width_px=400)
    assert "left:25.00%;top:25.00%;width:50.00%;height:50.00%" in html
    assert "<span>Kim</span>" in html


def test_the_words_of_a_box_at_the_upper_edge_stand_below_it() -> None:
    html = boxes_html("/photo/x", (200, 100), [FaceBox((0, 2, 50, 75), "Kim")], alt="a photo", max_width_px=400)
    assert 'class="box near-top"' in html


def test_words_in_a_photo_are_escaped() -> None:
    html = boxes_html("/photo/x", (9, 9), [FaceBox((0, 5, 9, 9), "<b>")], alt='"><script>', max_width_px=9)
    assert "<b>" not in html
    assert "<script>" not in html

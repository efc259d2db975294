"""A name is shown, never read as formatting."""

from pages.widgets.plain_text import plain_text


def test_an_ordinary_name_stays_as_it_is() -> None:
    assert plain_text("") == ""
    assert plain_text("김민지, Kim (2)") == "김민지, Kim (2)"


def test_marks_of_markdown_lose_their_meaning() -> None:
    assert plain_text("a_b*c $5 :red[x]") == r"a\_b\*c \$5 \:red\[x\]"

"""What came back: the listed photo, another, a sign, a page, or a ruin."""

from __future__ import annotations

import hashlib

import pytest

from engine.catalog.urls import ListedUrl, UrlState
from engine.downloads.judging import examine, find_signs, judge
from engine.downloads.outcomes import Outcome
from engine.downloads.receiving import Body
from tests.engine.downloads.hostile_server import picture

URL = "http://a.example/1.jpg"


def _body(content: bytes, *, is_complete: bool = True) -> Body:
    sha256, md5 = hashlib.sha256(content).hexdigest(), hashlib.md5(content).hexdigest()
    return Body(content, len(content), sha256, md5, content[:512], is_complete)


def _judged(content: bytes, md5: str | None, hops: tuple[str, ...] = (URL,)) -> UrlState:
    body = _body(content)
    return judge(ListedUrl("Ann", 1, URL, "a.example", md5=md5), body, examine(body, is_listed=False), hops)


@pytest.mark.parametrize(
    ("content", "outcome"),
    [
        (b"", Outcome.EMPTY),
        (b"<!DOCTYPE html><title>gone</title>", Outcome.WEB_PAGE),
        (b"\xef\xbb\xbf\n<html>", Outcome.WEB_PAGE),
        ("nicht gefunden: schön".encode("latin-1"), Outcome.WEB_PAGE),
        (b'{"error": 404}', Outcome.WEB_PAGE),
        (bytes(range(200)), Outcome.NOT_A_PICTURE),
        (b"%PDF-1.7\x00\x01\x02", Outcome.NOT_A_PICTURE),
        (picture(1)[:30], Outcome.DAMAGED),
        (picture(1)[:-200], Outcome.TRUNCATED),
        (picture(1, size=1, form="GIF"), Outcome.PLACEHOLDER),
    ],
)
def test_the_content_says_what_it_is(content: bytes, outcome: Outcome) -> None:
    found = examine(_body(content), is_listed=False)
    assert (found.format, found.outcome) == (None, outcome)
    assert found.detail.endswith(".")


def test_a_picture_of_three_pixels_is_a_picture() -> None:
    assert examine(_body(picture(1, size=3, form="PNG")), is_listed=False).format == "PNG"


@pytest.mark.parametrize("content", [b"", picture(1)[:30], picture(1)[:-200], picture(1)])
def test_an_answer_that_broke_off_is_truncated_whatever_came_of_it(content: bytes) -> None:
    assert examine(_body(content, is_complete=False), is_listed=False).outcome is Outcome.TRUNCATED


def test_an_answer_that_broke_off_after_the_listed_file_was_there_is_whole() -> None:
    assert examine(_body(picture(1), is_complete=False), is_listed=True).format == "JPEG"


def test_a_picture_with_the_listed_md5_is_the_listed_one() -> None:
    state = _judged(picture(1), hashlib.md5(picture(1)).hexdigest())
    assert (state.outcome, state.num_bytes) == (Outcome.DOWNLOADED, len(picture(1)))


def test_a_picture_with_another_md5_is_kept_and_marked() -> None:
    state = _judged(picture(1), "0" * 32)
    assert state.outcome == Outcome.CHANGED
    assert state.sha256 == hashlib.sha256(picture(1)).hexdigest()


def test_without_a_listed_md5_a_picture_is_taken_as_it_is() -> None:
    assert _judged(picture(1), None).outcome == Outcome.DOWNLOADED


@pytest.mark.parametrize("name", ["photo_unavailable.gif", "NotFound.png", "no-image.jpg", "image%20missing.gif"])
def test_a_redirect_to_a_sign_is_a_sign_and_is_not_kept(name: str) -> None:
    state = _judged(picture(1), "0" * 32, (URL, f"http://a.example/{name}"))
    assert (state.outcome, state.sha256) == (Outcome.PLACEHOLDER, None)


def test_a_listed_photo_is_no_sign_whatever_its_name() -> None:
    md5 = hashlib.md5(picture(1)).hexdigest()
    assert _judged(picture(1), md5, (URL, "http://a.example/missing.jpg")).outcome == Outcome.DOWNLOADED


def test_the_name_alone_makes_no_sign_where_there_was_no_redirect() -> None:
    assert _judged(picture(1), "0" * 32, ("http://a.example/missing_person.jpg",)).outcome == Outcome.CHANGED


def _state(
    label: str, number: int, md5: str | None, sha256: str = "same", outcome: Outcome = Outcome.CHANGED, url: str = ""
) -> UrlState:
    url = url or f"http://a.example/{label}/{number}"
    return UrlState(ListedUrl(label, number, url, "a.example", md5=md5), outcome, "", sha256, 10)


def _signs(*states: UrlState) -> list[tuple[str, int]]:
    signs = find_signs(states)
    assert {state.outcome for state in signs} <= {Outcome.PLACEHOLDER}
    return [state.listed.key for state in signs]


def test_nothing_is_a_sign_among_nothing() -> None:
    assert _signs() == []


def test_addresses_that_held_different_photos_and_now_give_the_same_give_a_sign() -> None:
    assert _signs(_state("Ann", 1, "a"), _state("Ann", 2, "b"), _state("Bo", 1, "c", "other")) == [
        ("Ann", 1),
        ("Ann", 2),
    ]


def test_addresses_that_always_held_the_same_photo_give_no_sign_when_it_changes() -> None:
    assert _signs(_state("Ann", 1, "a"), _state("Bo", 2, "a"), _state("Bo", 3, "a")) == []


def test_a_photo_that_is_the_listed_one_is_no_sign() -> None:
    verified = _state("Ann", 1, "a", outcome=Outcome.DOWNLOADED)
    assert _signs(verified, _state("Bo", 1, "b")) == []


def test_one_address_listed_twice_gives_no_sign() -> None:
    assert _signs(_state("Ann", 1, "a", url=URL), _state("Bo", 1, "b", url=URL)) == []


def test_a_sign_seen_before_shows_a_later_address_as_one() -> None:
    seen = _state("Ann", 1, "a", outcome=Outcome.PLACEHOLDER)
    assert _signs(seen, _state("Bo", 1, "b")) == [("Ann", 1), ("Bo", 1)]


def test_without_md5s_three_addresses_of_two_people_make_a_sign_and_two_do_not() -> None:
    two = [_state("Ann", 1, None, outcome=Outcome.DOWNLOADED), _state("Bo", 1, None, outcome=Outcome.DUPLICATE)]
    assert _signs(*two) == []
    assert len(_signs(*two, _state("Bo", 2, None, outcome=Outcome.DUPLICATE))) == 3
    assert _signs(*(_state("Ann", number, None, outcome=Outcome.DOWNLOADED) for number in range(3))) == []

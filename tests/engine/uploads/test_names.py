"""Every path a browser can name has one place inside the upload's folder, on every system."""

import pytest

from engine.errors import BadInput
from engine.uploads.names import MAX_DEPTH, MAX_NAME_BYTES, safe_parts


def test_an_ordinary_path_stays_as_it_is() -> None:
    assert safe_parts("휴가/Kim Min-su/a photo (1).jpg") == ["휴가", "Kim Min-su", "a photo (1).jpg"]


def test_a_korean_name_taken_apart_by_macos_is_put_together() -> None:
    assert safe_parts("\u1100\u1175\u11b7/\u1100\u1175.jpg") == ["김", "기.jpg"]


@pytest.mark.parametrize(
    "path",
    [
        "../a.jpg",
        "Bo/../../a.jpg",
        "/etc/passwd",
        "..\\a.jpg",
        "\\\\server\\a.jpg",
        "C:\\a.jpg",
        "Bo//a.jpg",
        "./a",
        "",
    ],
)
def test_a_path_out_of_the_folder_is_refused(path: str) -> None:
    with pytest.raises(BadInput, match="leads out of the uploaded folder"):
        safe_parts(path)


def test_a_path_of_too_many_folders_is_refused() -> None:
    with pytest.raises(BadInput, match=f"lies {MAX_DEPTH + 1} folders deep"):
        safe_parts("a/" * MAX_DEPTH + "b.jpg")


@pytest.mark.parametrize(
    ("folder", "kept"), [("Kim: holiday", "Kim_ holiday"), ("Dr. K.", "Dr. K"), ("con", "_con"), ("...", "_")]
)
def test_a_folder_that_windows_cannot_hold_gets_a_name_it_can(folder: str, kept: str) -> None:
    assert safe_parts(f"{folder}/a.jpg")[0] == kept


def test_two_files_that_would_get_the_same_name_stay_two() -> None:
    names = {safe_parts(f"Bo/{name}.jpg")[1] for name in ("a?", "a*", "a_")}
    assert len(names) == 3
    assert "a_.jpg" in names


def test_a_name_too_long_for_the_disk_is_cut_and_stays_itself() -> None:
    first, second = (safe_parts(f"{'김' * 120}{number}.jpg")[0] for number in (1, 2))
    assert first != second
    assert max(len(first.encode()), len(second.encode())) <= MAX_NAME_BYTES + 9
    assert first.startswith("김" * 50)
    assert first.endswith(".jpg")

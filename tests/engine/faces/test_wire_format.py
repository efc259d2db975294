"""Protocol buffers are read field by field, by examples encoded by hand."""

from __future__ import annotations

from engine.faces.wire_format import read_floats, read_messages, read_numbers


def test_an_empty_buffer_has_no_fields() -> None:
    assert read_messages(b"", 1) == []
    assert read_floats(b"", 1) == []
    assert read_numbers(b"", 1) == []


def test_a_number_of_two_bytes_is_read() -> None:
    assert read_numbers(b"\x08\x96\x01", 1) == [150]  # the example of the encoding's own guide


def test_fields_of_other_numbers_and_kinds_are_passed_over() -> None:
    data = b"\x08\x05" + b"\x12\x02hi" + b"\x19" + bytes(8) + b"\x25\x00\x00\x80\x3f" + b"\x08\x07"
    assert read_numbers(data, 1) == [5, 7]
    assert read_messages(data, 2) == [b"hi"]
    assert read_floats(data, 4) == [1.0]


def test_floats_are_read_packed_and_one_by_one() -> None:
    one, two = b"\x00\x00\x80\x3f", b"\x00\x00\x00\x40"
    assert read_floats(b"\x0a\x08" + one + two, 1) == [1.0, 2.0]
    assert read_floats(b"\x0d" + one + b"\x0d" + two, 1) == [1.0, 2.0]

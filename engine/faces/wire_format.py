"""Reads fields out of a protocol buffer without its schema; MediaPipe ships none with its files.

https://protobuf.dev/programming-guides/encoding
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from enum import IntEnum


class Wire(IntEnum):
    """How a field's value is stored."""

    VARINT = 0
    EIGHT_BYTES = 1
    LENGTH_DELIMITED = 2
    FOUR_BYTES = 5


def read_messages(data: bytes, field: int) -> list[bytes]:
    """The nested messages (or packed lists) under a field number, undecoded."""
    return [value for number, wire, value in _fields(data) if number == field and wire is Wire.LENGTH_DELIMITED]


def read_floats(data: bytes, field: int) -> list[float]:
    """The float values under a field number, packed or not."""
    kinds = (Wire.LENGTH_DELIMITED, Wire.FOUR_BYTES)
    packed = b"".join(value for number, wire, value in _fields(data) if number == field and wire in kinds)
    return [value for (value,) in struct.iter_unpack("<f", packed)]


def read_numbers(data: bytes, field: int) -> list[int]:
    """The unsigned integers under a field number, not packed."""
    return [_varint(value, 0)[0] for number, wire, value in _fields(data) if number == field and wire is Wire.VARINT]


def _fields(data: bytes) -> Iterator[tuple[int, Wire, bytes]]:
    """Every field as (number, how it is stored, its bytes)."""
    place = 0
    while place < len(data):
        key, place = _varint(data, place)
        wire = Wire(key & 7)
        if wire is Wire.VARINT:
            end = _varint(data, place)[1]
        elif wire is Wire.LENGTH_DELIMITED:
            length, place = _varint(data, place)
            end = place + length
        else:
            end = place + (4 if wire is Wire.FOUR_BYTES else 8)
        yield key >> 3, wire, data[place:end]
        place = end


def _varint(data: bytes, place: int) -> tuple[int, int]:
    """A little-endian base-128 number and the place after it."""
    value, shift = 0, 0
    while True:
        byte = data[place]
        value |= (byte & 127) << shift
        place, shift = place + 1, shift + 7
        if byte < 128:
            return value, place

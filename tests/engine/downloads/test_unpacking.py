"""Unpacking what was packed unasked, bit by bit."""

from __future__ import annotations

import gzip
import zlib

import pytest

from engine.downloads.unpacking import UnknownPacking, Unpacker


@pytest.mark.parametrize("encoding", ["", "identity", "Identity"])
def test_what_is_not_packed_stays_as_it_is(encoding: str) -> None:
    assert Unpacker(encoding).unpack(b"photo", 100) == b"photo"


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(b"photo")),
        ("x-gzip", gzip.compress(b"photo")),
        ("deflate", zlib.compress(b"photo")),
        ("deflate", zlib.compress(b"photo")[2:-4]),
    ],
)
def test_gzip_and_both_meanings_of_deflate_are_unpacked(encoding: str, packed: bytes) -> None:
    assert Unpacker(encoding).unpack(packed, 100) == b"photo"


def test_a_small_piece_never_becomes_more_than_asked_for() -> None:
    assert len(Unpacker("gzip").unpack(gzip.compress(bytes(50_000_000)), 1000)) == 1000


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "gzip, br"])
def test_other_packings_are_refused(encoding: str) -> None:
    with pytest.raises(UnknownPacking, match="which was not asked for"):
        Unpacker(encoding)


def test_damaged_packing_is_refused() -> None:
    with pytest.raises(UnknownPacking, match="cannot be unpacked"):
        Unpacker("gzip").unpack(b"\x1f\x8bno gzip at all", 100)
    with pytest.raises(UnknownPacking, match="cannot be unpacked"):
        Unpacker("deflate").unpack(b"\xff\xff\xffneither", 100)

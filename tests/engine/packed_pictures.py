"""Writes tiny, valid IDX, CIFAR and RAR files whose every byte a test knows."""

from __future__ import annotations

import gzip
import struct
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path

NUM_CIFAR_BYTES = 3072


def idx_pictures(pictures: Sequence[bytes], width: int, height: int) -> bytes:
    """An IDX file of grey pictures, each ``width × height`` bytes."""
    return struct.pack(">4B3I", 0, 0, 8, 3, len(pictures), height, width) + b"".join(pictures)


def idx_labels(labels: Sequence[int]) -> bytes:
    """An IDX file of labels."""
    return struct.pack(">4BI", 0, 0, 8, 1, len(labels)) + bytes(labels)


def write_idx_pair(folder: Path, labels: Sequence[int], stem: str = "train", *, packed: bool = True) -> Path:
    """Write 3 × 2 pictures, numbered by their first byte, and their labels; returns the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    pictures = [bytes([number, 10, 20, 30, 40, 50]) for number in range(len(labels))]
    for name, content in {
        f"{stem}-images-idx3-ubyte": idx_pictures(pictures, 3, 2),
        f"{stem}-labels-idx1-ubyte": idx_labels(labels),
    }.items():
        if packed:
            (folder / f"{name}.gz").write_bytes(gzip.compress(content))
        else:
            (folder / name).write_bytes(content)
    return folder


def cifar_record(label: int, rgb: tuple[int, int, int]) -> bytes:
    """One picture of CIFAR-10 in one colour."""
    return bytes([label]) + b"".join(bytes([value]) * 1024 for value in rgb)


def rar_archive(files: Mapping[str, bytes]) -> bytes:
    """A RAR 3 archive that stores files as they are (https://www.rarlab.com/technote.htm describes version 5's)."""
    blocks = [_rar_block(0x73, 0, b"\0" * 6)]
    for path, data in files.items():
        name = path.replace("/", "\\").encode()
        stored, dos_system, dos_time = 0x30, 2, 0x21 << 16
        facts = (len(data), len(data), dos_system, zlib.crc32(data), dos_time, 20, stored, len(name), 0x20)
        blocks.append(_rar_block(0x74, 0x8000, struct.pack("<IIBIIBBHI", *facts) + name) + data)
    return b"Rar!\x1a\x07\x00" + b"".join(blocks) + _rar_block(0x7B, 0x4000, b"")


def _rar_block(kind: int, flags: int, body: bytes) -> bytes:
    block = struct.pack("<BHH", kind, flags, 7 + len(body)) + body
    return struct.pack("<H", zlib.crc32(block) & 0xFFFF) + block

"""IDX and CIFAR files become pictures with labels and a split; damaged ones are told, whole pictures are kept."""

from __future__ import annotations

import gzip
import tarfile
import zipfile
from pathlib import Path

import numpy as np
import pytest

from engine.errors import BadInput, SourceError
from engine.file_trees import open_tree
from engine.kinds import Kind, Split
from engine.photo_files import read_pixels
from engine.picture_arrays import read_arrays
from engine.settings import Settings
from engine.sources import FoundFile, SkippedFile, find_source
from engine.sources.arrays import list_arrays
from tests.engine.builders import import_photos, listed
from tests.engine.packed_pictures import cifar_record, idx_labels, idx_pictures, write_idx_pair

NAMES = ("zero", "one", "two")


def _read(
    settings: Settings, place: Path, names: tuple[str, ...] | None = None
) -> tuple[list[FoundFile], list[SkippedFile]]:
    with open_tree(place) as tree:
        listing = read_arrays(settings, tree, names)
        files = list(listing.files)
    return files, list(listing.skipped)


def _first_pixels(file: FoundFile) -> list[int]:
    assert file.location is not None
    return [int(value) for value in read_pixels(file.location)[0, 0]]


@pytest.mark.parametrize("packed", [True, False], ids=["gz", "unpacked"])
def test_an_idx_pair_is_read_with_its_labels_names_and_split(settings: Settings, tmp_path: Path, packed: bool) -> None:
    write_idx_pair(tmp_path / "raw", [2, 0, 1], packed=packed)
    write_idx_pair(tmp_path / "raw", [1], "t10k", packed=packed)
    files, skipped = _read(settings, tmp_path / "raw", NAMES)
    assert [(file.path, file.label, file.split) for file in files] == [
        ("t10k/one/00000.png", "one", Split.TEST),
        ("train/two/00000.png", "two", Split.TRAIN),
        ("train/zero/00001.png", "zero", Split.TRAIN),
        ("train/one/00002.png", "one", Split.TRAIN),
    ]
    assert skipped == []


def test_an_idx_picture_is_kept_without_loss(settings: Settings, tmp_path: Path) -> None:
    files, _ = _read(settings, write_idx_pair(tmp_path / "raw", [0, 1]))
    assert files[1].location is not None
    pixels = read_pixels(files[1].location)
    assert np.array_equal(pixels[:, :, 0], [[1, 10, 20], [30, 40, 50]])
    assert [file.label for file in files] == ["0", "1"]


@pytest.mark.parametrize("kind", ["zip", "tar.gz"])
def test_packed_pictures_are_found_inside_archives(settings: Settings, tmp_path: Path, kind: str) -> None:
    folder = write_idx_pair(tmp_path / "raw", [2, 0, 1])
    archive = tmp_path / f"raw.{kind}"
    if kind == "zip":
        with zipfile.ZipFile(archive, "w") as opened:
            for file in folder.iterdir():
                opened.write(file, f"MNIST/raw/{file.name}")
    else:
        with tarfile.open(archive, "w:gz") as packed:
            packed.add(folder, "MNIST/raw")
    files, _ = _read(settings, archive)
    assert [file.path for file in files] == [
        "MNIST/raw/train/2/00000.png",
        "MNIST/raw/train/0/00001.png",
        "MNIST/raw/train/1/00002.png",
    ]
    assert find_source(str(archive)).name == "arrays"


def test_a_cifar_batch_is_read_with_colours_names_and_split(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "data_batch_1.bin").write_bytes(cifar_record(9, (200, 100, 50)) + cifar_record(0, (1, 2, 3)))
    (tmp_path / "test_batch.bin").write_bytes(cifar_record(3, (7, 8, 9)))
    files, skipped = _read(settings, tmp_path)
    assert [(file.path, file.label, file.split) for file in files] == [
        ("data_batch_1/truck/00000.png", "truck", Split.TRAIN),
        ("data_batch_1/airplane/00001.png", "airplane", Split.TRAIN),
        ("test_batch/cat/00000.png", "cat", Split.TEST),
    ]
    assert _first_pixels(files[0]) == [200, 100, 50]
    assert skipped == []


def test_a_cifar_pixel_stands_where_its_colour_planes_say(settings: Settings, tmp_path: Path) -> None:
    planes = np.zeros((3, 32, 32), np.uint8)
    planes[1, 2, 5] = 77  # green, row 2, column 5
    (tmp_path / "test_batch.bin").write_bytes(bytes([4]) + planes.tobytes())
    files, _ = _read(settings, tmp_path)
    assert files[0].location is not None
    pixels = read_pixels(files[0].location)
    assert pixels[2, 5].tolist() == [0, 77, 0]
    assert pixels.sum() == 77


def test_cifar_names_come_from_the_file_beside_the_batches(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "batches.meta.txt").write_text("sun\nmoon\n\n", encoding="utf-8")
    (tmp_path / "test_batch.bin").write_bytes(cifar_record(1, (7, 8, 9)))
    assert _read(settings, tmp_path)[0][0].label == "moon"


def test_cifar_100_has_two_labels_of_which_the_fine_one_counts(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "fine_label_names.txt").write_text("apple\nbaby\n", encoding="utf-8")
    (tmp_path / "train.bin").write_bytes(bytes([7]) + cifar_record(1, (7, 8, 9)))
    files, _ = _read(settings, tmp_path)
    assert [(file.label, file.split) for file in files] == [("baby", Split.TRAIN)]


IMAGES, LABELS = "train-images-idx3-ubyte", "train-labels-idx1-ubyte"
PICTURES = idx_pictures([bytes([number] * 6) for number in range(3)], 3, 2)


@pytest.mark.parametrize(
    ("contents", "message"),
    [
        ({IMAGES: PICTURES}, r"Its labels are missing\. Put the file of the same name with 'labels'"),
        (
            {IMAGES: b"<html>gone</html>", LABELS: idx_labels([0, 1, 2])},
            r"begins with 3c 68 74 6d, expected 00 00 08 03",
        ),
        ({IMAGES: b"", LABELS: idx_labels([0, 1, 2])}, r"begins with nothing, expected 00 00 08 03"),
        ({IMAGES: PICTURES[:10], LABELS: idx_labels([0, 1, 2])}, r"ends inside its header"),
        ({IMAGES: PICTURES, LABELS: PICTURES}, r"begins with 00 00 08 03, expected 00 00 08 01"),
        ({IMAGES: PICTURES, LABELS: idx_labels([0, 1])}, r"holds 3 pictures, but there are 2 labels.*do not belong"),
        ({IMAGES: PICTURES, LABELS: idx_labels([0, 1, 2])[:-1]}, r"end after 2 of 3\. Get both files again"),
        (
            {f"{IMAGES}.gz": gzip.compress(PICTURES)[:20], LABELS: idx_labels([0, 1, 2])},
            r"damaged or not whole|ends inside its header",
        ),
        ({IMAGES: idx_pictures([], 0, 0), LABELS: idx_labels([])}, r"says its pictures are 0 × 0 pixels"),
        ({"data_batch_1.bin": b"x" * 5000}, r"is 5,000 bytes long, expected a multiple of 3,073"),
        ({"test_batch.bin": b""}, r"is 0 bytes long"),
    ],
)
def test_a_damaged_file_is_explained(
    settings: Settings, tmp_path: Path, contents: dict[str, bytes], message: str
) -> None:
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    with pytest.raises(BadInput, match=message):
        _read(settings, tmp_path)


@pytest.mark.parametrize("packed", [True, False], ids=["gz", "unpacked"])
def test_of_a_file_that_ends_too_early_the_whole_pictures_are_kept(
    settings: Settings, tmp_path: Path, packed: bool
) -> None:
    short = PICTURES[:-2]
    (tmp_path / (f"{IMAGES}.gz" if packed else IMAGES)).write_bytes(gzip.compress(short) if packed else short)
    (tmp_path / LABELS).write_bytes(idx_labels([0, 1, 2]))
    files, skipped = _read(settings, tmp_path)
    assert [file.label for file in files] == ["0", "1"]
    assert skipped[0].reason == "It ends after 2 of 3 pictures (the file is shorter than it says). Get it again."


def test_a_gz_that_breaks_off_keeps_the_whole_pictures(settings: Settings, tmp_path: Path) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (50, 100), np.uint8)
    packed = gzip.compress(idx_pictures([row.tobytes() for row in noise], 10, 10))
    (tmp_path / f"{IMAGES}.gz").write_bytes(packed[: len(packed) // 2])
    (tmp_path / LABELS).write_bytes(idx_labels([1] * 50))
    files, skipped = _read(settings, tmp_path)
    assert 0 < len(files) < 50
    assert skipped[0].reason.startswith(f"It ends after {len(files)} of 50 pictures (Compressed file ended")


def test_one_damaged_file_does_not_keep_the_other_from_being_imported(settings: Settings, tmp_path: Path) -> None:
    write_idx_pair(tmp_path / "raw", [1, 0])
    (tmp_path / "raw" / "t10k-images-idx3-ubyte").write_bytes(PICTURES)
    result = import_photos(settings, tmp_path / "raw", name="digits")
    assert result.counts.people == {"0": 1, "1": 1}
    assert [file.path for file in result.skipped] == ["t10k-images-idx3-ubyte"]
    assert result.dataset.kind is Kind.IMAGES


def test_a_class_without_a_name_ends_the_file_with_a_reason(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "test_batch.bin").write_bytes(cifar_record(3, (1, 1, 1)) + cifar_record(10, (7, 8, 9)))
    files, skipped = _read(settings, tmp_path)
    assert [file.label for file in files] == ["cat"]
    assert "has a picture of class 10, expected 0 to 9" in skipped[0].reason


def test_a_folder_without_such_files_is_explained(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"holds neither IDX files"), listed(list_arrays, str(tmp_path)):
        pass


def test_a_folder_of_people_is_no_folder_of_packed_pictures(people_dir: Path) -> None:
    assert find_source(str(people_dir)).name == "folder"


@pytest.mark.photos
def test_the_real_mnist_test_files_are_read_whole(settings: Settings, photos_dir: Path, tmp_path: Path) -> None:
    for file in (photos_dir / "mnist").glob("t10k*"):
        (tmp_path / file.name).symlink_to(file)
    with open_tree(tmp_path) as tree:
        listing = read_arrays(settings, tree)
        assert listing.num_files == 10_000
        first = [file.label for file, _ in zip(listing.files, range(10), strict=False)]
    assert first == list("7210414959")  # as every tutorial on MNIST shows them

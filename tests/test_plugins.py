"""The contracts of plug-ins, run over every one there is: a new file is tested without writing a test."""

from __future__ import annotations

import math
import pkgutil
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from numpy.typing import NDArray

import engine.checks
import engine.sources
from engine.__main__ import main
from engine.checks import Check, DatasetCheck, DatasetPhotos, MeasuredPhoto, PhotoCheck, all_checks, example_sentence
from engine.commands import Command, all_commands
from engine.copies.records import StoredCopies
from engine.copies.standing import Standing
from engine.faces import Analyzer, Faces
from engine.faces.registry import analyzers
from engine.faces.traits import Trait
from engine.kinds import Kind
from engine.photo_files import read_pixels
from engine.settings import Settings
from engine.sources import FoundFile, SkippedFile, Source, all_sources
from tests.engine.builders import listed
from tests.engine.cloud_vision.answers import packed_answer
from tests.engine.packed_pictures import write_idx_pair
from tests.engine.remote_folders import put_into_memory

CHECKS = list(all_checks().values())
PHOTO_CHECKS = [check for check in CHECKS if isinstance(check, PhotoCheck)]
DATASET_CHECKS = [check for check in CHECKS if isinstance(check, DatasetCheck)]
SOURCES = list(all_sources().values())
ANALYZERS = list(analyzers().values())
LOOK_FOR_FACES = [analyzer for analyzer in ANALYZERS if Kind.FACES in analyzer.kinds]


def _faces(*, count: int = 1, degrees: float = 0.0, likelihood: float = 0.0, side: float = 220.0) -> Faces:
    """``count`` faces side by side in a photo of 640 × 480, all turned by ``degrees`` in every direction, with every
    trait there is."""
    left = np.arange(count) * 300.0 + 20
    boxes = np.stack([left, np.full(count, 100.0), left + side, np.full(count, 140 + side)], axis=1).astype(np.float32)
    return Faces(
        boxes_ltrb=boxes,
        scores=np.full(count, 0.95, np.float32),
        points=np.repeat(boxes[:, None, :2] + 60, 5, axis=1),
        roll_pan_tilt_degrees=np.full((count, 3), degrees, np.float32),
        embedding=np.full(128, 0.1, np.float32),
        traits=dict.fromkeys(Trait, likelihood),
    )


def _pixels(width: int, height: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    return np.random.default_rng(0).integers(0, 256, (height, width, 3), dtype=np.uint8)


ORDINARY = MeasuredPhoto(_pixels(640, 480), _faces(), "JPEG")
# A check that none of these makes reject adds the photo it is about.
PHOTOS = {
    "ordinary": ORDINARY,
    "grey": MeasuredPhoto(np.full((480, 640, 3), 128, np.uint8), _faces()),
    "one pixel": MeasuredPhoto(np.zeros((1, 1, 3), np.uint8), Faces.none()),
    "tiny": MeasuredPhoto(_pixels(20, 12), Faces.none()),
    "without a face": MeasuredPhoto(_pixels(640, 480), Faces.none()),
    "two faces": MeasuredPhoto(_pixels(640, 480), _faces(count=2)),
    "face turned away": MeasuredPhoto(_pixels(640, 480), _faces(degrees=60.0)),
    "face turned the other way": MeasuredPhoto(_pixels(640, 480), _faces(degrees=-60.0)),
    "small face": MeasuredPhoto(_pixels(640, 480), _faces(side=12.0)),
    "face with every trait": MeasuredPhoto(_pixels(640, 480), _faces(likelihood=1.0)),
    "traits not looked for": MeasuredPhoto(_pixels(640, 480), replace(_faces(), traits={})),
    "white": MeasuredPhoto(np.full((480, 640, 3), 255, np.uint8), _faces()),
    "one tint": MeasuredPhoto((_pixels(640, 480)[..., :1] // (2, 3, 4)).astype(np.uint8), _faces()),
    "long": MeasuredPhoto(_pixels(640, 100), Faces.none()),
    "animation": MeasuredPhoto(_pixels(640, 480), _faces(), "GIF"),
    "angles unknown": MeasuredPhoto(_pixels(640, 480), _faces(degrees=math.nan)),
    "no analyzer": MeasuredPhoto(_pixels(640, 480), None),
    "unreadable": MeasuredPhoto(None, None),
}


def _by_name(plugin: Check | Source | Analyzer | Command) -> str:
    return plugin.name


@pytest.mark.parametrize(("package", "found"), [(engine.checks, all_checks()), (engine.sources, all_sources())])
def test_every_file_of_a_plugin_folder_is_found_under_its_own_name(
    package: ModuleType, found: dict[str, object]
) -> None:
    files = [info.name for info in pkgutil.iter_modules(package.__path__) if not info.name.startswith("_")]
    assert sorted(found) == sorted(files)


@pytest.mark.parametrize("check", CHECKS, ids=_by_name)
def test_a_check_says_what_it_asks_in_words(check: Check) -> None:
    assert check.question.endswith("?")
    assert check.title
    assert check.unit
    assert check.version >= 1
    assert check.kinds


@pytest.mark.parametrize("check", CHECKS, ids=_by_name)
def test_a_default_limit_lies_within_the_range_of_its_slider(check: Check) -> None:
    smallest, largest = check.limit_range
    assert smallest < largest
    assert check.limit_step > 0
    for kind in check.kinds:
        assert smallest <= check.default_limit(kind).value <= largest


@pytest.mark.parametrize("photo", PHOTOS.values(), ids=PHOTOS)
@pytest.mark.parametrize("check", PHOTO_CHECKS, ids=_by_name)
def test_a_check_answers_every_photo_with_a_finite_number_or_none(check: PhotoCheck, photo: MeasuredPhoto) -> None:
    value = check.measure(photo)
    assert value is None or (isinstance(value, float) and math.isfinite(value))


@pytest.mark.parametrize("check", PHOTO_CHECKS, ids=_by_name)
def test_measuring_the_same_photo_twice_gives_the_same_answer(check: PhotoCheck) -> None:
    assert check.measure(ORDINARY) == check.measure(ORDINARY)


@pytest.mark.parametrize("check", PHOTO_CHECKS, ids=_by_name)
def test_the_default_limit_keeps_the_ordinary_photo_and_rejects_another(check: PhotoCheck) -> None:
    for kind in check.kinds:
        limit = check.default_limit(kind)
        values = {name: check.measure(photo) for name, photo in PHOTOS.items()}
        kept = {name for name, value in values.items() if value is not None and limit.allows(np.array([value]))[0]}
        rejected = {name for name, value in values.items() if value is not None} - kept
        assert "ordinary" in kept
        assert rejected


@pytest.mark.parametrize("check", CHECKS, ids=_by_name)
def test_a_rejection_is_explained_in_a_sentence_without_a_stop(check: Check) -> None:
    smallest, largest = check.limit_range
    values = np.array([smallest, (smallest + largest) / 2, largest])
    rejected = values[~check.keep_if.allows(values)]
    assert len(rejected) > 0
    for value in rejected:
        reason = check.explain(float(value), check.keep_if.value)
        assert not reason[0].islower()
        assert not reason.endswith(".")
        assert len(reason) < 100


@pytest.mark.parametrize("check", CHECKS, ids=_by_name)
def test_the_example_of_a_check_is_a_photo_that_its_default_limit_rejects(check: Check) -> None:
    assert not check.keep_if.allows(np.array([check.example]))[0]
    sentence = example_sentence(check)
    assert not sentence[0].islower()
    assert not sentence.endswith(".")
    assert len(sentence) < 100


@pytest.mark.parametrize("num_photos", [0, 1, 4])
@pytest.mark.parametrize("check", DATASET_CHECKS, ids=_by_name)
def test_a_dataset_check_answers_once_per_photo(check: DatasetCheck, num_photos: int) -> None:
    hashes = ["a", None, "a", "b"][:num_photos]
    standing = Standing.of(hashes, np.zeros(num_photos, np.bool_), StoredCopies.none(num_photos))
    is_decoded = np.array([each is not None for each in hashes], np.bool_)
    embedded = np.flatnonzero(is_decoded), np.eye(128, dtype=np.float32)[: np.count_nonzero(is_decoded)]
    labels = np.array(["Ann", "Ann", "Bo", "Bo"][:num_photos], np.str_)
    values = check.measure_all(DatasetPhotos(is_decoded, standing, labels, lambda: embedded))
    assert values.shape == (num_photos,)
    assert values.dtype == np.float64
    assert not np.isinf(values).any()


def _write_url_list(path: Path) -> Path:
    """A list whose one address is never asked, as it is this computer's own."""
    path.write_text("Ann\t1\thttp://127.0.0.1:9/1.jpg\t1,2,3,4\t" + "0" * 32, encoding="utf-8")
    return path


def _write_photo_list(folder: Path) -> Path:
    """A list of every file in the folder, damaged ones too."""
    lines = [f"{file.relative_to(folder).as_posix()},{file.parent.name}" for file in sorted(folder.rglob("*.*g"))]
    (folder.parent / "people" / "list.csv").write_text("\n".join(lines), encoding="utf-8")
    return folder / "list.csv"


# What a person would give each source for the same folder of photos. A new source adds its line.
GIVEN_TO_SOURCES: dict[str, Callable[[Path], str]] = {
    "folder": str,
    "upload": str,
    "webcam": str,
    "draw": str,
    "zip": lambda folder: shutil.make_archive(str(folder.parent / "people"), "zip", folder),
    "tar": lambda folder: shutil.make_archive(str(folder.parent / "people"), "gztar", folder),
    "csv": lambda folder: str(_write_photo_list(folder)),
    "samples": lambda folder: "sample:digits",
    "arrays": lambda folder: str(write_idx_pair(folder.parent / "arrays", [0, 1, 1])),
    "bucket": put_into_memory,
    "pubfig": lambda folder: str(_write_url_list(folder.parent / "urls.txt")),
}


@pytest.fixture
def troubled_dir(people_dir: Path) -> Path:
    """``people_dir`` with a damaged and an empty photo, a hidden file and a text."""
    (people_dir / "Ann" / "damaged.jpg").write_bytes(b"\xff\xd8\xff\xe0 no photo")
    (people_dir / "Bo" / "empty.png").touch()
    (people_dir / "Bo" / ".hidden.png").touch()
    (people_dir / "Bo" / "notes.txt").write_text("no picture", encoding="utf-8")
    return people_dir


def _list(source: Source, text: str) -> tuple[list[FoundFile], Sequence[SkippedFile]]:
    """What a source lists, each file there to be read."""
    with listed(source.list_files, text) as listing:
        files: list[FoundFile] = []
        for file in listing.files:  # one of a tar can be read until the next is asked for
            files.append(file)
            if file.open is not None:
                with file.open() as opened:
                    opened.read()
            assert file.location is None or file.location.is_file()
        assert len(files) <= listing.num_files
        return files, listing.skipped


@pytest.mark.parametrize("source", SOURCES, ids=_by_name)
def test_a_source_lists_labelled_files_that_can_be_read(source: Source, troubled_dir: Path) -> None:
    files, _ = _list(source, GIVEN_TO_SOURCES[source.name](troubled_dir))
    paths = [file.path for file in files]
    assert len(set(paths)) == len(paths)
    for file in files:
        assert file.label
        assert "\\" not in file.path
        assert (file.location is None) != (file.open is None)


@pytest.mark.parametrize("name", sorted(set(GIVEN_TO_SOURCES) - {"samples", "arrays", "csv", "pubfig"}))
def test_every_source_of_a_persons_own_files_lists_the_same_and_leaves_damage_to_the_import(
    name: str, troubled_dir: Path
) -> None:
    files, skipped = _list(all_sources()[name], GIVEN_TO_SOURCES[name](troubled_dir))
    expected = ["Ann/1.png", "Ann/2.png", "Ann/3.png", "Ann/damaged.jpg", "Bo/1.png", "Bo/2.png", "Bo/empty.png"]
    assert sorted((file.path, file.label) for file in files) == [(path, path.split("/")[0]) for path in expected]
    assert {file.path for file in skipped} == {"Bo/.hidden.png", "Bo/notes.txt"}


@pytest.mark.parametrize("source", SOURCES, ids=_by_name)
def test_a_source_does_not_accept_what_is_not_there(source: Source, tmp_path: Path) -> None:
    assert not source.accepts(str(tmp_path / "nothing here"))
    assert source.title


# What the service of an analyzer that asks one says of a photo of that size: no face, or one in its middle.
# A new analyzer that asks adds its line.
ANSWERS: dict[str, Callable[[tuple[int, int], bool], bytes]] = {"vision": packed_answer}

Find = Callable[..., Faces]


@pytest.fixture(params=ANALYZERS, ids=_by_name)
def find(request: pytest.FixtureRequest, settings: Settings, weights: dict[str, Path]) -> Find:
    """Each analyzer, loaded: ``find(pixels)``; ``has_face``: what its service is to say, where it asks one."""
    analyzer: Analyzer = request.param
    assert set(analyzer.weights) <= set(weights)
    assert (analyzer.questions is None) == (analyzer.fetch_answers is None) == (analyzer.name not in ANSWERS)
    loaded = analyzer.load(settings)

    def answered(pixels: NDArray[np.uint8], *, has_face: bool = False) -> Faces:
        if analyzer.questions is None:
            return loaded.find(pixels)
        return loaded.find(pixels, ANSWERS[analyzer.name]((pixels.shape[1], pixels.shape[0]), has_face))

    return answered


def _assert_usable(faces: Faces, width: int, height: int) -> None:
    left, top, right, bottom = faces.boxes_ltrb.T
    assert (left >= 0).all()
    assert (top >= 0).all()
    assert (left < right).all()
    assert (top < bottom).all()
    assert (right <= width).all()
    assert (bottom <= height).all()
    assert ((faces.scores >= 0) & (faces.scores <= 1)).all()
    angles = faces.roll_pan_tilt_degrees
    assert (np.isnan(angles) | (np.abs(angles) <= 180)).all()
    assert (faces.embedding is None) == (len(faces) == 0)


@pytest.mark.parametrize(("width", "height"), [(1, 1), (3, 200), (20, 12), (640, 480), (1500, 1000)])
def test_an_analyzer_finds_no_face_on_grey_whatever_its_size(find: Find, width: int, height: int) -> None:
    assert len(find(np.full((height, width, 3), 128, np.uint8))) == 0


def test_an_analyzer_answers_noise_within_the_photo(find: Find) -> None:
    _assert_usable(find(_pixels(320, 200)), 320, 200)


@pytest.mark.photos
@pytest.mark.parametrize("find", LOOK_FOR_FACES, ids=_by_name, indirect=True)
def test_an_analyzer_finds_the_face_of_a_portrait_with_angles_and_an_embedding(find: Find, photos_dir: Path) -> None:
    for folder in sorted((photos_dir / "lfw62").iterdir())[:5]:
        pixels = read_pixels(sorted(folder.iterdir())[0])
        faces = find(pixels, has_face=True)
        _assert_usable(faces, pixels.shape[1], pixels.shape[0])
        middle = (faces.boxes_ltrb[0, :2] + faces.boxes_ltrb[0, 2:]) / 2
        assert np.abs(middle - 125).max() < 40  # these photos are 250 pixels wide, cut round the face
        assert np.isfinite(faces.roll_pan_tilt_degrees[0]).all()


@pytest.mark.parametrize("analyzer", ANALYZERS, ids=_by_name)
def test_an_analyzer_has_a_title_and_a_version(analyzer: Analyzer) -> None:
    assert analyzer.title
    assert analyzer.version >= 1


@pytest.mark.parametrize("command", all_commands().values(), ids=_by_name)
def test_a_command_explains_itself_and_refuses_what_it_does_not_know(
    command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.summary.endswith(".")
    with pytest.raises(SystemExit, match=r"^0$"):
        main([command.name, "--help"])
    assert f"python -m engine {command.name}" in capsys.readouterr().out
    with pytest.raises(SystemExit, match=r"^2$"):
        main([command.name, "--no-such-option"])
    assert "error:" in capsys.readouterr().err

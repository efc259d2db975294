"""The Parquet files that come back: a row per photo with everything an analysis stores of it, number by number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.beam.manifests import ManifestEntry
from engine.errors import BadInput
from engine.faces import Faces, FloatArray
from engine.faces.traits import Trait
from engine.photo_analysis import PhotoAnalysis

if TYPE_CHECKING:
    import pyarrow as pa

Fields = dict[str, Any]  # a row of the file: strings, numbers, lists of numbers, bytes or None, as the schema says
ROWS_AT_ONCE = 1000
NO_PHOTO_ID = 0  # ids are the catalog's own; outside it a photo is named by its SHA-256


@dataclass(frozen=True)
class MeasuredRow:
    """One row: who measured which photo, with what, and what was seen.

    Attributes:
        checks: ``name:version`` of each check that was measured; fingerprint_version: of how copies are told.
        analysis: with :data:`NO_PHOTO_ID`.
    """

    sha256: str
    analyzer: str
    analyzer_version: int
    checks: tuple[str, ...]
    fingerprint_version: int
    analysis: PhotoAnalysis


def schema() -> pa.Schema:
    """The columns. Numbers keep their width, so that nothing is rounded on the way."""
    import pyarrow as pa

    floats = pa.list_(pa.float32())
    return pa.schema(
        {
            "sha256": pa.string(),
            "analyzer": pa.string(),
            "analyzer_version": pa.int32(),
            "checks": pa.list_(pa.string()),
            "values": pa.list_(pa.float64()),  # in the order of checks; null where a question has no answer
            "problem": pa.string(),
            "error": pa.string(),
            "pixel_sha256": pa.string(),
            "fingerprint_version": pa.int32(),
            "fingerprint": pa.binary(),
            "num_faces": pa.int32(),  # null when none were looked for
            "boxes_ltrb": floats,  # 4 a face
            "scores": floats,
            "points": floats,  # 5 × 2 a face
            "roll_pan_tilt_degrees": floats,  # 3 a face
            "embedding": floats,
            "picture_embedding": floats,
            "trait_names": pa.list_(pa.string()),
            "trait_values": pa.list_(pa.float64()),
        }
    )


def to_fields(entry: ManifestEntry, analysis: PhotoAnalysis) -> Fields:
    """The row of one analysis, of the checks that ``entry`` asked for."""
    faces = analysis.faces
    return {
        "sha256": entry.sha256,
        "analyzer": entry.analyzer,
        "analyzer_version": entry.analyzer_version,
        "checks": list(entry.checks),
        "values": [analysis.values.get(_name(check)) for check in entry.checks],
        "problem": analysis.problem,
        "error": analysis.error,
        "pixel_sha256": analysis.pixel_sha256,
        "fingerprint_version": entry.fingerprint_version,
        "fingerprint": analysis.fingerprint,
        "picture_embedding": _numbers(analysis.picture_embedding),
        "num_faces": None if faces is None else len(faces),
        **_face_fields(faces or Faces.none()),
    }


def read_rows(uris: Sequence[str]) -> Iterator[list[MeasuredRow]]:
    """Read files of measurements, some rows at a time.

    Args:
        uris: paths or what fsspec opens; ``*`` stands for anything.

    Raises:
        BadInput: there is no such file, or it holds no measurements.
    """
    for uri in uris:
        for batch in _read_fields(uri):
            yield [from_fields(fields) for fields in batch]


def from_fields(fields: Fields) -> MeasuredRow:
    """A row of the file as what it was measured."""
    checks = tuple(fields["checks"])
    analysis = PhotoAnalysis(
        NO_PHOTO_ID,
        dict(zip(map(_name, checks), fields["values"], strict=True)),
        faces=None if fields["num_faces"] is None else _faces(fields),
        pixel_sha256=fields["pixel_sha256"],
        problem=fields["problem"],
        error=fields["error"],
        picture_embedding=_array(fields["picture_embedding"]),
        fingerprint=fields["fingerprint"],
    )
    names = ("sha256", "analyzer", "analyzer_version", "fingerprint_version")
    return MeasuredRow(**{name: fields[name] for name in names}, checks=checks, analysis=analysis)


def _read_fields(uri: str) -> Iterator[list[Fields]]:
    import fsspec
    import pyarrow as pa
    from pyarrow import parquet

    try:
        for opened in fsspec.open_files(uri, "rb"):
            with opened as stream:
                file = parquet.ParquetFile(stream)
                _require_columns(uri, file.schema_arrow.names)
                for batch in file.iter_batches(ROWS_AT_ONCE):
                    yield batch.to_pylist()
    except (OSError, ValueError, ImportError, pa.ArrowException) as error:
        raise BadInput(
            f"'{uri}' cannot be read as measurements ({error}). Expected a Parquet file that 'python -m engine.beam' "
            "wrote; check its name."
        ) from error


def _require_columns(uri: str, names: Sequence[str]) -> None:
    if missing := [name for name in schema().names if name not in names]:
        raise BadInput(
            f"'{uri}' has no column '{missing[0]}'. Expected a file that this version's 'python -m engine.beam' wrote."
        )


def _face_fields(faces: Faces) -> Fields:
    traits: Mapping[Trait, float] = faces.traits
    return {
        "boxes_ltrb": _numbers(faces.boxes_ltrb),
        "scores": _numbers(faces.scores),
        "points": _numbers(faces.points),
        "roll_pan_tilt_degrees": _numbers(faces.roll_pan_tilt_degrees),
        "embedding": _numbers(faces.embedding),
        "trait_names": [str(trait) for trait in traits],
        "trait_values": [float(likelihood) for likelihood in traits.values()],
    }


def _faces(fields: Fields) -> Faces:
    count = fields["num_faces"]
    shapes = {"boxes_ltrb": (count, 4), "scores": (count,), "points": (count, 5, 2)}
    arrays = {name: np.array(fields[name], np.float32).reshape(shape) for name, shape in shapes.items()}
    return Faces(
        **arrays,
        roll_pan_tilt_degrees=np.array(fields["roll_pan_tilt_degrees"], np.float32).reshape(count, 3),
        embedding=_array(fields["embedding"]),
        traits=dict(zip(map(Trait, fields["trait_names"]), fields["trait_values"], strict=True)),
    )


def _numbers(array: FloatArray | None) -> list[float] | None:
    return None if array is None else array.ravel().tolist()


def _array(numbers: list[float] | None) -> FloatArray | None:
    return None if numbers is None else np.array(numbers, np.float32)


def _name(check: str) -> str:
    return check.split(":", maxsplit=1)[0]

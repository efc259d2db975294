"""The analysis as an Apache Beam pipeline: photos of a manifest in, Parquet files of measurements out.

Runs where ``requirements-beam.txt`` is installed: on this computer, or on the workers of Dataflow, Flink or Spark.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

import apache_beam as beam
from apache_beam.options.pipeline_options import PipelineOptions

from engine.beam.manifests import ManifestEntry, read_entry, require_same_versions
from engine.beam.measurement_files import NO_PHOTO_ID, Fields, schema, to_fields
from engine.faces.weights import ensure_weights
from engine.photo_analysis import PhotoAnalysis, PhotoAnalyzer, load_photo_analyzer
from engine.settings import Settings

SUFFIX = ".parquet"


def run(manifest: str, output: str, weights: str | None, options: Sequence[str]) -> None:
    """Measure every photo of a manifest; returns when the runner says that all is written.

    Args:
        manifest: path or URI that Beam can read, as ``gs://bucket/team.jsonl``; ``*`` stands for anything.
        output: beginning of the names of the files written, as ``gs://bucket/measured/team``.
        weights: folder of the pre-trained files, a path or what fsspec opens; None: each worker fetches them.
        options: Beam's own, such as ``--runner=DataflowRunner``.
    """
    with beam.Pipeline(options=PipelineOptions(list(options))) as pipeline:
        (
            pipeline
            | "Read the manifest" >> beam.io.ReadFromText(manifest)
            | "Spread it" >> beam.Reshuffle()  # else one worker would measure all that stands in one file
            | "Measure" >> beam.ParDo(MeasurePhotos(weights))
            | "Write" >> beam.io.WriteToParquet(output, schema(), codec="snappy", file_name_suffix=SUFFIX)
        )


class MeasurePhotos(beam.DoFn):  # type: ignore[misc]  # Beam ships no types
    """Looks at one photo after the other; each copy belongs to one thread and loads the models once."""

    def __init__(self, weights: str | None) -> None:
        self._weights = weights
        self._tools: dict[tuple[str, str], PhotoAnalyzer] = {}

    def process(self, line: str) -> Iterator[Fields]:
        """The measurements of one line of a manifest."""
        entry = read_entry(line)
        key = (entry.analyzer, entry.kind)
        if key not in self._tools:
            self._tools[key] = load_tools(entry, self._weights)
        yield to_fields(entry, look_at(entry, self._tools[key]))


def load_tools(entry: ManifestEntry, weights: str | None) -> PhotoAnalyzer:
    """The tools an entry asks for, with pre-trained files verified by checksum.

    Raises:
        BadInput: this copy of Facet measures otherwise than the one that wrote the manifest.
        WeightsError: the pre-trained files cannot be had.
    """
    analyzer = require_same_versions(entry)
    settings = Settings.from_environment()
    if weights is not None:
        settings = replace(settings, weights_dir=_copied(weights, analyzer.weights))
    ensure_weights(settings, analyzer.weights, report=lambda message: None)
    return load_photo_analyzer(settings, analyzer, entry.kind)


def look_at(entry: ManifestEntry, tools: PhotoAnalyzer) -> PhotoAnalysis:
    """Measure the photo of an entry; one that cannot be read now becomes a row that says why."""
    import fsspec

    failed = partial(PhotoAnalysis, NO_PHOTO_ID, {})
    try:
        with fsspec.open(entry.uri, "rb") as file:
            data: bytes = file.read()
    except Exception as error:  # noqa: BLE001 - every kind of storage has errors of its own
        return failed(error=f"The file {entry.uri} cannot be read ({error}). Put it there, then measure it again.")
    if hashlib.sha256(data).hexdigest() != entry.sha256:
        return failed(
            error=f"The file {entry.uri} holds other bytes than when it was imported. Import its folder again, then "
            "export a new manifest."
        )
    return tools.analyze(NO_PHOTO_ID, data)


def _copied(uri: str, names: Sequence[str]) -> Path:
    """A folder of this machine with the files of ``uri``, once for all processes; what is missing is left out."""
    import fsspec

    if Path(uri).is_dir():
        return Path(uri)
    folder = Path(tempfile.gettempdir()) / f"facet-weights-{hashlib.sha256(uri.encode()).hexdigest()[:12]}"
    folder.mkdir(exist_ok=True)
    for name in names:
        if not (folder / name).exists():
            with suppress(FileNotFoundError), fsspec.open(f"{uri.rstrip('/')}/{name}", "rb") as source:
                _keep(source.read(), folder / name)
    return folder


def _keep(data: bytes, place: Path) -> None:
    with tempfile.NamedTemporaryFile(dir=place.parent, delete=False) as temporary:
        temporary.write(data)
    Path(temporary.name).replace(place)

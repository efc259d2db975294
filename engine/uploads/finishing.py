"""What an upload that has arrived is: an archive, or a folder; and the import that takes it over."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from engine.catalog import open_catalog
from engine.catalog.datasets import list_datasets
from engine.errors import BadInput, SourceError
from engine.file_trees import is_archive
from engine.kinds import Kind
from engine.settings import Settings
from engine.sources import all_sources, find_source
from engine.uploads.records import Upload

UPLOADED_FOLDER = "upload"


def import_command(settings: Settings, upload: Upload, name: str, kind: Kind) -> list[str]:
    """The command line that imports an upload into dataset ``name``; without a name, into one of the upload's title.

    Raises:
        BadInput: the dataset exists with another kind, or no source reads the upload.
    """
    name = name.strip() or Path(upload.title).name.split(".")[0] or "my photos"
    _require_kind(settings, name, kind)
    if upload.source not in all_sources():
        raise BadInput(f"There is no source type '{upload.source}'. Expected one of: {', '.join(all_sources())}.")
    place, source = _what_arrived(upload)
    return ["import", str(place), "--name", name, "--kind", kind.value, "--source", source]


def _require_kind(settings: Settings, name: str, kind: Kind) -> None:
    for dataset in list_datasets(open_catalog(settings)):
        if dataset.name == name and dataset.kind is not kind:
            raise BadInput(
                f"Dataset '{name}' exists and is of kind '{dataset.kind}', not '{kind}'. "
                "What was uploaded is kept: type another name, then drop the same again."
            )


def _what_arrived(upload: Upload) -> tuple[Path, str]:
    """A single archive is read by its own source, anything else as a folder."""
    inside = [place for place in upload.files_dir.iterdir() if not place.name.startswith(".")]
    if upload.source == UPLOADED_FOLDER and len(inside) == 1 and is_archive(inside[0]):
        with suppress(SourceError):  # of an archive of another kind, the import says what is missing
            return inside[0], find_source(str(inside[0])).name
    return upload.files_dir, upload.source

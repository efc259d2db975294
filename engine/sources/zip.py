"""A zip of a folder with one sub-folder per person."""

from pathlib import Path

from engine.sources import Source
from engine.sources._archives import list_archive

SOURCE = Source(
    name="zip",
    title="A zip of such a folder",
    accepts=lambda text: Path(text).suffix.lower() == ".zip" and Path(text).expanduser().is_file(),
    list_files=list_archive,
)

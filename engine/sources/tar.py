"""A tar of a folder with one sub-folder per person, compressed or not."""

from pathlib import Path

from engine.sources import Source
from engine.sources._archives import list_archive

ENDINGS = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz")

SOURCE = Source(
    name="tar",
    title="A tar of such a folder",
    accepts=lambda text: text.lower().endswith(ENDINGS) and Path(text).expanduser().is_file(),
    list_files=list_archive,
)

"""A list of photos on the web, as PubFig has it: each is downloaded, judged and put beside its person's others."""

from __future__ import annotations

from pathlib import Path

from engine.downloads.importing import list_downloads
from engine.downloads.url_list import looks_like_list
from engine.sources import Source


def is_list(text: str) -> bool:
    """Whether a text names a file that holds an address list."""
    path = Path(text).expanduser()
    return path.is_file() and looks_like_list(path)


SOURCE = Source(
    name="pubfig",
    title="A list of web addresses (PubFig)",
    accepts=is_list,
    list_files=list_downloads,
    options=frozenset({"people", "per_person", "only", "allow_private"}),
)

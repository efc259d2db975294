"""Data sets to try Facet with, one per file: what each holds, its licence, where it comes from and how it is read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from engine.discovery import discover
from engine.fetching import WebFile
from engine.file_trees import FileTree
from engine.kinds import Kind
from engine.settings import Settings
from engine.sources import Listing

HOME_MEGABITS = 20.0  # a modest home connection, for the time told before a download


@dataclass(frozen=True)
class Sample:
    """A data set to try Facet with.

    Attributes:
        name: unique, as typed after ``sample:``.
        description: one sentence on what the pictures show.
        lesson: what one learns with it.
        licence: in words, with who gives it; ``licence_url`` says it in full.
        homepage: of those who made it.
        read: the trees of its archives, or of a copy on this computer, to its photos. Raises SourceError when they
            hold none.
        archives: the files to fetch; none for what comes with Facet.
    """

    name: str
    title: str
    description: str
    lesson: str
    kind: Kind
    num_photos: int
    num_labels: int
    licence: str
    licence_url: str
    homepage: str
    read: Callable[[Settings, Sequence[FileTree]], Listing]
    archives: tuple[WebFile, ...] = ()

    @property
    def num_bytes(self) -> int:
        """What is fetched."""
        return sum(archive.num_bytes for archive in self.archives)

    @property
    def seconds(self) -> float:
        """How long fetching takes over a modest home connection."""
        return self.num_bytes * 8 / (HOME_MEGABITS * 1e6)


@cache
def all_samples() -> dict[str, Sample]:
    """Every sample by name, the smallest first."""
    import engine.samples

    found = discover(engine.samples, "SAMPLE", Sample)
    return dict(sorted(found.items(), key=lambda item: item[1].num_bytes))

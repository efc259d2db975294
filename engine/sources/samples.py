"""Samples to try Facet with: ``sample:NAME`` fetches one by checksum, ``sample:NAME=PATH`` reads a copy at hand."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from engine.errors import BadInput, FetchError, SourceError
from engine.fetching import fetch
from engine.file_trees import FileTree, is_archive, open_tree
from engine.jobs import JobHandle
from engine.kinds import Kind
from engine.samples import Sample, all_samples
from engine.sources import FoundFile, Listing, Source, SourceRequest

PREFIX = "sample:"
COPY_SIGN = "="
MEGABYTE = 1_000_000


@contextmanager
def list_sample(request: SourceRequest, samples: Mapping[str, Sample] | None = None) -> Iterator[Listing]:
    """List a sample, after fetching it unless it comes along or a copy is named.

    What was fetched is removed once all of it has been gone through: the photos are then in Facet's own store.

    Args:
        samples: those there are, by name; all of ``engine.samples`` when None.

    Raises:
        BadInput: there is no such sample, or all files of the copy are damaged.
        SourceError: the copy is not there or holds nothing of the sample; or it cannot be fetched.
    """
    sample, copy = _parse(request.text, samples or all_samples())
    folder = request.settings.downloads_dir / sample.name
    with ExitStack() as stack:
        if copy is not None:
            trees = _open_copy(stack, sample, copy)
        elif not sample.archives:
            trees = []
        elif _fetch_all(request, sample, folder):
            trees = _open_copy(stack, sample, folder)
        else:
            yield Listing((), 0)
            return
        listing = sample.read(request.settings, trees)
        progress = _Progress(listing.files)
        yield replace(listing, files=progress)
    if copy is None and progress.is_complete and not request.job.was_stopped:
        shutil.rmtree(folder, ignore_errors=True)


class _Progress:
    """Files that remember whether all of them were gone through."""

    def __init__(self, files: object) -> None:
        self._files = files
        self.is_complete = False

    def __iter__(self) -> Iterator[FoundFile]:
        yield from self._files  # type: ignore[misc]
        self.is_complete = True


def text_for(sample: Sample, copy: str = "") -> str:
    """What to import to have a sample, from a copy at hand or else from its home."""
    return f"{PREFIX}{sample.name}" + (f"{COPY_SIGN}{copy}" if copy else "")


def require_copy(text: str) -> None:
    """Check that the copy a text names is there.

    Raises:
        SourceError: it names none, or one that is not there.
    """
    place = _parse(text, all_samples())[1]
    if place is None:
        raise SourceError("No copy is named yet. Type or paste the path of the files, folder or archive you have.")
    if not place.exists():
        raise SourceError(f"'{place}' is not there. Expected a folder or an archive (zip, tar, RAR) on this computer.")


def _parse(text: str, samples: Mapping[str, Sample]) -> tuple[Sample, Path | None]:
    name, _, copy = text.removeprefix(PREFIX).partition(COPY_SIGN)
    if name not in samples:
        raise BadInput(f"There is no sample '{name}'. Expected one of: {', '.join(samples)}.")
    if copy and not samples[name].archives:
        raise BadInput(f"The sample '{name}' comes with Facet and needs no copy. Import '{PREFIX}{name}'.")
    return samples[name], Path(copy).expanduser().absolute() if copy else None


def _open_copy(stack: ExitStack, sample: Sample, place: Path) -> Sequence[FileTree]:
    """The sample's own archives when they lie in the folder, else the folder or archive itself."""
    archives = [place / archive.name for archive in sample.archives if is_archive(place / archive.name)]
    return [stack.enter_context(open_tree(each)) for each in archives or [place]]


def _fetch_all(request: SourceRequest, sample: Sample, folder: Path) -> bool:
    """Fetch what is missing of a sample's archives; False when stopped meanwhile."""
    done = 0
    for archive in sample.archives:
        tell = _Bytes(request.job, sample, done)
        try:
            if fetch(archive, folder, report=tell.arrived, is_stopped=request.job.stop_requested) is None:
                return False
        except FetchError as error:
            raise SourceError(
                f"The sample '{sample.title}' cannot be fetched: {error} Connect to the internet and resume: what has "
                f"arrived is kept. Or get it from {sample.homepage} and import 'sample:{sample.name}=' with its path."
            ) from None
        done += archive.num_bytes
    return True


class _Bytes:
    """Tells the job how many megabytes have arrived, and how fast."""

    def __init__(self, job: JobHandle, sample: Sample, before: int) -> None:
        self._job, self._sample, self._before = job, sample, before
        self._began, self._first = time.monotonic(), -1

    def arrived(self, num_bytes: int) -> None:
        if self._first < 0:
            self._first = num_bytes
        seconds = time.monotonic() - self._began
        self._job.report(
            done=(self._before + num_bytes) // MEGABYTE,
            total=max(1, round(self._sample.num_bytes / MEGABYTE)),
            message=f"Downloading {self._sample.title}",
            unit="MB",
            rate=(num_bytes - self._first) / MEGABYTE / seconds if seconds > 1 else 0.0,
        )


def _default_kind(text: str) -> Kind:
    sample = all_samples().get(text.removeprefix(PREFIX).partition(COPY_SIGN)[0])
    return sample.kind if sample else Kind.IMAGES


SOURCE = Source(
    name="samples",
    title="Sample data",
    accepts=lambda text: text.startswith(PREFIX),
    list_files=list_sample,
    default_kind=_default_kind,
    is_lasting=False,
)

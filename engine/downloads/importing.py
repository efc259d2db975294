"""Turns a list of addresses into photos for an import: asks what is still to ask, hands on each photo as it lands.

Three places remember, in this order: the photo store holds the bytes under their hash, the journal says at once what
became of an address, the catalog takes both in batches. An import that was killed reads the journal first, hands on
the photos the catalog missed, and asks the rest.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath

from engine import atomic, jobs
from engine.catalog.urls import (
    Key,
    ListedUrl,
    UrlState,
    list_in_catalog,
    load_file_paths,
    load_urls,
    save_outcomes,
    withdraw_files,
)
from engine.downloads.journal import Journal, read_journal
from engine.downloads.judging import find_signs
from engine.downloads.limits import DEFAULT_LIMITS, Limits
from engine.downloads.outcomes import Outcome
from engine.downloads.receiving import Body
from engine.downloads.resolving import Lookup, look_up
from engine.downloads.running import Downloads, Plan
from engine.downloads.url_list import choose, read_list
from engine.sources import FoundFile, Listing, SkippedFile, SourceRequest

SOURCE_NAME = "pubfig"
WAIT_SECONDS = 0.2  # how soon a request to stop is seen while no server answers
FLUSH_SECONDS = 0.5  # outcomes wait at most so long for the catalog
EXTENSIONS = {"JPEG": ".jpg", "MPO": ".jpg", "TIFF": ".tif"}  # others are called as their format


@contextmanager
def list_downloads(
    request: SourceRequest, *, limits: Limits = DEFAULT_LIMITS, lookup: Lookup = look_up
) -> Iterator[Listing]:
    """The photos of a list, downloaded as they are gone through; left, it has settled what became of each address.

    Raises:
        SourceError: the list cannot be read.
        BadInput: the choice of people cannot be met.
        JobBusy: another import downloads into the dataset.
    """
    path = Path(request.text).expanduser()
    found = read_list(path)
    options = request.options
    chosen = choose(found.entries, people=options.people, per_person=options.per_person, only=options.only)
    explanation = f"Dataset '{request.dataset.name}' is being downloaded into already. Wait for it to end, or stop it."
    with jobs.exclusive(request.settings, f"downloads-{request.dataset.id}", explanation):
        sitting = _Sitting(request, chosen, limits, lookup)
        damaged = [SkippedFile(f"{path.name}, line {line.line_number}", line.reason) for line in found.damaged]
        files = sitting.files()
        try:
            yield Listing(files, len(chosen), damaged, sitting.count_outcomes, tells_progress=True)
        finally:
            files.close()  # an import that was stopped has not gone through it
        sitting.settle()


class _Sitting:
    """One import's go at a list."""

    def __init__(self, request: SourceRequest, entries: Sequence[ListedUrl], limits: Limits, lookup: Lookup) -> None:
        self._request, self._limits, self._lookup = request, limits, lookup
        self._store = request.settings.photos_dir
        self._locations: dict[str, Path] = {}
        self._first: dict[str, Key] = {}
        self._stems: set[str] | None = None
        self._unsaved: list[UrlState] = []
        self._saved = time.monotonic()
        self._journal_path = _journal_path(request)
        list_in_catalog(request.catalog, request.dataset, entries)
        self._states = self._recall(entries)

    def files(self) -> Generator[FoundFile, None, None]:
        """The photos: first those an earlier import downloaded and could not hand on, then each as it arrives."""
        yield from self._left_over()
        to_ask = [state.listed for state in self._states.values() if self._is_to_ask(state)]
        self._done = len(self._states) - len(to_ask)
        journal = Journal(self._journal_path)
        folder = self._request.job.folder / "arriving"
        plan = Plan(
            to_ask, folder, self._keep, journal.write, self._limits, self._request.options.allow_private, self._lookup
        )
        try:
            with Downloads(plan) as downloads:
                yield from self._arriving(downloads)
        finally:
            journal.close()
            self._save()

    def settle(self) -> None:
        """Once every photo is in the catalog: take out those that turned out to be signs, and close the books."""
        request = self._request
        signs = find_signs(load_urls(request.catalog, request.dataset))
        names = {_stem(state.listed): state.detail or "" for state in signs}
        paths = load_file_paths(request.catalog, request.dataset, SOURCE_NAME)
        withdraw_files(
            request.catalog,
            request.dataset,
            {path: names[_without_suffix(path)] for path in paths if _without_suffix(path) in names},
        )
        save_outcomes(request.catalog, request.dataset, signs)
        self._states.update({state.listed.key: state for state in signs if state.listed.key in self._states})
        self._journal_path.unlink(missing_ok=True)

    def count_outcomes(self) -> Mapping[str, int]:
        """How often each outcome occurred among the chosen entries, most frequent first."""
        return dict(Counter(str(state.outcome or Outcome.WAITING) for state in self._states.values()).most_common())

    def _recall(self, entries: Sequence[ListedUrl]) -> dict[Key, UrlState]:
        """What is known of the entries: from the catalog, and from the journal of an import that was killed."""
        request = self._request
        known = {state.listed.key: state for state in load_urls(request.catalog, request.dataset)}
        for state in known.values():
            self._remember_first(state)
        told = [self._marked(state) for state in read_journal(self._journal_path, entries)]
        save_outcomes(request.catalog, request.dataset, told)
        known.update({state.listed.key: state for state in told})
        return {entry.key: known[entry.key] for entry in entries}

    def _left_over(self) -> Iterator[FoundFile]:
        for state in self._states.values():
            if _is_photo(state) and _stem(state.listed) not in self._shown_stems() and self._locate(state) is not None:
                yield self._found(state)

    def _arriving(self, downloads: Downloads) -> Iterator[FoundFile]:
        while not self._request.job.stop_requested():
            settled = downloads.next_settled(WAIT_SECONDS)
            if settled is None:
                return
            for state in map(self._marked, settled):
                self._states[state.listed.key] = state
                self._unsaved.append(state)
                self._done += 1
                if _is_photo(state):
                    yield self._found(state)
            self._report()
            if time.monotonic() - self._saved > FLUSH_SECONDS:
                self._save()

    def _is_to_ask(self, state: UrlState) -> bool:
        if state.outcome is None or Outcome(state.outcome).is_passing:
            return True
        if state.outcome == Outcome.REFUSED_ADDRESS:
            return self._request.options.allow_private
        # Photos that are gone from the store although the dataset still shows them were lost, not erased by hand.
        return _is_photo(state) and self._locate(state) is None and _stem(state.listed) in self._shown_stems()

    def _shown_stems(self) -> set[str]:
        if self._stems is None:
            self._stems = {
                _without_suffix(path)
                for path in load_file_paths(self._request.catalog, self._request.dataset, SOURCE_NAME)
            }
        return self._stems

    def _marked(self, state: UrlState) -> UrlState:
        """The state; a photo whose content came before, as listed, is a duplicate of that."""
        first = self._first.get(state.sha256 or "")
        self._remember_first(state)
        if state.outcome != Outcome.DOWNLOADED or first in (None, state.listed.key):
            return state
        label, number = first
        return replace(
            state, outcome=Outcome.DUPLICATE, detail=f"The same file as number {number} of {label}; it counts once."
        )

    def _remember_first(self, state: UrlState) -> None:
        if _is_photo(state) and state.sha256:
            self._first.setdefault(state.sha256, state.listed.key)

    def _keep(self, body: Body, format_: str) -> None:
        """Put a finished picture into the store, whole or not at all. Runs in the download's thread."""
        folder = self._store / body.sha256[:2]
        location = folder / f"{body.sha256}{EXTENSIONS.get(format_, f'.{format_.lower()}')}"
        if isinstance(body.content, Path):
            folder.mkdir(parents=True, exist_ok=True)
            body.content.replace(location)
        else:
            atomic.write_bytes(location, body.content)
        self._locations[body.sha256] = location

    def _locate(self, state: UrlState) -> Path | None:
        """Where the bytes of a photo lie, in whole; a power cut may leave less."""
        sha256 = state.sha256 or ""
        if sha256 not in self._locations:
            whole = [
                file
                for file in (self._store / sha256[:2]).glob(f"{sha256}.*")
                if file.stat().st_size == state.num_bytes
            ]
            if not whole:
                return None
            self._locations[sha256] = whole[0]
        return self._locations[sha256]

    def _found(self, state: UrlState) -> FoundFile:
        location = self._locations[state.sha256 or ""]
        entry = state.listed
        return FoundFile(
            f"{_stem(entry)}{location.suffix}",
            entry.label,
            location=location,
            sha256=state.sha256,
            notes={"address": entry.url},
            rectangle=entry.rectangle,
        )

    def _save(self) -> None:
        save_outcomes(self._request.catalog, self._request.dataset, self._unsaved)
        self._unsaved, self._saved = [], time.monotonic()

    def _report(self) -> None:
        counts = {name: float(number) for name, number in self.count_outcomes().items() if name != Outcome.WAITING}
        self._request.job.report(
            done=self._done, total=len(self._states), message="Downloading", unit="addresses", details=counts
        )


def _journal_path(request: SourceRequest) -> Path:
    """Beside the jobs, as a later import than the killed one must find it; named so that no other dataset takes it."""
    created = "".join(letter for letter in request.dataset.created if letter.isdigit())
    return request.settings.jobs_dir / f"downloads-{request.dataset.id}-{created}.jsonl"


def _is_photo(state: UrlState) -> bool:
    return state.outcome is not None and Outcome(state.outcome).is_photo


def _stem(entry: ListedUrl) -> str:
    """The path of an entry's photo without its extension; a person's name is one folder."""
    return f"{entry.label.replace('/', '_').strip('.') or '_'}/{entry.number:06d}"


def _without_suffix(path: str) -> str:
    return str(PurePosixPath(path).with_suffix(""))

"""Import from a list of web addresses: what it holds is shown before any server is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from engine.catalog.urls import ListedUrl
from engine.downloads.url_list import UrlList, choose, num_hosts, read_list, save_list
from engine.errors import EngineError
from engine.kinds import Kind
from engine.settings import Settings
from pages.widgets.dataset_to_fill import DatasetToFill, choose_dataset
from pages.widgets.import_start import start_import

DEFAULT_PER_PERSON = 50
MAX_LIST_MEGABYTES = 64  # PubFig's has 2; a dropped list is held in memory for a moment


@dataclass(frozen=True)
class Choice:
    """What a person takes from a list; None and nothing mean all."""

    people: int | None
    per_person: int | None
    only: tuple[str, ...]

    def command_words(self) -> list[str]:
        """As the command line says it."""
        words = [f"--people={self.people}"] if self.people else []
        words += [f"--per-person={self.per_person}"] if self.per_person else []
        return words + [f"--only={name}" for name in self.only]


def pubfig_form(settings: Settings) -> None:
    """Choose a list, see what it holds, choose from it, and only then download."""
    st.markdown(
        "A text file with one photo per line and tabs between: person, number, web address, rectangle of the face, "
        "MD5. The PubFig data set comes as such a list. Nothing is downloaded before you press the button below."
    )
    path = _choose_list(settings)
    if path is None:
        return
    try:
        found = _read(str(path), path.stat().st_mtime_ns if path.is_file() else 0)
    except EngineError as error:
        st.error(str(error))
        return
    _show_list(found)
    choice = _choose_people(found)
    chosen = choose(found.entries, people=choice.people, per_person=choice.per_person, only=choice.only)
    _say_what_it_means(chosen)
    _offer_download(settings, path, chosen, choice)


def _choose_list(settings: Settings) -> Path | None:
    """The list's path, typed or dropped; a dropped one is kept, as going on with it later needs it again."""
    dropped = st.file_uploader(
        "Drop the list here", type=["txt", "tsv", "csv"], key="pubfig_upload", max_upload_size=MAX_LIST_MEGABYTES
    )
    typed = st.text_input("Or its path on this computer", placeholder="/home/me/dev_urls.txt", key="pubfig_path")
    if dropped is not None:
        return save_list(settings, dropped.name, dropped.getvalue())
    return Path(typed.strip().strip('"')).expanduser() if typed.strip() else None


@st.cache_data(max_entries=2, show_spinner="Reading the list…")
def _read(path: str, modified_ns: int) -> UrlList:
    return read_list(Path(path))


def _show_list(found: UrlList) -> None:
    people, photos, servers = st.columns(3)
    people.metric("People", f"{len(found.people):,}")
    photos.metric("Addresses of photos", f"{len(found.entries):,}")
    servers.metric("Servers", f"{num_hosts(found.entries):,}")
    if found.damaged:
        with st.expander(
            f"{len(found.damaged):,} damaged {'line' if len(found.damaged) == 1 else 'lines'} will be passed over"
        ):
            rows = [{"Line": line.line_number, "Why": f"It {line.reason}."} for line in found.damaged]
            st.dataframe(rows, hide_index=True, width="stretch")


def _choose_people(found: UrlList) -> Choice:
    counts = found.people
    only = st.multiselect(
        "People",
        list(counts),
        format_func=lambda name: f"{name} ({counts[name]:,})",
        placeholder="Everyone in the list",
    )
    first, second = st.columns(2)
    people = first.number_input(
        "At most so many people", 1, max(1, len(only) or len(counts)), None, placeholder="All of them"
    )
    per_person = second.number_input(
        "Addresses to try for each person",
        1,
        max(counts.values()),
        min(DEFAULT_PER_PERSON, max(counts.values())),
        help="The first ones in the list. Most lead to nothing by now: ask for several times what you need.",
        placeholder="All of them",
    )
    return Choice(people, per_person, tuple(only))


def _say_what_it_means(chosen: Sequence[ListedUrl]) -> None:
    people = len({entry.label for entry in chosen})
    st.info(
        f"**{len(chosen):,} addresses of {people:,} {'person' if people == 1 else 'people'}, "
        f"at {num_hosts(chosen):,} servers of others.** Each of these servers learns this computer's network address "
        "and which photos you ask it for; cookies and other traces are not sent. Such lists are years old: most "
        "addresses lead to nothing today, and you will see which. You may stop, and go on later without asking twice.",
        icon=":material/public:",
    )


def _offer_download(settings: Settings, path: Path, chosen: Sequence[ListedUrl], choice: Choice) -> None:
    into = choose_dataset(settings, "pubfig", fallback=path.stem, kind=Kind.FACES)
    with st.expander("Servers in your own network"):
        allow_private = st.checkbox(
            "Also ask this computer and others in my own network",
            key="pubfig_private",
            help="Leave this off for a list from somebody else: it could reach devices that only you should reach.",
        )
    if st.button(f"Download {len(chosen):,} photos", type="primary", icon=":material/download:"):
        into = DatasetToFill(into.name or path.stem, into.kind)
        private = ["--allow-private"] if allow_private else []
        more = [*choice.command_words(), *private]
        start_import(settings, str(path.absolute()), into, *more, source_name="pubfig")

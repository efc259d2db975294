"""The photos the user has selected: remembered per dataset for as long as the browser tab is open."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass, field

import streamlit as st

from engine.catalog.datasets import Dataset


@dataclass(frozen=True)
class _Selection:
    """``version`` counts changes, so that the grid in the browser knows a newer one."""

    sha256s: tuple[str, ...] = ()
    version: int = 0
    members: frozenset[str] = field(default_factory=frozenset)


def get(dataset: Dataset) -> tuple[str, ...]:
    """SHA-256 of the selected photos, in the order in which they were selected."""
    return _read(dataset).sha256s


def members(dataset: Dataset) -> frozenset[str]:
    """As :func:`get`, to look one up."""
    return _read(dataset).members


def version(dataset: Dataset) -> int:
    """A number that grows whenever another selection is put."""
    return _read(dataset).version


def put(dataset: Dataset, sha256s: Iterable[str]) -> None:
    """Select these photos and no others."""
    chosen = tuple(dict.fromkeys(sha256s))
    if chosen != get(dataset):
        st.session_state[_key(dataset)] = _Selection(chosen, version(dataset) + 1, frozenset(chosen))


def keep_known(dataset: Dataset, known: Container[str]) -> None:
    """Let go of photos that left the dataset."""
    put(dataset, (sha256 for sha256 in get(dataset) if sha256 in known))


def _read(dataset: Dataset) -> _Selection:
    found: _Selection = st.session_state.get(_key(dataset), _Selection())
    return found


def _key(dataset: Dataset) -> str:
    return f"selection_{dataset.id}"

"""The command line's verbs, one per file. Each answers with one JSON document."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from engine import jobs
from engine.catalog import Catalog, open_catalog
from engine.discovery import discover
from engine.settings import Settings

Document = dict[str, Any]  # JSON: strings, numbers, lists and objects of whatever shape the verb's contract says


@dataclass(frozen=True)
class Context:
    """What a verb may use.

    Attributes:
        words: the command line from the verb on, as a job remembers it.
        job_folder: the folder to own, when the process was started as a job.
    """

    settings: Settings
    words: tuple[str, ...]
    job_folder: Path | None = None

    @cached_property
    def catalog(self) -> Catalog:
        return open_catalog(self.settings)

    @contextmanager
    def job(self, words: Sequence[str] | None = None) -> Iterator[jobs.JobHandle]:
        """Own a job folder while the block runs: the one this process was started for, or a new one.

        Args:
            words: what starts the same work again from any folder; as typed when None.
        """
        folder = self.job_folder or jobs.new_folder(self.settings.jobs_dir, self.words[0])
        with jobs.running(folder, words or self.words) as handle:
            yield handle


@dataclass(frozen=True)
class Command:
    """A verb of the command line.

    Attributes:
        name: the verb, as typed.
        summary: one line for ``--help``.
        run: (context, parsed arguments) to the JSON document.
        add_arguments: declares what may follow the verb.
    """

    name: str
    summary: str
    run: Callable[[Context, Namespace], Document]
    add_arguments: Callable[[ArgumentParser], None] = lambda parser: None


@cache
def all_commands() -> dict[str, Command]:
    """Every verb by name."""
    import engine.commands

    return discover(engine.commands, "COMMAND", Command)

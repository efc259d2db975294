"""Erases what finished jobs wrote down about photos and people: lists of files, counts per person, logs."""

from __future__ import annotations

import shutil
from collections.abc import Collection
from typing import Any  # JSON of any shape

from engine import atomic, jobs
from engine.catalog.erasing import Traces
from engine.jobs import Job
from engine.settings import Settings

DOCUMENTS = ("result.json", "progress.json", "job.json")
LOG_WORDS = "This log was emptied when photos were erased.\n"


def erase_job_traces(settings: Settings, traces: Traces) -> None:
    """Erase the jobs of a dataset that goes whole; in those of others, every mention of what goes."""
    words = {*traces.leaving.values(), *traces.names, *(file.path for file in traces.files)}
    words |= {file.location for file in traces.files if file.location}
    about = {traces.dataset.name, traces.dataset.source, *(file.source for file in traces.files)}
    for job in jobs.list_jobs(settings):
        if job.folder.parent == settings.jobs_dir and about & set(job.command[1:]):
            if traces.is_whole:
                shutil.rmtree(job.folder)
            elif not job.state.is_active:
                _erase_words(job, words)
    for journal in settings.jobs_dir.glob(f"downloads-{traces.dataset.id}-*.jsonl"):
        journal.unlink()  # what a killed download would otherwise not ask for again
    (settings.home / "error.txt").unlink(missing_ok=True)  # the last unexpected error may name a photo


def without(document: Any, words: Collection[str]) -> Any:
    """JSON without the words: list items and entries of objects that name one go."""
    if isinstance(document, dict):
        return {key: without(value, words) for key, value in document.items() if key not in words}
    if isinstance(document, list):
        return [without(item, words) for item in document if not _names(item, words)]
    return None if isinstance(document, str) and document in words else document


def _names(item: Any, words: Collection[str]) -> bool:
    values = item.values() if isinstance(item, dict) else [item]
    return any(isinstance(value, str) and value in words for value in values)


def _erase_words(job: Job, words: Collection[str]) -> None:
    for name in DOCUMENTS:
        document = atomic.read_json(job.folder / name)
        if document is not None and (told := without(document, words)) != document:
            atomic.write_json(job.folder / name, told)
    if (job.folder / "log.txt").exists():
        (job.folder / "log.txt").write_text(LOG_WORDS, encoding="utf-8")

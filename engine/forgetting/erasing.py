"""Carries an erasure out: files first, the catalog's rows last, so that after a kill the same command finishes it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from engine import jobs
from engine.catalog import Catalog
from engine.catalog.erasing import erase_traces
from engine.errors import JobBusy
from engine.forgetting.job_traces import erase_job_traces
from engine.forgetting.planning import ForgetPlan
from engine.jobs import exclusive
from engine.settings import Settings
from engine.snapshots.erasing import erase_photos, erase_snapshot, finish_all
from engine.training.runs import list_runs
from engine.uploads import discard

Report = Callable[[float, str], None]
FILES_PER_REPORT = 200


def forget(settings: Settings, catalog: Catalog, plan: ForgetPlan, report: Report = lambda done, words: None) -> None:
    """Erase what a plan says, for good. Snapshots stay in use without the photos, and runs say what they learned from.

    Args:
        report: is told how far it is, 0 to 1, and in words.

    Raises:
        JobBusy: other work uses the photos now.
    """
    _require_idle(settings, plan)
    busy = "A snapshot is being frozen, or other photos are being erased. Wait for that to end, or stop it."
    with exclusive(settings, "snapshot", busy):
        finish_all(settings)
        for number, loss in enumerate(plan.snapshots):
            report(0.3 * number / len(plan.snapshots), f"Snapshot {loss.snapshot.id}")
            if loss.is_whole:
                erase_snapshot(settings, loss.snapshot)
            else:
                erase_photos(loss.snapshot, loss.sha256s)
        for number, file in enumerate(plan.files):
            if number % FILES_PER_REPORT == 0:
                report(0.3 + 0.5 * number / len(plan.files), "Photos and thumbnails")
            file.unlink(missing_ok=True)
        _discard_uploads(settings, plan)
        erase_job_traces(settings, plan.traces)
        report(0.8, "Catalog")
        erase_traces(catalog, plan.traces)
    report(1.0, "Erased")


def _require_idle(settings: Settings, plan: ForgetPlan) -> None:
    name = plan.traces.dataset.name
    for job in jobs.list_jobs(settings):
        if job.state.is_active and job.folder.parent == settings.jobs_dir and name in job.command[1:]:
            raise JobBusy(f"'{job.verb}' is working on dataset '{name}'. Wait for it to end or stop it, then erase.")
    for run in list_runs(settings):
        if run.state.is_active and run.id in plan.runs:
            raise JobBusy(f"Run '{run.id}' is learning from these photos. Wait for it to end or stop it, then erase.")


def _discard_uploads(settings: Settings, plan: ForgetPlan) -> None:
    """What came through the browser and was not taken over whole lies there still, with these photos in it."""
    sources = {file.source for file in plan.traces.files}
    if plan.traces.is_whole:
        sources.add(plan.traces.dataset.source)
    for source in sources:
        place = Path(source)
        discard(settings, place)
        if plan.traces.is_whole and settings.lists_dir in place.parents:
            place.unlink(missing_ok=True)

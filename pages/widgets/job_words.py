"""The words about a job: what it is called, how far it is, how it ended."""

from __future__ import annotations

from engine.jobs import Job, JobState, Progress

MINUTE = 60
HOUR = 60 * MINUTE
VERB_TITLES = {
    "import": "Importing",
    "analyze": "Analyzing",
    "snapshot": "Freezing",
    "train": "Training on",
    "resume": "Training",
    "export": "Exporting",
    "evaluate": "Evaluating",
    "find-rate": "Finding a learning rate for",
    "map": "Laying out",
    "probe": "Measuring speed on",
}
ENDINGS = {
    JobState.FINISHED: "Finished.",
    JobState.STOPPED: "Stopped, as you asked. What was done is kept.",
    JobState.FAILED: "Failed.",
    JobState.LOST: "The process ended without a word: it was killed, or the computer was switched off. "
    "What was done is kept.",
}


def job_title(job: Job) -> str:
    """What the job does, such as ``"Analyzing team"``."""
    subject = job.command[1] if len(job.command) > 1 else ""
    if "--name" in job.command[:-1]:  # an import: its dataset's name says more than the path of its folder
        subject = job.command[job.command.index("--name") + 1]
    elif job.verb == "resume":
        subject = f"run {subject.rsplit('-', 1)[-1]}"  # the part of a run's id that tells it from others
    return f"{VERB_TITLES.get(job.verb, job.verb.capitalize())} {subject}".strip()


def progress_sentence(progress: Progress | None, *, stop_requested: bool = False) -> str:
    """How far a running job is, such as ``"68 of 3,023 photos, 68 photos/s, about 43 s left"``."""
    if stop_requested:
        return "Stopping at the next safe moment. Press Stop again to end it at once."
    if progress is None:
        return "Starting…"
    parts = [f"{progress.done:,} of {progress.total:,} {progress.unit}" if progress.total else ""]
    if progress.rate > 0:
        parts.append(f"{_rate(progress.rate)} {progress.unit}/s")
    if progress.seconds_left is not None and progress.done < progress.total:
        parts.append(f"about {duration(progress.seconds_left)} left")
    sentence = ", ".join(part for part in parts if part)
    return f"{progress.message}: {sentence}" if progress.message and sentence else progress.message or sentence


def ending_sentence(job: Job) -> str:
    """How a job ended, how far it had come, and why."""
    sentences = [ENDINGS[job.state]]
    progress = job.progress
    if job.state != JobState.FINISHED and progress and progress.total:
        sentences.append(f"It had done {progress.done:,} of {progress.total:,} {progress.unit}.")
    if job.error:
        sentences.append(job.error)
    return " ".join(sentences)


def duration(seconds: float) -> str:
    """A length of time in the largest units that matter, such as ``"2 min 5 s"``."""
    whole = round(seconds)
    if whole < MINUTE:
        return f"{max(1, whole)} s"
    if whole < HOUR:
        minutes, rest = divmod(whole, MINUTE)
        return f"{minutes} min {rest} s" if minutes < 10 and rest else f"{minutes} min"
    hours, rest = divmod(whole, HOUR)
    return f"{hours} h {rest // MINUTE} min"


def _rate(rate: float) -> str:
    return f"{rate:,.0f}" if rate >= 10 else f"{rate:.1f}"

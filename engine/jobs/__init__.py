"""Starts, watches and stops processes that own a folder. A job outlives refreshes, closed browsers and restarts."""

from engine.jobs.control import request_stop, resume, start, wait
from engine.jobs.ownership import JobHandle, exclusive, running
from engine.jobs.records import Job, JobState, Progress, find, find_latest, list_jobs, log_tail, new_folder, read

__all__ = [
    "Job",
    "JobHandle",
    "JobState",
    "Progress",
    "exclusive",
    "find",
    "find_latest",
    "list_jobs",
    "log_tail",
    "new_folder",
    "read",
    "request_stop",
    "resume",
    "running",
    "start",
    "wait",
]

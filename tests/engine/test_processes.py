"""Pools of processes: spawned, prepared once, and gone with the process that made them."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import psutil

from engine.processes import process_pool
from tests.engine.builders import REPOSITORY

OWNER = """
import os, time
from engine.processes import process_pool

if __name__ == "__main__":
    pool = process_pool(2, time.sleep, (0,))
    print(*{future.result() for future in [pool.submit(os.getpid) for _ in range(8)]}, flush=True)
    pool.submit(time.sleep, 600)
    pool.submit(time.sleep, 600)
    time.sleep(600)
"""


def test_work_is_done_in_another_process_after_its_preparation(tmp_path: Path) -> None:
    with process_pool(1, os.chdir, (tmp_path,)) as pool:
        assert pool.submit(os.getpid).result() != os.getpid()
        assert pool.submit(Path.cwd).result() == tmp_path
    assert Path.cwd() != tmp_path


def test_processes_end_when_their_owner_is_killed_in_the_middle_of_work(tmp_path: Path) -> None:
    script = tmp_path / "owner.py"
    script.write_text(OWNER, encoding="utf-8")
    environ = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True, env=environ) as owner:
        assert owner.stdout is not None
        workers = [psutil.Process(int(word)) for word in owner.stdout.readline().split()]
        assert workers
        owner.kill()
        # The operating system gives orphans to another parent; they must end by themselves.
        _, alive = psutil.wait_procs(workers, timeout=10)
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and any(_is_alive(worker) for worker in alive):
        time.sleep(0.1)
    assert not any(_is_alive(worker) for worker in alive)


def _is_alive(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False

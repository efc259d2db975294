"""Measures downloads of small photos end to end through ``import_source``, from a server in another process.

Run: ``python benchmarks/downloads.py [PHOTOS]``. As many bare requests, by httpx alone and as many at once, tell what
asking costs on this machine; the processor time of a file tells the same whatever else the machine is doing.
"""

from __future__ import annotations

import asyncio
import hashlib
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from engine import jobs
from engine.catalog import open_catalog
from engine.downloads.limits import DEFAULT_LIMITS
from engine.importing import import_source
from engine.kinds import Kind
from engine.settings import Settings
from engine.sources import SourceOptions
from tests.engine.downloads.hostile_server import picture

SERVER = Path(__file__).resolve().parents[1] / "tests" / "engine" / "downloads" / "hostile_server.py"
NUM_PHOTOS = 3000
NUM_PEOPLE = 60
MIN_FILES_PER_SECOND = 200.0
AT_ONCE = DEFAULT_LIMITS.per_host


def main() -> None:
    num_photos = int(sys.argv[1]) if len(sys.argv) > 1 else NUM_PHOTOS
    with (
        tempfile.TemporaryDirectory() as folder,
        subprocess.Popen([sys.executable, str(SERVER)], stdout=subprocess.PIPE, text=True) as server,
    ):
        try:
            assert server.stdout is not None
            port = int(server.stdout.readline())
            urls = [f"http://127.0.0.1:{port}/photo/{number}" for number in range(num_photos)]
            asyncio.run(_ask_bare(urls))  # the server has made its photos by then
            began = time.perf_counter()
            asyncio.run(_ask_bare(urls))
            bare = num_photos / (time.perf_counter() - began)
            processor = time.process_time()
            imported = _import(Path(folder), urls)
            milliseconds = 1000 * (time.process_time() - processor) / num_photos
        finally:
            server.kill()
    asking = f"{bare:.0f} bare requests/s, {milliseconds:.1f} ms of processor a file"
    sys.stdout.write(f"{imported:.0f} files/s imported, {asking}; at least {MIN_FILES_PER_SECOND:.0f} files/s\n")
    if imported < MIN_FILES_PER_SECOND:
        raise SystemExit(1)


async def _ask_bare(urls: list[str]) -> None:
    waiting = iter(urls)

    async def work(client: httpx.AsyncClient) -> None:
        for url in waiting:
            (await client.get(url)).raise_for_status()

    async with httpx.AsyncClient(trust_env=False) as client:
        await asyncio.gather(*(work(client) for _ in range(AT_ONCE)))


def _import(folder: Path, urls: list[str]) -> float:
    """Files per second from the start of the import to its end."""
    lines = [
        f"Person {number % NUM_PEOPLE}\t{number}\t{url}\t2,2,20,20\t{hashlib.md5(picture(number)).hexdigest()}"
        for number, url in enumerate(urls)
    ]
    (folder / "list.txt").write_text("\n".join(lines), encoding="utf-8")
    settings = Settings.from_environment(folder / "home", {})
    with jobs.running(jobs.new_folder(settings.jobs_dir, "import"), ["import"]) as job:
        began = time.perf_counter()
        result = import_source(
            settings,
            open_catalog(settings),
            str(folder / "list.txt"),
            name="listed",
            kind=Kind.FACES,
            source_name="pubfig",
            job=job,
            options=SourceOptions(allow_private=True),
        )
        seconds = time.perf_counter() - began
    assert result.counts.photos == len(urls), result.urls
    return len(urls) / seconds


if __name__ == "__main__":
    main()

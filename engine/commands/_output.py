"""Prints what a command answers: a JSON document for programs, aligned text for people, one line for errors."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import sys
import traceback
from collections.abc import Mapping, Sequence

from engine.commands import Document
from engine.jobs.ownership import explain
from engine.settings import Settings

CLOSED_PIPE = (errno.EPIPE, errno.EINVAL)  # Linux and macOS, Windows: the reader (head) has seen enough


def print_document(document: Document, *, as_json: bool) -> None:
    """Print to stdout."""
    text = json.dumps(document, ensure_ascii=False, indent=1) if as_json else "\n".join(_lines(document))
    _reconfigure()
    try:
        print(text, flush=True)  # noqa: T201
    except OSError as error:
        _discard_stdout()
        if error.errno not in CLOSED_PIPE:
            raise  # such as a full disk behind "> file"


def print_error(error: BaseException) -> None:
    """Print one line to stderr, beginning ``error:``."""
    text = (
        "Stopped. What was finished is kept; the same command goes on." if isinstance(error, KeyboardInterrupt) else ""
    )
    _reconfigure()
    print("error:", " ".join((text or explain(error)).split()), file=sys.stderr, flush=True)  # noqa: T201


def keep_traceback(error: Exception, settings: Settings, *, is_job: bool) -> None:
    """Keep what a developer needs: in the job's log, which is its stderr, or else in ``FACET_HOME/error.txt``."""
    lines = "".join(traceback.format_exception(error))
    if is_job:
        sys.stderr.write(lines)
        return
    with contextlib.suppress(OSError):  # the disk may be what failed
        settings.home.mkdir(parents=True, exist_ok=True)
        (settings.home / "error.txt").write_text(lines, encoding="utf-8")


def _discard_stdout() -> None:
    """What could not be printed would fail a second time when Python flushes at its end."""
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - a device, not a path of ours
        os.dup2(nowhere.fileno(), sys.stdout.fileno())


def _reconfigure() -> None:
    """Korean names must not end a command on a terminal of another encoding (Windows' code pages)."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _lines(document: Mapping[str, object], indent: str = "") -> list[str]:
    lines: list[str] = []
    for key, value in document.items():
        if isinstance(value, Mapping):
            lines += [f"{indent}{key}:", *_lines(value, indent + "  ")]
        elif isinstance(value, Sequence) and not isinstance(value, str):
            lines += _list_lines(key, value, indent)
        else:
            lines.append(f"{indent}{key}: {_text(value)}")
    return lines


def _list_lines(key: str, items: Sequence[object], indent: str) -> list[str]:
    if not items:
        return [f"{indent}{key}: none"]
    if isinstance(items[0], Mapping):
        blocks = [_lines(item, indent + "    ") for item in items if isinstance(item, Mapping)]
        marked = [[f"{indent}  - {block[0].strip()}", *block[1:]] for block in blocks if block]
        return [f"{indent}{key}:", *(line for block in marked for line in block)]
    return [f"{indent}{key}: {', '.join(_text(item) for item in items)}"]


def _text(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.4g}" if isinstance(value, float) else str(value)

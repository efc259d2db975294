"""The command line: ``python -m engine [--home DIR] COMMAND ...``. Verbs live in ``engine.commands``, one per file.

Exit 0: done. 1: a failure that one line beginning ``error:`` explains. 2: wrong usage.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from engine.settings import Settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    from engine.commands._output import keep_traceback, print_document
    from engine.errors import EngineError

    words = list(sys.argv[1:] if arguments is None else arguments)
    options = _parser().parse_args(words)
    try:
        print_document(_run(options, words), as_json=options.json)
        return 0
    except (EngineError, KeyboardInterrupt) as error:
        _say_failed(options.job, error)
    except Exception as error:  # noqa: BLE001 - a bug or a failing machine: still one line, the traceback goes where it can be found
        keep_traceback(error, Settings.from_environment(options.home), is_job=options.job is not None)
        _say_failed(options.job, error)
    return 1


def _say_failed(job_folder: Path | None, error: BaseException) -> None:
    from engine.commands._output import print_error
    from engine.jobs.ownership import fail_unowned

    if job_folder is not None:
        fail_unowned(job_folder, error)
    print_error(error)


def _run(options: argparse.Namespace, words: list[str]) -> dict[str, object]:
    from engine.commands import Context, all_commands

    settings = Settings.from_environment(options.home)
    from_verb = tuple(words[words.index(options.command) :])
    return all_commands()[options.command].run(Context(settings, from_verb, options.job), options)


def _parser() -> argparse.ArgumentParser:
    from engine.commands import all_commands

    parser = argparse.ArgumentParser(prog="python -m engine", description="Facet without the browser.")
    parser.add_argument("--home", type=Path, help="folder that holds all state (default: FACET_HOME, else ~/.facet)")
    parser.add_argument("--json", action="store_true", help="print one JSON document to stdout")
    parser.add_argument("--job", type=Path, help=argparse.SUPPRESS)  # set by engine.jobs when it starts the process
    verbs = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in all_commands().values():
        verb = verbs.add_parser(command.name, help=command.summary, description=command.summary)
        verb.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="print one JSON document")
        command.add_arguments(verb)
    return parser


if __name__ == "__main__":
    sys.exit(main())

"""The command line, called in this process: its exit code and what it wrote."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from engine.__main__ import main


@dataclass(frozen=True)
class Answer:
    """What a command left behind."""

    code: int | str | None
    out: str
    err: str


@dataclass(frozen=True)
class CommandLine:
    """``facet("dataset", "team")`` runs a command; ``facet.json(...)`` expects success and reads its document."""

    captured: pytest.CaptureFixture[str]

    def __call__(self, *words: str | Path) -> Answer:
        self.captured.readouterr()
        try:
            code: int | str | None = main([str(word) for word in words])
        except SystemExit as usage:
            code = usage.code
        return Answer(code, *self.captured.readouterr())

    def json(self, *words: str | Path) -> dict[str, Any]:
        answer = self("--json", *words)
        assert answer.code == 0, answer.err
        document: dict[str, Any] = json.loads(answer.out)
        return document


@pytest.fixture
def facet(capsys: pytest.CaptureFixture[str]) -> CommandLine:
    """The command line."""
    return CommandLine(capsys)

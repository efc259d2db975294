"""What the documents say exists, and what exists is in the documents."""

from __future__ import annotations

import importlib.metadata
import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from engine.commands import all_commands

REPOSITORY = Path(__file__).resolve().parents[1]
DOCUMENTS = [REPOSITORY / "README.md", *sorted((REPOSITORY / "docs").rglob("*.md"))]
COME_WITH_PYTHON = {"pip", "setuptools"}
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")


def _name(file: Path) -> str:
    return file.relative_to(REPOSITORY).as_posix()


@pytest.mark.parametrize("document", DOCUMENTS, ids=_name)
def test_every_link_to_a_file_leads_somewhere(document: Path) -> None:
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)", document.read_text(encoding="utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_the_list_of_decisions_is_complete() -> None:
    folder = REPOSITORY / "docs" / "decisions"
    listed = set(re.findall(r"\]\((\w+\.md)\)", (folder / "README.md").read_text(encoding="utf-8")))
    assert listed == {file.name for file in folder.glob("*.md")} - {"README.md"}


def test_every_make_command_in_the_documents_exists() -> None:
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z][a-z-]*):", makefile, re.MULTILINE))
    text = "\n".join(document.read_text(encoding="utf-8") for document in DOCUMENTS)
    used = set(re.findall(r"(?:`|    )make (?:[A-Z]+=\S+ )?([a-z-]+)", text))
    assert {"run", "test"} <= used
    assert used <= targets


def test_the_readme_lists_exactly_the_commands_there_are() -> None:
    table = README.split("| command | what it does |")[1].split("\n\n")[0]
    listed = re.findall(r"`([a-z-]+)`", "\n".join(line.split("|")[1] for line in table.splitlines()[2:]))
    assert sorted(listed) == sorted(all_commands())


def test_every_command_in_the_documents_exists() -> None:
    text = "\n".join(document.read_text(encoding="utf-8") for document in DOCUMENTS)
    assert set(re.findall(r"python -m engine ([a-z-]+)", text)) <= set(all_commands())


def test_every_package_of_the_engine_is_introduced_in_its_first_page() -> None:
    introduction = (REPOSITORY / "engine" / "__init__.py").read_text(encoding="utf-8")
    packages = {file.parent.name for file in (REPOSITORY / "engine").glob("*/__init__.py")}
    assert {name for name in packages if name not in introduction} == set()


def test_every_direct_requirement_is_pinned() -> None:
    for file in REPOSITORY.glob("requirements*.txt"):
        lines = [line.strip() for line in file.read_text(encoding="utf-8").splitlines()]
        names = [line for line in lines if line and not line.startswith(("#", "-"))]
        assert [line for line in names if not re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.]*", line)] == []


def test_every_package_that_is_needed_is_pinned_to_what_is_installed() -> None:
    pins = dict(_pins())
    needed = _with_all_they_need([name for name, _ in _pins("requirements*.txt")])
    assert {name: version for name, version in needed.items() if pins.get(name) != version} == {}


def _pins(pattern: str = "*.txt") -> list[tuple[str, str]]:
    """What is pinned for this environment; Apache Beam has another, with older versions of the same packages."""
    files = [file for file in REPOSITORY.glob(pattern) if not file.stem.endswith("-beam")]
    lines = "\n".join(file.read_text(encoding="utf-8") for file in files)
    return [
        (canonicalize_name(name), version) for name, version in re.findall(r"^([\w.-]+)==(\S+)$", lines, re.MULTILINE)
    ]


def _with_all_they_need(names: list[str]) -> dict[str, str]:
    """The installed version of ``names`` and, transitively, of what they require on this computer."""
    versions: dict[str, str] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name in versions or name in COME_WITH_PYTHON:
            continue
        distribution = importlib.metadata.distribution(name)
        versions[name] = distribution.version
        requirements = [Requirement(line) for line in distribution.requires or []]
        waiting += [canonicalize_name(each.name) for each in requirements if not each.marker or each.marker.evaluate()]
    return versions

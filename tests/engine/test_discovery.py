"""Plug-ins are found by folder, and a broken or duplicate one fails loudly."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest

from engine.discovery import discover
from engine.errors import PluginError

PackageMaker = Callable[..., ModuleType]


@dataclass(frozen=True)
class Animal:
    """A plug-in record of this test."""

    name: str


@pytest.fixture
def make_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PackageMaker:
    """Write and import a package: ``make_package(cat="ANIMAL = ...")``; ``Animal`` is known in every module."""

    def make(**modules: str) -> ModuleType:
        name = f"zoo_{tmp_path.name}"
        folder = tmp_path / name
        folder.mkdir()
        (folder / "__init__.py").touch()
        for module, source in modules.items():
            (folder / f"{module}.py").write_text(f"from zoo_animal import Animal\n{source}\n", encoding="utf-8")
        importlib.invalidate_caches()
        return importlib.import_module(name)

    known = ModuleType("zoo_animal")
    known.Animal = Animal  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "zoo_animal", known)
    monkeypatch.syspath_prepend(tmp_path)
    return make


def test_an_empty_package_has_no_plugins(make_package: PackageMaker) -> None:
    assert discover(make_package(), "ANIMAL", Animal) == {}


def test_plugins_are_found_by_name_in_the_order_of_their_files(make_package: PackageMaker) -> None:
    package = make_package(dog='ANIMAL = Animal("rex")', cat='ANIMAL = Animal("tom")')
    assert list(discover(package, "ANIMAL", Animal).items()) == [("tom", Animal("tom")), ("rex", Animal("rex"))]


def test_a_file_that_begins_with_an_underscore_is_no_plugin(make_package: PackageMaker) -> None:
    assert discover(make_package(_shared="1 / 0"), "ANIMAL", Animal) == {}


def test_a_name_that_is_taken_fails(make_package: PackageMaker) -> None:
    package = make_package(cat='ANIMAL = Animal("tom")', tiger='ANIMAL = Animal("tom")')
    with pytest.raises(PluginError, match=r"tiger exports ANIMAL named 'tom', but that name is taken.*rename one"):
        discover(package, "ANIMAL", Animal)


def test_a_module_that_cannot_be_imported_fails_and_is_named(make_package: PackageMaker) -> None:
    with pytest.raises(PluginError, match=r"\.cat cannot be imported: ZeroDivisionError.*Fix or remove the file"):
        discover(make_package(cat="1 / 0"), "ANIMAL", Animal)


def test_a_module_without_the_export_fails(make_package: PackageMaker) -> None:
    with pytest.raises(PluginError, match=r"\.cat exports ANIMAL = None. Expected ANIMAL to be Animal"):
        discover(make_package(cat=""), "ANIMAL", Animal)


def test_an_export_of_another_type_fails(make_package: PackageMaker) -> None:
    with pytest.raises(PluginError, match=r"exports ANIMAL = 'tom'\. Expected ANIMAL to be Animal"):
        discover(make_package(cat='ANIMAL = "tom"'), "ANIMAL", Animal)


def test_a_mixed_package_may_hold_modules_that_are_no_plugins(make_package: PackageMaker) -> None:
    package = make_package(cat='ANIMAL = Animal("tom")', fence="HEIGHT = 2")
    assert list(discover(package, "ANIMAL", Animal, mixed=True)) == ["tom"]

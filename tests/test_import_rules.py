"""Imports point one way, heavy libraries stay out of the app's process, and each concern has one home."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
HEAVY = {"tensorflow", "keras", "torch", "jax", "tf2onnx"}  # TensorFlow: ten seconds and 850 MB
PIXELS = {"PIL", "cv2", "numpy", "skimage"}
SQL = {"sqlalchemy", "sqlite3", "alembic"}
# Modules that cannot do without a heavy library at their start, with why. They count as heavy themselves.
HEAVY_MODULES = {
    "engine.training.callbacks": "a Keras callback is a subclass of Keras' own",
    "engine.training.averaging": "a Keras callback is a subclass of Keras' own",
}
# Files beside engine/settings.py that touch the environment, with why.
ENVIRONMENT_TOUCHED = {
    "engine/training/device.py": "tells TensorFlow how to run before it is imported",
    "engine/training/export.py": "starts a process whose Keras must run on TensorFlow",
}


class When(StrEnum):
    """When an import happens."""

    START = "when the module is imported"
    CALL = "when a function is called"
    TYPING = "never; a type checker reads it"


@dataclass(frozen=True)
class Import:
    """One imported module, as ``engine.catalog.photos``, and where."""

    module: str
    file: str
    line: int
    when: When

    @property
    def top(self) -> str:
        return self.module.split(".")[0]

    @property
    def is_heavy(self) -> bool:
        return self.top in HEAVY or any(f"{self.module}.".startswith(f"{module}.") for module in HEAVY_MODULES)

    def __str__(self) -> str:
        return f"{self.file}:{self.line} imports {self.module}"


def _python_files(*places: str) -> list[Path]:
    found = [REPOSITORY / place for place in places if place.endswith(".py")]
    for place in places:
        found += sorted((REPOSITORY / place).rglob("*.py"))
    return found


def _imports_in(*places: str) -> list[Import]:
    return [each for file in _python_files(*places) for each in _imports_of(_source(file), _name(file))]


def _source(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def _name(file: Path) -> str:
    return file.relative_to(REPOSITORY).as_posix()


def _imports_of(source: str, file: str) -> list[Import]:
    return list(_walk(ast.parse(source), file, When.START))


def _walk(node: ast.AST, file: str, when: When) -> Iterator[Import]:
    if isinstance(node, ast.Import):
        for alias in node.names:
            yield Import(alias.name, file, node.lineno, when)
    elif isinstance(node, ast.ImportFrom):
        package = _package_of(file, node.level)
        base = ".".join(part for part in (package, node.module) if part)
        for alias in node.names:
            yield Import(f"{base}.{alias.name}", file, node.lineno, when)
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        when = When.CALL
    elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
        when = When.TYPING
    for child in ast.iter_child_nodes(node):
        yield from _walk(child, file, when)


def _package_of(file: str, level: int) -> str:
    """The package a relative import of ``level`` dots starts from; nothing for an absolute one."""
    return ".".join(Path(file).parts[:-level]) if level else ""


def _told(imports: list[Import]) -> list[str]:
    return [str(each) for each in imports]


def test_the_finder_tells_imports_at_the_start_from_those_in_functions_and_those_for_types() -> None:
    source = """
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    import keras
def build():
    import tensorflow as tf
class Late:
    from ..faces import local
"""
    found = {(each.module, each.when) for each in _imports_of(source, "engine/checks/pan.py")}
    assert found == {
        ("typing.TYPE_CHECKING", When.START),
        ("keras", When.TYPING),
        ("tensorflow", When.CALL),
        ("engine.faces.local", When.START),
    }


def test_the_rules_look_at_real_files() -> None:
    assert len(_imports_in("engine")) > 10
    assert len(_imports_in("streamlit_app.py", "pages")) > 10


@pytest.mark.parametrize(
    ("place", "forbidden"),
    [
        ("engine", {"streamlit", "pages", "streamlit_app", "tests", "benchmarks"}),
        ("models", {"streamlit", "pages", "streamlit_app", "engine", "tests", "benchmarks"}),
        ("pages", {"streamlit_app", "models", "tests", "benchmarks"}),
    ],
)
def test_imports_point_one_way(place: str, forbidden: set[str]) -> None:
    assert _told([each for each in _imports_in(place) if each.top in forbidden]) == []


def test_heavy_libraries_are_imported_only_inside_functions() -> None:
    heavy = {f"{module.replace('.', '/')}.py" for module in HEAVY_MODULES}
    imports = [each for each in _imports_in("streamlit_app.py", "pages", "engine", "models") if each.file not in heavy]
    assert _told([each for each in imports if each.is_heavy and each.when is When.START]) == []


def test_screens_never_import_heavy_libraries_sql_pixels_or_plotly() -> None:
    forbidden = SQL | PIXELS | {"plotly"}
    imports = [each for each in _imports_in("streamlit_app.py", "pages") if each.when is not When.TYPING]
    assert _told([each for each in imports if each.is_heavy or each.top in forbidden]) == []


def test_every_exception_to_a_rule_is_still_there() -> None:
    exceptions = [f"{module.replace('.', '/')}.py" for module in HEAVY_MODULES] + list(ENVIRONMENT_TOUCHED)
    assert [file for file in exceptions if not (REPOSITORY / file).is_file()] == []


def test_sql_lives_only_in_the_catalog() -> None:
    imports = [each for each in _imports_in("engine", "models") if not each.file.startswith("engine/catalog/")]
    assert _told([each for each in imports if each.top in SQL]) == []


def test_charts_are_drawn_only_in_the_charts_package() -> None:
    imports = [each for each in _imports_in("engine", "models") if not each.file.startswith("engine/charts/")]
    assert _told([each for each in imports if each.top == "plotly"]) == []


def test_only_settings_reads_the_environment() -> None:
    allowed = {"engine/settings.py", *ENVIRONMENT_TOUCHED}
    readers = [
        f"{_name(file)}:{node.lineno} touches the environment"
        for file in _python_files("streamlit_app.py", "pages", "engine", "models")
        if _name(file) not in allowed
        for node in ast.walk(ast.parse(_source(file)))
        if isinstance(node, ast.Attribute | ast.Name) and _is_environment(node)
    ]
    assert readers == []


def _is_environment(node: ast.Attribute | ast.Name) -> bool:
    return ast.unparse(node) in {"os.environ", "os.getenv", "os.putenv", "environ", "getenv"}


def test_every_engine_module_the_screens_import_loads_without_the_heavy_libraries() -> None:
    statements = sorted(set(_engine_import_statements()))
    assert statements
    script = "\n".join([*statements, "import sys", f"print(sorted({HEAVY!r} & set(sys.modules)))"])
    loaded = subprocess.run(
        [sys.executable, "-c", script], cwd=REPOSITORY, capture_output=True, text=True, timeout=60, check=False
    )
    assert loaded.returncode == 0, loaded.stderr
    assert loaded.stdout.strip() == "[]"


def _engine_import_statements() -> Iterator[str]:
    for file in _python_files("streamlit_app.py", "pages"):
        for node in ast.walk(ast.parse(_source(file))):
            names_engine = isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "engine"
            if names_engine or (isinstance(node, ast.Import) and node.names[0].name.startswith("engine")):
                yield ast.unparse(node)

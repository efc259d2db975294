"""People's own presets: one JSON file in ``FACET_HOME``, written whole, for all datasets of a kind."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any  # JSON

import filelock

from engine.atomic import read_json, write_json
from engine.catalog.decisions import LimitSetting
from engine.errors import BadInput, NotFound
from engine.kinds import Kind
from engine.presets._record import Preset
from engine.settings import Settings

MAX_LENGTH = 60  # characters; longer ones fit no button

Stored = dict[str, dict[str, Any]]  # per kind and name: {check: {"value": number, "is_on": bool}}


def read_presets(settings: Settings, kind: Kind) -> list[Preset]:
    """Those of a kind, in order of name.

    Raises:
        BadInput: the file is damaged.
    """
    found = _read(settings).get(kind, {})
    return [_preset(name, found[name], kind, settings) for name in sorted(found, key=str.casefold)]


def save_preset(settings: Settings, kind: Kind, name: str, limits: Mapping[str, LimitSetting]) -> Preset:
    """Save limits under a name; the earlier ones of that name are replaced.

    Raises:
        BadInput: it cannot be a name, or it is that of a preset that comes along.
    """
    name = _clean(name, kind)
    with _changing(settings) as stored:
        mine = stored.setdefault(kind, {})
        for old in [each for each in mine if each.casefold() == name.casefold()]:
            del mine[old]
        mine[name] = {check: vars(setting) for check, setting in limits.items()}
    return Preset(name, name, settings=dict(limits), kinds=frozenset({kind}), is_own=True)


def rename_preset(settings: Settings, kind: Kind, name: str, new_name: str) -> None:
    """Give a preset another name.

    Raises:
        NotFound: there is no own preset of that name.
        BadInput: the new one cannot be a name, or another preset has it.
    """
    new_name = _clean(new_name, kind)
    with _changing(settings) as stored:
        mine = stored.get(kind, {})
        old = _require(mine, kind, name)
        if any(each != old and each.casefold() == new_name.casefold() for each in mine):
            raise BadInput(f"There is a preset '{new_name}' already. Choose another name, or delete that one first.")
        mine[new_name] = mine.pop(old)


def delete_preset(settings: Settings, kind: Kind, name: str) -> None:
    """Forget a preset; the limits of datasets that use it stay as they are.

    Raises:
        NotFound: there is no own preset of that name.
    """
    with _changing(settings) as stored:
        mine = stored.get(kind, {})
        del mine[_require(mine, kind, name)]


@contextmanager
def _changing(settings: Settings) -> Iterator[Stored]:
    """What is stored, to be changed in place; written when the block ends without an error."""
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    with filelock.FileLock(settings.home / "presets.lock"):
        stored = _read(settings)
        yield stored
        write_json(settings.presets_file, stored)


def _read(settings: Settings) -> Stored:
    try:
        found = read_json(settings.presets_file)
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise _damaged(settings) from error
    if found is None:
        return {}
    if not isinstance(found, dict) or not all(isinstance(each, dict) for each in found.values()):
        raise _damaged(settings)
    return {kind: dict(each) for kind, each in found.items() if isinstance(each, dict)}


def _preset(name: str, document: Any, kind: Kind, settings: Settings) -> Preset:
    try:
        limits = {check: LimitSetting(float(each["value"]), bool(each["is_on"])) for check, each in document.items()}
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise _damaged(settings) from error
    return Preset(name, name, settings=limits, kinds=frozenset({kind}), is_own=True)


def _damaged(settings: Settings) -> BadInput:
    return BadInput(
        f"Your presets in {settings.presets_file} cannot be read: the file is damaged. "
        "Repair it or move it aside; the presets that come along need no file."
    )


def _clean(text: str, kind: Kind) -> str:
    from engine.presets._registry import built_in

    name = unicodedata.normalize("NFC", text).strip()
    if not name or len(name) > MAX_LENGTH or not name.isprintable():
        raise BadInput(f"'{name[:MAX_LENGTH]}' cannot name a preset. Expected 1 to {MAX_LENGTH} visible characters.")
    taken = {each.casefold() for preset in built_in().values() for each in (preset.name, preset.title)}
    if name.casefold() in taken:
        raise BadInput(f"'{name}' is a preset that comes along with Facet and stays as it is. Choose another name.")
    return name


def _require(mine: Mapping[str, object], kind: Kind, name: str) -> str:
    found = next((each for each in mine if each.casefold() == name.strip().casefold()), None)
    if found is None:
        known = ", ".join(sorted(mine, key=str.casefold)) or "none yet"
        raise NotFound(f"You have no preset '{name}' for {kind.value}. Expected one of your own: {known}.")
    return found

"""Presets: those that come along say what their names promise; people's own are kept, renamed and deleted."""

from __future__ import annotations

import pytest

from engine.catalog.decisions import LimitSetting
from engine.checks import all_checks, checks_for
from engine.errors import BadInput, NotFound
from engine.kinds import Kind
from engine.presets import (
    Preset,
    delete_preset,
    find_preset,
    in_use,
    list_presets,
    preset_limits,
    rename_preset,
    save_preset,
)
from engine.settings import Settings
from engine.verdicts import default_limits

MINE = {"pan": LimitSetting(33.0), "tilt": LimitSetting(10.0, is_on=False)}


def _names(settings: Settings, kind: Kind) -> list[str]:
    return [preset.name for preset in list_presets(settings, kind)]


def test_presets_that_come_along_stand_in_order(settings: Settings) -> None:
    assert _names(settings, Kind.FACES) == ["usual", "tutorial", "strict", "lenient", "everything"]
    assert _names(settings, Kind.IMAGES) == ["usual", "everything"]
    assert find_preset(settings, Kind.FACES, "Tutorial").title == "Tutorial (20°, no sunglasses)"


@pytest.mark.parametrize("kind", list(Kind))
def test_every_preset_sets_every_check_within_its_range(settings: Settings, kind: Kind) -> None:
    for preset in list_presets(settings, kind):
        limits = preset_limits(preset, kind)
        assert list(limits) == list(checks_for(kind))
        for name, setting in limits.items():
            low, high = all_checks()[name].limit_range
            assert low <= setting.value <= high, f"{preset.name} sets {name} to {setting.value}"


def test_the_tutorial_asks_for_one_face_from_the_front(settings: Settings) -> None:
    limits = preset_limits(find_preset(settings, Kind.FACES, "tutorial"), Kind.FACES)
    assert [limits[name] for name in ("one_face", "roll", "pan", "tilt")] == [
        LimitSetting(1),
        LimitSetting(20),
        LimitSetting(20),
        LimitSetting(20),
    ]
    assert not limits["sharpness"].is_on


def test_everything_leaves_only_what_cannot_be_opened_out(settings: Settings) -> None:
    limits = preset_limits(find_preset(settings, Kind.FACES, "everything"), Kind.FACES)
    assert [name for name, setting in limits.items() if setting.is_on] == ["readable"]


def test_a_preset_passes_over_checks_that_do_not_exist() -> None:
    preset = Preset("later", "Later", settings={"pan": LimitSetting(11), "no_such_check": LimitSetting(1)})
    assert preset_limits(preset, Kind.FACES)["pan"] == LimitSetting(11)
    assert "no_such_check" not in preset_limits(preset, Kind.FACES)
    assert preset_limits(preset, Kind.IMAGES) == default_limits(Kind.IMAGES)


def test_limits_tell_which_preset_they_are(settings: Settings) -> None:
    presets = list_presets(settings, Kind.FACES)
    limits = default_limits(Kind.FACES)
    assert in_use(presets, Kind.FACES, limits).name == "usual"  # type: ignore[union-attr]
    off = next(name for name, setting in limits.items() if not setting.is_on)
    moved = limits | {off: LimitSetting(1.0, is_on=False)}
    assert in_use(presets, Kind.FACES, moved).name == "usual"  # type: ignore[union-attr]
    assert in_use(presets, Kind.FACES, limits | {"pan": LimitSetting(21)}) is None


class TestOwn:
    def test_limits_are_saved_under_a_name_for_their_kind(self, settings: Settings) -> None:
        save_preset(settings, Kind.FACES, " 나의 한계 ", MINE)
        assert _names(settings, Kind.FACES)[-1] == "나의 한계"
        assert "나의 한계" not in _names(settings, Kind.IMAGES)
        limits = preset_limits(find_preset(settings, Kind.FACES, "나의 한계"), Kind.FACES)
        assert (limits["pan"], limits["tilt"]) == (MINE["pan"], MINE["tilt"])
        assert limits["roll"] == default_limits(Kind.FACES)["roll"]

    def test_saving_again_replaces_whatever_the_case(self, settings: Settings) -> None:
        save_preset(settings, Kind.FACES, "Mine", MINE)
        save_preset(settings, Kind.FACES, "MINE", {"pan": LimitSetting(44)})
        assert _names(settings, Kind.FACES)[5:] == ["MINE"]
        assert find_preset(settings, Kind.FACES, "mine").settings == {"pan": LimitSetting(44)}

    def test_one_is_renamed_and_deleted(self, settings: Settings) -> None:
        save_preset(settings, Kind.FACES, "Mine", MINE)
        rename_preset(settings, Kind.FACES, "mine", "Ours")
        assert _names(settings, Kind.FACES)[5:] == ["Ours"]
        rename_preset(settings, Kind.FACES, "Ours", "OURS")
        delete_preset(settings, Kind.FACES, "ours")
        assert _names(settings, Kind.FACES)[5:] == []

    @pytest.mark.parametrize("name", ["", "  ", "x" * 61, "a\nb", "Strict", "tutorial (20°, no sunglasses)"])
    def test_a_name_that_cannot_be_given_is_refused(self, settings: Settings, name: str) -> None:
        with pytest.raises(BadInput, match=r"cannot name a preset|comes along with Facet"):
            save_preset(settings, Kind.FACES, name, MINE)
        assert not settings.presets_file.exists()

    def test_a_name_in_use_is_not_given_to_another(self, settings: Settings) -> None:
        save_preset(settings, Kind.FACES, "Mine", MINE)
        save_preset(settings, Kind.FACES, "Ours", MINE)
        with pytest.raises(BadInput, match=r"There is a preset 'ours' already"):
            rename_preset(settings, Kind.FACES, "Mine", "ours")
        assert _names(settings, Kind.FACES)[5:] == ["Mine", "Ours"]

    def test_one_that_is_not_there_cannot_be_found_renamed_or_deleted(self, settings: Settings) -> None:
        save_preset(settings, Kind.FACES, "Mine", MINE)
        with pytest.raises(NotFound, match=r"There is no preset 'his' for faces. Expected one of: usual, .*, Mine"):
            find_preset(settings, Kind.FACES, "his")
        with pytest.raises(NotFound, match=r"You have no preset 'strict' for faces. Expected one of your own: Mine"):
            delete_preset(settings, Kind.FACES, "strict")
        with pytest.raises(NotFound, match=r"You have no preset 'Mine' for images. Expected one of your own: none yet"):
            rename_preset(settings, Kind.IMAGES, "Mine", "Ours")

    @pytest.mark.parametrize(
        "text", ["{", "[]", '{"faces": 3}', '{"faces": {"Mine": 3}}', '{"faces": {"Mine": {"pan": {"value": "x"}}}}']
    )
    def test_a_damaged_file_is_told_and_not_written_over(self, settings: Settings, text: str) -> None:
        settings.presets_file.write_text(text, encoding="utf-8")
        with pytest.raises(BadInput, match=r"presets in .* cannot be read: the file is damaged"):
            list_presets(settings, Kind.FACES)

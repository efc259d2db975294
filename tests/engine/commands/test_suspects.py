"""``suspects`` names the photo in the wrong folder and whom it shows, and follows what is put right."""

from pathlib import Path

from engine.settings import Settings
from tests.engine.commands.conftest import CommandLine
from tests.engine.suspects.crowd import MISPLACED, import_crowd


def test_a_suspect_is_named_relabelled_and_named_again_after_undo(
    facet: CommandLine, settings: Settings, tmp_path: Path
) -> None:
    import_crowd(settings, tmp_path / "crowd")
    (suspect,) = facet.json("suspects", "crowd", "--limit", "5")["suspects"]
    assert (suspect["path"], suspect["label"], suspect["suggested"]) == (MISPLACED, "Bo", "Ann")
    facet.json("relabel", "crowd", "--photo", suspect["sha256"], "--to", "Ann")
    assert facet.json("suspects", "crowd")["suspects"] == []
    facet.json("undo", "crowd")
    assert len(facet.json("suspects", "crowd")["suspects"]) == 1


def test_a_limit_below_zero_is_refused(facet: CommandLine, settings: Settings, tmp_path: Path) -> None:
    import_crowd(settings, tmp_path / "crowd")
    answer = facet("suspects", "crowd", "--limit", "-1")
    assert answer.code == 1
    assert "--limit is -1. Expected 0 or more." in answer.err

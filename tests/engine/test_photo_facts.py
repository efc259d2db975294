"""What is known of one photo, as the screen that shows it large says it."""

from __future__ import annotations

from pathlib import Path

from engine.catalog import open_catalog
from engine.catalog.datasets import get_dataset
from engine.photo_facts import describe_photo
from engine.settings import Settings
from engine.verdicts import decide_dataset
from tests.engine.builders import import_photos


def test_what_a_list_says_of_a_photo_is_told(settings: Settings, people_dir: Path) -> None:
    lines = "path,name,number,split,place\nAnn/1.png,Ann,3,test,by the sea\nBo/1.png,Bo,4,,\n"
    (people_dir / "list.csv").write_text(lines, encoding="utf-8")
    import_photos(settings, people_dir / "list.csv")
    catalog = open_catalog(settings)
    dataset = get_dataset(catalog, "team")
    decision = decide_dataset(catalog, dataset)
    about = dict(describe_photo(catalog, dataset, decision, decision.table.sha256s[0]).about)
    assert (about["Number"], about["Place"], about["Came with"]) == ("3", "by the sea", "the side “test” of a split")
    about = dict(describe_photo(catalog, dataset, decision, decision.table.sha256s[1]).about)
    assert about["Number"] == "4"
    assert not {"Place", "Came with"} & set(about)

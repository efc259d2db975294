"""Which side of a split a folder stands for: ``train``, ``validation`` and ``test`` above the folders of classes."""

from engine.kinds import Split

SIDES = {
    "train": Split.TRAIN,
    "training": Split.TRAIN,
    "final_training": Split.TRAIN,
    "validation": Split.VALIDATION,
    "valid": Split.VALIDATION,
    "val": Split.VALIDATION,
    "test": Split.TEST,
    "testing": Split.TEST,
    "final_test": Split.TEST,
}


def side_of(name: str) -> Split | None:
    """The side that a folder, or a word of a list, names in any case; None when it names none."""
    return SIDES.get(name.strip().lower())

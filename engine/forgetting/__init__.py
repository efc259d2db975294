"""Erases photos, a person or a dataset for good, with everything derived from them. ``plan`` says first what will go.

Source folders are never touched, and nothing here can be undone; to take somebody out and keep the way back there is
:func:`engine.edits.remove_person`.
"""

from engine.forgetting.erasing import forget
from engine.forgetting.planning import (
    ForgetPlan,
    SnapshotLoss,
    plan_forgetting_dataset,
    plan_forgetting_person,
    plan_forgetting_photos,
)

__all__ = [
    "ForgetPlan",
    "SnapshotLoss",
    "forget",
    "plan_forgetting_dataset",
    "plan_forgetting_person",
    "plan_forgetting_photos",
]

"""Makes the settings of a run from what a person said, what the architecture prefers and what the snapshot needs."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, replace

from engine.errors import BadInput, DatasetEmpty
from engine.kinds import Split
from engine.snapshots import Snapshot
from engine.training.config import CONTROLS, TrainConfig
from engine.training.controls import check_value
from engine.training.registry import find_architecture
from models import Architecture, Augmentation, Features
from models._controls import Group, Value

NUM_EVALUATIONS = 50  # points on a curve: enough to see its shape, few enough to cost little


def make_config(snapshot: Snapshot, architecture: Architecture, **settings: Value) -> TrainConfig:
    """Settings for training ``architecture`` on ``snapshot``.

    Args:
        settings: by name; what is None or left out comes from the architecture, then from its declaration.

    Raises:
        BadInput: a value is out of range, or the architecture cannot learn this kind of snapshot.
        DatasetEmpty: there is nothing to train on, or only one label.
    """
    _check_fit(snapshot, architecture)
    chosen = architecture_settings(architecture) | {
        name: value for name, value in settings.items() if value is not None
    }
    for name, value in chosen.items():
        check_value(CONTROLS[name], value)
    chosen["steps"] = _steps(chosen, len(snapshot.indices(Split.TRAIN)))
    chosen.setdefault("evaluate_every", _interval(chosen, len(snapshot.indices(Split.VALIDATION))))
    changes = {name: chosen.pop(name) for name in list(chosen) if CONTROLS[name].group is Group.AUGMENTATION}
    return TrainConfig(
        snapshot=snapshot.id,
        snapshot_content_hash=snapshot.content_hash,
        architecture=architecture.name,
        augmentation=Augmentation(**changes),  # type: ignore[arg-type]  # checked against the declarations above
        **chosen,  # type: ignore[arg-type]
    )


def architecture_settings(architecture: Architecture) -> dict[str, Value]:
    """What an architecture declares for itself, by name."""
    return {
        "steps": architecture.steps,
        "batch_size": architecture.batch_size,
        "learning_rate": architecture.learning_rate,
        **asdict(architecture.augmentation),
        **architecture.settings,
    }


def default_interval(steps: int, batch_size: int, num_validation: int) -> int:
    """Steps between evaluations: about 50 in a run, fewer where the validation photos would take most of the time."""
    by_curve = math.ceil(steps / NUM_EVALUATIONS)
    by_cost = 2 * num_validation // max(1, batch_size)  # looking at a photo costs a third of learning from it
    return max(1, min(steps, max(by_curve, by_cost)))


def repeat_config(snapshot: Snapshot, config: TrainConfig, settings: Mapping[str, Value]) -> TrainConfig:
    """The settings of an earlier run for another one, on ``snapshot``, with some changed.

    Raises:
        BadInput: a value is out of range, or the architecture cannot learn this kind of snapshot.
        DatasetEmpty: there is nothing to train on, or only one label.
    """
    _check_fit(snapshot, find_architecture(config.architecture))
    is_other = snapshot.content_hash != config.snapshot_content_hash
    config = replace(config, snapshot=snapshot.id, snapshot_content_hash=snapshot.content_hash)
    config = change_config(config, settings)
    chosen = {"steps": config.steps, "epochs": config.epochs, "batch_size": config.batch_size}
    if "steps" in settings and "epochs" not in settings:
        chosen["epochs"] = None
    steps = _steps(chosen, len(snapshot.indices(Split.TRAIN)))
    config = replace(config, steps=steps, epochs=chosen["epochs"])
    if "evaluate_every" in settings or not (is_other or {"steps", "epochs", "batch_size"} & settings.keys()):
        return config
    num_validation = len(snapshot.indices(Split.VALIDATION))
    return replace(config, evaluate_every=default_interval(steps, config.batch_size, num_validation))


def change_config(config: TrainConfig, settings: Mapping[str, Value]) -> TrainConfig:
    """The same settings with some changed, and nothing worked out again.

    Raises:
        BadInput: a value is out of range.
    """
    changes = {name: value for name, value in settings.items() if CONTROLS[name].group is Group.AUGMENTATION}
    others = {name: value for name, value in settings.items() if name not in changes}
    augmentation = replace(config.augmentation, **changes)  # type: ignore[arg-type]  # checked when made
    return replace(config, augmentation=augmentation, **others)  # type: ignore[arg-type]


def _steps(chosen: Mapping[str, Value], num_train: int) -> int:
    """Steps asked for, or as many as show every training photo ``epochs`` times."""
    epochs = chosen.get("epochs")
    if epochs is None:
        return int(chosen["steps"])  # type: ignore[arg-type]  # a whole number: checked
    return math.ceil(int(epochs) * num_train / int(chosen["batch_size"]))  # type: ignore[arg-type]


def _interval(chosen: Mapping[str, Value], num_validation: int) -> int:
    return default_interval(int(chosen["steps"]), int(chosen["batch_size"]), num_validation)  # type: ignore[arg-type]


def _check_fit(snapshot: Snapshot, architecture: Architecture) -> None:
    if snapshot.kind not in architecture.kinds:
        raise BadInput(
            f"'{architecture.name}' cannot learn from a snapshot of kind '{snapshot.kind}'. "
            f"Expected kind {' or '.join(sorted(architecture.kinds))}; choose another architecture."
        )
    if architecture.features is Features.EMBEDDING and not snapshot.has_embeddings:
        raise BadInput(
            f"'{architecture.name}' learns from face embeddings, and snapshot '{snapshot.id}' has none. "
            "Choose an architecture that looks at pixels, or freeze the dataset again after analyzing it."
        )
    num_train = len(snapshot.indices(Split.TRAIN))
    if len(snapshot.labels) < 2 or num_train == 0:
        raise DatasetEmpty(
            f"Snapshot '{snapshot.id}' has {len(snapshot.labels)} labels and {num_train} training photos. "
            "Expected at least 2 labels with photos; keep more photos on the Filter page and freeze again."
        )

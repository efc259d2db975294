"""What a run is to do, written once to its ``config.json``: snapshot, architecture, steps, rates and seed."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from engine import atomic
from engine.errors import BadInput, DatasetEmpty, NotFound
from engine.kinds import Split
from engine.snapshots import Snapshot
from models import Architecture, Augmentation, Features

NUM_EVALUATIONS = 50  # points on a curve: enough to see its shape, few enough to cost little


@dataclass(frozen=True)
class TrainConfig:
    """The settings of one run.

    Attributes:
        snapshot: id of the snapshot trained on.
        snapshot_content_hash: what that snapshot must contain; guards a resume.
        architecture: name of the architecture.
        steps: batches to train on.
        batch_size: crops per step.
        learning_rate: Adam's.
        evaluate_every: steps between two evaluations on the validation photos.
        seed: decides weights, order, augmentation and dropout.
        target_accuracy: validation accuracy, 0 to 1, at which the run ends early; None to use all steps.
        augmentation: random changes to training crops.
    """

    snapshot: str
    snapshot_content_hash: str
    architecture: str
    steps: int
    batch_size: int
    learning_rate: float
    evaluate_every: int
    seed: int = 0
    target_accuracy: float | None = None
    augmentation: Augmentation = field(default_factory=Augmentation)

    def __post_init__(self) -> None:
        for name in ("steps", "batch_size", "evaluate_every"):
            if getattr(self, name) < 1:
                raise BadInput(f"{name} is {getattr(self, name)}. Expected a whole number of at least 1.")
        if not (math.isfinite(self.learning_rate) and self.learning_rate > 0):
            raise BadInput(f"learning_rate is {self.learning_rate}. Expected a number above 0, such as 0.001.")
        if self.seed < 0:
            raise BadInput(f"seed is {self.seed}. Expected 0 or a positive whole number.")
        if self.target_accuracy is not None and not 0 < self.target_accuracy <= 1:
            raise BadInput(
                f"target_accuracy is {self.target_accuracy}. Expected a share above 0 and up to 1, such as 0.97."
            )


def make_config(
    snapshot: Snapshot,
    architecture: Architecture,
    *,
    steps: int | None = None,
    batch_size: int | None = None,
    learning_rate: float | None = None,
    target_accuracy: float | None = None,
    seed: int = 0,
) -> TrainConfig:
    """Settings for training ``architecture`` on ``snapshot``; what is None comes from the architecture.

    Raises:
        BadInput: a value is out of range, or the architecture cannot learn this kind of snapshot.
        DatasetEmpty: there is nothing to train on, or only one label.
    """
    _check_fit(snapshot, architecture)
    steps = architecture.steps if steps is None else steps
    batch_size = architecture.batch_size if batch_size is None else batch_size
    return TrainConfig(
        snapshot=snapshot.id,
        snapshot_content_hash=snapshot.content_hash,
        architecture=architecture.name,
        steps=steps,
        batch_size=batch_size,
        learning_rate=architecture.learning_rate if learning_rate is None else learning_rate,
        evaluate_every=default_interval(steps, batch_size, len(snapshot.indices(Split.VALIDATION))),
        seed=seed,
        target_accuracy=target_accuracy,
        augmentation=architecture.augmentation,
    )


def default_interval(steps: int, batch_size: int, num_validation: int) -> int:
    """Steps between evaluations: about 50 in a run, fewer where the validation photos would take most of the time."""
    by_curve = math.ceil(steps / NUM_EVALUATIONS)
    by_cost = 2 * num_validation // max(1, batch_size)  # looking at a photo costs a third of learning from it
    return max(1, min(steps, max(by_curve, by_cost)))


def write_config(folder: Path, config: TrainConfig) -> None:
    """Write ``config.json`` into a run folder."""
    atomic.write_json(folder / "config.json", asdict(config))


def read_config(folder: Path) -> TrainConfig:
    """Read the settings of the run in ``folder``.

    Raises:
        NotFound: the folder is no run.
    """
    facts: dict[str, Any] | None = atomic.read_json(folder / "config.json")  # whatever JSON holds; checked when made
    if facts is None:
        raise NotFound(
            f"There is no run '{folder.name}'. See the runs with 'runs', or start one with 'train SNAPSHOT'."
        )
    return TrainConfig(**facts | {"augmentation": _augmentation(facts["augmentation"])})


def _augmentation(facts: dict[str, Any]) -> Augmentation:
    return Augmentation(**facts | {name: tuple(facts[name]) for name in ("contrast", "saturation")})


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

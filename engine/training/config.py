"""What a run is to do, written once to its ``config.json``. Every setting is declared here, or in ``Augmentation``.

The command line (``--set``, ``train --help``), the Train page and tuning read the declarations through ``CONTROLS``.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum
from pathlib import Path
from typing import Any

from engine import atomic
from engine.errors import NotFound
from engine.training.controls import check_value, stored_value
from engine.training.losses import losses
from models import Augmentation
from models._controls import Control, Group, choice, declared, number, switch, whole


class Optimizer(StrEnum):
    """How a step changes the weights."""

    SGD = "sgd"
    ADAM = "adam"
    ADAMW = "adamw"
    RMSPROP = "rmsprop"
    LION = "lion"


class Schedule(StrEnum):
    """How the learning rate changes on the way."""

    CONSTANT = "constant"
    STAIRCASE = "staircase"
    EXPONENTIAL = "exponential"
    COSINE = "cosine"
    ONE_CYCLE = "one_cycle"


class Balancing(StrEnum):
    """What is done about labels with few photos while training."""

    NONE = "none"
    CLASS_WEIGHTS = "class_weights"
    BALANCED_BATCHES = "balanced_batches"


class FineTuning(StrEnum):
    """How much of a trained network is trained further, once its new head has learned."""

    NOTHING = "nothing"
    LAST_BLOCKS = "last_blocks"
    EVERYTHING = "everything"


class Switching(StrEnum):
    """Whether something is used: where it helps, always or never."""

    AUTO = "auto"
    ON = "on"
    OFF = "off"


@dataclass(frozen=True, kw_only=True)
class TrainConfig:
    """The settings of one run.

    Attributes:
        snapshot: id of the snapshot trained on.
        snapshot_content_hash: what that snapshot must contain; guards a resume.
        architecture: name of the architecture.
        start_from: run whose weights this one begins with; None for random ones.
        augmentation: random changes to training crops.
    """

    snapshot: str
    snapshot_content_hash: str
    architecture: str
    start_from: str | None = None
    augmentation: Augmentation = field(default_factory=Augmentation)

    steps: int = whole(
        Group.LENGTH, "Steps", "How many times the network looks at a handful of photos and learns.", within=(1, 10**7)
    )
    epochs: int | None = whole(
        Group.LENGTH,
        "Epochs",
        "How many times every training photo is shown; decides the steps.",
        default=None,
        within=(1, 10**6),
    )
    target_accuracy: float | None = number(
        Group.LENGTH,
        "Accuracy to reach",
        "End as soon as this share of the validation photos is recognised, such as 0.97.",
        default=None,
        within=(0.01, 1.0),
    )
    patience: int | None = whole(
        Group.LENGTH,
        "Patience",
        "End when validation accuracy has not improved for this many evaluations.",
        default=None,
        within=(1, 10**4),
    )
    evaluate_every: int = whole(
        Group.LENGTH,
        "Steps between evaluations",
        "How often the validation photos are looked at; worked out when not said.",
        within=(1, 10**7),
    )
    seed: int = whole(
        Group.LENGTH,
        "Seed",
        "The same seed begins with the same random numbers.",
        default=0,
        within=(0, 2**31 - 1),
    )

    learning_rate: float = number(
        Group.LEARNING,
        "Learning rate",
        "How far each step moves the weights: too high and nothing is learned, too low and it takes for ever.",
        within=(1e-9, 1e6),
    )
    optimizer: Optimizer = choice(
        Group.LEARNING, "Optimiser", "How a step changes the weights.", default=Optimizer.ADAM, among=Optimizer
    )
    momentum: float = number(
        Group.LEARNING,
        "Momentum",
        "How much of the step before goes on; for sgd and rmsprop.",
        default=0.9,
        within=(0.0, 0.999),
    )
    schedule: Schedule = choice(
        Group.LEARNING,
        "Schedule",
        "How the learning rate changes on the way: stays; falls in stairs or evenly by decay_factor every decay_every "
        "steps; rises over warmup and falls along a cosine; or rises once and falls to almost nothing.",
        default=Schedule.CONSTANT,
        among=Schedule,
    )
    decay_factor: float = number(
        Group.LEARNING,
        "Decay factor",
        "What the rate is multiplied by; for staircase and exponential.",
        default=0.1,
        within=(0.001, 1.0),
    )
    decay_every: int | None = whole(
        Group.LEARNING,
        "Steps between stairs",
        "After how many steps the rate was multiplied by decay_factor once; a third of the run when not said.",
        default=None,
        within=(1, 10**7),
    )
    warmup: float = number(
        Group.LEARNING,
        "Warm-up",
        "Share of the run in which the rate rises from nothing; for cosine.",
        default=0.05,
        within=(0.0, 0.9),
    )
    weight_decay: float = number(
        Group.LEARNING,
        "Weight decay",
        "Pulls every weight towards nothing by this share times the rate each step.",
        default=0.0,
        within=(0.0, 1.0),
    )
    ema: float = number(
        Group.LEARNING,
        "Averaged weights (EMA)",
        "Judge and keep a running average of the weights, of which this share stays at each step, such as 0.999; "
        "0 switches it off. It never reaches back further than a tenth of the run.",
        default=0.0,
        within=(0.0, 0.99999),
    )
    clip_norm: float | None = number(
        Group.LEARNING,
        "Gradient clipping",
        "A step longer than this (the norm of all gradients together) is shortened to it.",
        default=None,
        within=(1e-6, 1e6),
    )
    loss: str = choice(
        Group.LEARNING,
        "Loss",
        "What training makes small.",
        default="cross_entropy",
        among=losses(),
    )
    focal_gamma: float = number(
        Group.LEARNING,
        "Focus",
        "How much less the focal loss cares about photos it recognises already.",
        default=2.0,
        within=(0.0, 10.0),
    )
    label_smoothing: float = number(
        Group.LEARNING,
        "Label smoothing",
        "Ask for a little less than certainty: this share of each answer is spread over all names.",
        default=0.0,
        within=(0.0, 0.5),
    )

    batch_size: int = whole(Group.BATCHES, "Photos per step", "Batch size.", within=(1, 65_536))
    fit_batch: bool = switch(
        Group.BATCHES,
        "As many as fit",
        "Take as many photos per step as memory holds, at least batch_size.",
    )
    balance: Balancing = choice(
        Group.BATCHES,
        "Balance",
        "For uneven numbers of photos: let photos of rare names weigh more, or show every name equally often.",
        default=Balancing.NONE,
        among=Balancing,
    )

    dropout: float | None = number(
        Group.NETWORK,
        "Dropout",
        "Share of the numbers inside that is left out at random at each step; the architecture's when not said.",
        default=None,
        within=(0.0, 0.95),
    )

    fine_tune: FineTuning = choice(
        Group.NETWORK,
        "Fine-tuning",
        "How much of a trained network learns from your photos too, after its new head has; for networks that build on "
        "a trained one.",
        default=FineTuning.LAST_BLOCKS,
        among=FineTuning,
    )
    head_steps: int | None = whole(
        Group.NETWORK,
        "Steps of the head alone",
        "How many of the steps come before fine-tuning; they are nearly free. Four fifths when not said.",
        default=None,
        within=(0, 10**7),
    )
    fine_tune_rate: float = number(
        Group.NETWORK,
        "Learning rate of fine-tuning",
        "Small, so that what the trained network knows is not lost: 0.0001 to 0.00002.",
        default=5e-5,
        within=(1e-9, 1.0),
    )

    device: str = choice(
        Group.DEVICE,
        "Device",
        "What to compute on: the first graphics card (GPU) if there is one, the processor, a certain card, or all.",
        default="auto",
        among=("auto", "cpu", "all", *(f"gpu:{place}" for place in range(16))),
    )
    mixed_precision: Switching = choice(
        Group.DEVICE,
        "Mixed precision",
        "Compute with shorter numbers: faster on a GPU, slower on a CPU.",
        default=Switching.AUTO,
        among=Switching,
    )
    xla: Switching = choice(
        Group.DEVICE,
        "XLA",
        "Compile the network: helps on a GPU, costs on a CPU.",
        default=Switching.AUTO,
        among=Switching,
    )

    checkpoint_every: int | None = whole(
        Group.SAVING,
        "Steps between checkpoints",
        "What a power cut can cost at most; worked out, at most half a minute, when not said.",
        default=None,
        within=(1, 10**7),
    )
    checkpoint_minutes: float | None = number(
        Group.SAVING,
        "Minutes between checkpoints",
        "The same by the clock.",
        default=None,
        within=(0.01, 1440.0),
    )
    keep_checkpoints: int = whole(
        Group.SAVING,
        "Checkpoints to keep",
        "The newest ones, beside the best model.",
        default=2,
        within=(1, 100),
    )
    log_every: int = whole(
        Group.SAVING,
        "Steps between log lines",
        "Each line has the step, the loss, examples/sec and sec/batch.",
        default=100,
        within=(1, 10**7),
    )

    def __post_init__(self) -> None:
        for name, control in declared(TrainConfig).items():
            check_value(control, getattr(self, name))
        for name, control in declared(Augmentation).items():
            check_value(control, getattr(self.augmentation, name))


CONTROLS: dict[str, Control] = declared(TrainConfig) | declared(Augmentation)


def write_config(folder: Path, config: TrainConfig) -> None:
    """Write ``config.json`` into a run folder."""
    atomic.write_json(folder / "config.json", asdict(config))


def read_config(folder: Path) -> TrainConfig:
    """Read the settings of the run in ``folder``; what an older run does not say has its default.

    Raises:
        NotFound: the folder is no run.
    """
    facts: dict[str, Any] | None = atomic.read_json(folder / "config.json")  # whatever JSON holds; checked when made
    if facts is None:
        raise NotFound(
            f"There is no run '{folder.name}'. See the runs with 'runs', or start one with 'train SNAPSHOT'."
        )
    changes = Augmentation(**_known(Augmentation, facts["augmentation"]))
    return TrainConfig(**_known(TrainConfig, facts) | {"augmentation": changes})


def _known(record_type: type, facts: dict[str, Any]) -> dict[str, Any]:
    """The stored values of fields that ``record_type`` has; a newer version may have written more."""
    names = {each.name for each in fields(record_type)} & facts.keys()
    return {name: stored_value(CONTROLS[name], facts[name]) if name in CONTROLS else facts[name] for name in names}

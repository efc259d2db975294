"""Judges a run's model on photos it did not learn from: accuracy, accuracy per label and the confusion matrix."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine import atomic
from engine.errors import BadInput, DatasetEmpty, NotFound
from engine.kinds import Split
from engine.snapshots import Snapshot
from engine.training import best_model
from engine.training.data import Examples, read_examples
from models import Architecture


@dataclass(frozen=True)
class LabelScore:
    """How one label fares.

    Attributes:
        accuracy: share of its photos that were recognised (recall), 0 to 1; None when it has none.
        precision: share of the photos taken for it that are it; None when no photo was.
        count: its photos.
    """

    accuracy: float | None
    precision: float | None
    count: int


@dataclass(frozen=True)
class Evaluation:
    """A model on one side of a snapshot's split.

    Attributes:
        split: "validation", or "train" where the snapshot has no validation photos.
        accuracy: share of all photos that were recognised, 0 to 1.
        labels: in the order of the confusion matrix.
        confusion: rows are true labels, columns what the model said, both in the order of ``labels``; counts.
    """

    snapshot: str
    split: str
    accuracy: float
    labels: tuple[str, ...]
    per_label: dict[str, LabelScore]
    confusion: tuple[tuple[int, ...], ...]


def confusion_matrix(true: NDArray[np.int64], predicted: NDArray[np.int64], num_labels: int) -> NDArray[np.int64]:
    """(num_labels, num_labels) counts, rows true, columns predicted."""
    counts = np.bincount(true * num_labels + predicted, minlength=num_labels * num_labels)
    return counts.reshape(num_labels, num_labels).astype(np.int64)


def summarize(snapshot: str, split: str, labels: tuple[str, ...], confusion: NDArray[np.int64]) -> Evaluation:
    """Scores from a confusion matrix of at least one photo."""
    hits, true_counts, said_counts = confusion.diagonal(), confusion.sum(axis=1), confusion.sum(axis=0)
    per_label = {
        label: LabelScore(_share(hits[n], true_counts[n]), _share(hits[n], said_counts[n]), int(true_counts[n]))
        for n, label in enumerate(labels)
    }
    rows = tuple(tuple(int(count) for count in row) for row in confusion)
    return Evaluation(snapshot, split, float(hits.sum() / confusion.sum()), labels, per_label, rows)


def evaluate_run(
    run_folder: Path, snapshot: Snapshot, architecture: Architecture, labels: tuple[str, ...] | None = None
) -> Evaluation:
    """Judge the run's best model on ``snapshot``'s validation photos. Imports Keras.

    Args:
        labels: the labels the model learned, when it was trained on another snapshot than this.

    Raises:
        NotFound: the run has no model yet.
        BadInput: the snapshot has labels the model never learned.
        DatasetEmpty: the snapshot has no photos.
    """
    learned = labels or snapshot.labels
    split, examples = _examples_to_judge(snapshot, architecture)
    true = _numbers_as_learned(snapshot, learned, examples)
    predicted = _load_model(run_folder).predict(examples.features, batch_size=100, verbose=0).argmax(axis=1)
    return summarize(snapshot.id, split, learned, confusion_matrix(true, predicted, len(learned)))


def write_evaluation(run_folder: Path, evaluation: Evaluation) -> None:
    """Write ``evaluation.json`` into the run's folder."""
    atomic.write_json(run_folder / "evaluation.json", asdict(evaluation))


def read_evaluation(run_folder: Path) -> Evaluation | None:
    """What the run's end found; None before that."""
    facts: dict[str, Any] | None = atomic.read_json(run_folder / "evaluation.json")  # as written above
    if facts is None:
        return None
    return Evaluation(
        snapshot=facts["snapshot"],
        split=facts["split"],
        accuracy=facts["accuracy"],
        labels=tuple(facts["labels"]),
        per_label={label: LabelScore(**score) for label, score in facts["per_label"].items()},
        confusion=tuple(tuple(row) for row in facts["confusion"]),
    )


def _examples_to_judge(snapshot: Snapshot, architecture: Architecture) -> tuple[Split, Examples]:
    for split in (Split.VALIDATION, Split.TRAIN):
        if len(snapshot.indices(split)):
            return split, read_examples(snapshot, split, architecture.features)
    raise DatasetEmpty(f"Snapshot '{snapshot.id}' has no photos. Freeze the dataset again with photos kept.")


def _numbers_as_learned(snapshot: Snapshot, learned: tuple[str, ...], examples: Examples) -> NDArray[np.int64]:
    unknown = sorted(set(snapshot.labels) - set(learned))
    if unknown:
        raise BadInput(
            f"Snapshot '{snapshot.id}' has labels the run never learned: {', '.join(unknown)}. "
            f"Expected some of: {', '.join(learned)}."
        )
    places = np.array([learned.index(label) for label in snapshot.labels], np.int64)
    return places[examples.numbers]


def _load_model(run_folder: Path) -> Any:  # Keras ships no types
    import keras

    file = run_folder / best_model.FILE_NAME
    if not file.exists():
        raise NotFound(f"Run '{run_folder.name}' has no model yet. Wait for its first evaluation, or resume it.")
    return keras.saving.load_model(file)


def _share(part: int, whole: int) -> float | None:
    return float(part / whole) if whole else None

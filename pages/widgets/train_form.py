"""The choices before training: which network, how long, and with which settings."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from engine.errors import BadInput
from engine.kinds import Split
from engine.settings import Settings
from engine.snapshots import Snapshot
from engine.training.config import TrainConfig
from engine.training.configuring import make_config
from engine.training.registry import find_architecture
from engine.training.runs import RunRecord
from pages.widgets.job_words import duration
from pages.widgets.network_picker import network_picker
from pages.widgets.run_words import expected_seconds
from pages.widgets.train_settings import train_settings

BY_STEPS, BY_ACCURACY = "After a number of steps", "When validation accuracy is high enough"
MAX_STEPS = 1_000_000
TARGET_PERCENT = 97


def train_form(settings: Settings, snapshot: Snapshot, runs: Sequence[RunRecord]) -> TrainConfig | None:
    """Ask what to train on ``snapshot``; None, with the reason on screen, when the choices cannot be used.

    Args:
        runs: earlier ones, newest first, to tell how long this one may take.

    Raises:
        DatasetEmpty: there is nothing to train on.
    """
    name = network_picker(settings, snapshot, runs)
    if name is None:
        return None
    try:
        config = _choose_settings(snapshot, name)
    except BadInput as error:
        st.error(str(error))
        return None
    _say_what_to_expect(snapshot, config, runs)
    return config


def _choose_settings(snapshot: Snapshot, name: str) -> TrainConfig:
    usual = find_architecture(name)
    left, right = st.columns(2)
    way = left.radio("Stop training", [BY_STEPS, BY_ACCURACY], key="stop_when", help="Stop by hand at any time, too.")
    words = "Steps" if way == BY_STEPS else "At most this many steps"
    steps = right.number_input(words, 1, MAX_STEPS, usual.steps, step=100, key=f"steps_{name}")
    target = None
    if way == BY_ACCURACY:
        target = left.slider("Validation accuracy to reach", 50, 100, TARGET_PERCENT, format="%d %%") / 100
    with st.expander("More settings"):
        columns = st.columns(3)
        batch = columns[0].number_input("Photos per step (batch size)", 1, 4096, usual.batch_size, key=f"batch_{name}")
        rate = columns[1].number_input(
            "Learning rate", 0.0, 1.0, usual.learning_rate, step=0.0001, format="%g", key=f"rate_{name}"
        )
        seed = columns[2].number_input("Seed", 0, 10**6, 0, help="The same seed begins with the same random numbers.")
        more = train_settings(name)
    return make_config(
        snapshot,
        usual,
        steps=int(steps),
        batch_size=int(batch),
        learning_rate=float(rate),
        target_accuracy=target,
        seed=int(seed),
        **more,
    )


def _say_what_to_expect(snapshot: Snapshot, config: TrainConfig, runs: Sequence[RunRecord]) -> None:
    num_train = len(snapshot.indices(Split.TRAIN))
    views = config.steps * config.batch_size / num_train
    sentence = f"{config.steps:,} steps show every training photo about {views:,.0f} times."
    seconds = expected_seconds(runs, snapshot.id, config.architecture, config.steps, config.batch_size)
    if seconds is not None:
        sentence += f" Going by an earlier run here, that takes about {duration(seconds)} once training has started."
    st.caption(sentence)

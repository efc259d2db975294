"""What will be done, before training: the person's own photos as the network will see them, and a word on balance."""

from __future__ import annotations

import streamlit as st

from engine.snapshots import Snapshot
from engine.training.config import Balancing, TrainConfig
from engine.training.preview import augmentation_preview, balance_sentence, changes_photos
from engine.training.registry import find_architecture


def train_preview(snapshot: Snapshot, config: TrainConfig) -> None:
    """Pictures of the random changes, for networks that look at pixels, and advice on uneven numbers."""
    if config.balance == Balancing.NONE and (sentence := balance_sentence(snapshot)):
        st.info(sentence)
    if not changes_photos(find_architecture(config.architecture), config.augmentation):
        return
    with st.expander("Your photos as the network will see them"):
        picture = augmentation_preview(snapshot, config.augmentation, config.seed)
        if picture is not None:
            st.image(
                picture, caption="A row for each photo: first as it is, then with random changes, new ones at each step"
            )

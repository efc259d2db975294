"""The choices before freezing: size of the crops, shares for checking, balance, seed."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from engine.catalog.datasets import Dataset
from engine.kinds import Kind, Split
from engine.snapshots.planning import SIZE_RANGE, Balance, SnapshotOptions

AUTOMATIC = "Automatic"
SIZES = (28, 32, 48, 64, 96, 112, 128, 160, 224)


def snapshot_options(dataset: Dataset, given: Mapping[Split, int]) -> SnapshotOptions:
    """Ask how to freeze; the defaults suit most datasets. Choices last while the browser tab is open.

    Args:
        given: photos per side of the split that their source gave them.
    """
    kept = {"persist_state": "session"}
    prefix = f"freeze_{dataset.id}"
    columns = st.columns(4)
    sizes = [AUTOMATIC, *(size for size in SIZES if SIZE_RANGE[0] <= size <= SIZE_RANGE[1])]
    usual = "96 for faces" if dataset.kind is Kind.FACES else "the pictures' own"
    size = columns[0].selectbox(
        "Side of the crops, in pixels", sizes, help=f"Automatic is {usual}.", key=f"{prefix}_size", **kept
    )
    validation = columns[1].slider(
        "Kept aside to check with (validation)",
        *(5, 60, 30, 5),
        format="%d %%",
        help="Never trained on: shows how well the model does on photos it has not seen.",
        key=f"{prefix}_validation",
        **kept,
    )
    test = columns[2].slider(
        "Kept aside for a last test (test)", *(0, 35, 0, 5), format="%d %%", key=f"{prefix}_test", **kept
    )
    seed = columns[3].number_input(
        "Number that deals them out (seed)",
        *(0, 10**6, 0),
        help="The same number deals the photos out the same way again.",
        key=f"{prefix}_seed",
        **kept,
    )
    is_balanced = st.toggle(
        "Same number of photos of everyone (undersample)",
        help="Leaves photos out until all have as few as the fewest.",
        key=f"{prefix}_balance",
        **kept,
    )
    keep_given = not given or st.toggle(
        "Keep the split that the photos came with",
        True,
        help=f"{_given_words(given)} Only sides that none came with are then dealt out by the shares above.",
        key=f"{prefix}_given",
        **kept,
    )
    return SnapshotOptions(
        size=None if size == AUTOMATIC else int(size),
        validation=validation / 100,
        test=test / 100,
        balance=Balance.UNDERSAMPLE if is_balanced else Balance.NONE,
        seed=int(seed),
        keep_given=keep_given,
    )


def _given_words(given: Mapping[Split, int]) -> str:
    return f"Their source says: {', '.join(f'{count:,} for {side}' for side, count in given.items())}."


def choose_balance(dataset: Dataset) -> None:
    """Choose the same number of photos of everyone, before the form is drawn."""
    st.session_state[f"freeze_{dataset.id}_balance"] = True


def freeze_command(name: str, options: SnapshotOptions) -> list[str]:
    """The command line that freezes a dataset with these choices."""
    size = [] if options.size is None else ["--size", str(options.size)]
    shares = ["--validation", str(options.validation), "--test", str(options.test)]
    given = [] if options.keep_given else ["--ignore-given-split"]
    return ["snapshot", name, *size, *shares, "--balance", options.balance.value, "--seed", str(options.seed), *given]

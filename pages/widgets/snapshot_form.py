"""The choices before freezing: size of the crops, shares for checking, balance, seed."""

from __future__ import annotations

import streamlit as st

from engine.errors import BadInput
from engine.kinds import Kind
from engine.snapshots.planning import SIZE_RANGE, Balance, SnapshotOptions

AUTOMATIC = "Automatic"
SIZES = (28, 32, 48, 64, 96, 112, 128, 160, 224)


def snapshot_options(kind: Kind) -> SnapshotOptions:
    """Ask how to freeze; the defaults suit most datasets."""
    columns = st.columns(4)
    sizes = [AUTOMATIC, *(size for size in SIZES if SIZE_RANGE[0] <= size <= SIZE_RANGE[1])]
    usual = "96 for faces" if kind is Kind.FACES else "the pictures' own"
    size = columns[0].selectbox("Size of the crops (pixels)", sizes, help=f"Automatic is {usual}.")
    validation = columns[1].slider(
        "Kept aside to check with (validation)", 5, 60, 30, step=5, format="%d %%", help="Never trained on."
    )
    test = columns[2].slider("Kept aside for a last test", 0, 40, 0, step=5, format="%d %%")
    seed = columns[3].number_input("Seed", 0, 10**6, 0, help="The same seed deals the photos out the same way again.")
    is_balanced = st.toggle(
        "Same number of photos of everyone (undersample)", help="Leaves photos out until all have as few as the fewest."
    )
    balance = Balance.UNDERSAMPLE if is_balanced else Balance.NONE
    try:
        return SnapshotOptions(
            None if size == AUTOMATIC else int(size), validation / 100, test / 100, balance, int(seed)
        )
    except BadInput as error:
        st.error(str(error))
        st.stop()


def freeze_command(name: str, options: SnapshotOptions) -> list[str]:
    """The command line that freezes a dataset with these choices."""
    size = [] if options.size is None else ["--size", str(options.size)]
    shares = ["--validation", str(options.validation), "--test", str(options.test)]
    return ["snapshot", name, *size, *shares, "--balance", options.balance.value, "--seed", str(options.seed)]

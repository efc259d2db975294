"""Which architectures there are, and which one suits a snapshot. Never imports Keras: screens call this."""

from __future__ import annotations

from functools import cache

import models
from engine.discovery import discover
from engine.errors import NotFound
from engine.kinds import Kind
from models import Architecture

SMALL_PIXELS = 64  # up to this side grey crops count as small: digits are 28, signs up to 64


@cache
def architectures() -> dict[str, Architecture]:
    """Every architecture by name.

    Raises:
        PluginError: a file in ``models/`` is broken, or two share a name.
    """
    return discover(models, "ARCHITECTURE", Architecture)


def find_architecture(name: str) -> Architecture:
    """The architecture of that name.

    Raises:
        NotFound: with the names there are.
    """
    try:
        return architectures()[name]
    except KeyError:
        known = ", ".join(sorted(architectures()))
        raise NotFound(f"There is no architecture '{name}'. Choose one of: {known}.") from None


def default_architecture(kind: Kind, size: int, channels: int) -> Architecture:
    """The architecture the Train page preselects for crops of ``size`` pixels with ``channels`` channels.

    Raises:
        NotFound: none declares itself the default for that kind.
    """
    is_small_grey = kind is Kind.IMAGES and channels == 1 and size <= SMALL_PIXELS
    wanted = "small_grey_images" if is_small_grey else str(kind)
    for architecture in architectures().values():
        if wanted in architecture.default_for:
            return architecture
    raise NotFound(f"No architecture is the default for '{wanted}'. Add it to 'default_for' of one file in models/.")

"""What the analyzer saw in the main face, in percent, which checks of expression and covering ask about."""

from collections.abc import Callable

from engine.checks import MeasuredPhoto
from engine.faces.traits import Trait

EMOTIONS = (Trait.JOY, Trait.SORROW, Trait.ANGER, Trait.SURPRISE)


def measures(*traits: Trait, otherwise: float | None = None) -> Callable[[MeasuredPhoto], float | None]:
    """Make a ``measure`` that answers how likely the likeliest of ``traits`` is, 0 to 100.

    Args:
        otherwise: the answer for a face where the analyzer looked for none of them.
    """

    def measure(photo: MeasuredPhoto) -> float | None:
        if photo.faces is None or len(photo.faces) == 0:
            return None
        seen = [photo.faces.traits[trait] for trait in traits if trait in photo.faces.traits]
        return 100.0 * max(seen) if seen else otherwise

    return measure

"""Labels that are probably wrong: another person, one person under two names, one picture under two names.

``evidence`` compares every photo with every person; each kind of suspicion has a file; ``search`` joins them.
"""

from engine.suspects.records import Copies, Likeness, NamedPhoto, Pair, Suspect
from engine.suspects.search import Suspicions, find_suspicions, nearest_photos, rejected_last, unsettled

__all__ = [
    "Copies",
    "Likeness",
    "NamedPhoto",
    "Pair",
    "Suspect",
    "Suspicions",
    "find_suspicions",
    "nearest_photos",
    "rejected_last",
    "unsettled",
]

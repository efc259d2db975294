"""Probably another person: photos that are more like somebody else than like the person whose name they bear."""

from __future__ import annotations

import numpy as np

from engine.kinds import Verdict
from engine.suspects.evidence import Evidence
from engine.suspects.records import Suspect, subject_of
from engine.verdicts import Decision

SCORE_STEP = 0.2  # of a margin: by that much the odds grow by a factor e; swapped photos have margins from 0.3 to 1


def find_suspects(evidence: Evidence, decision: Decision, label_ids: dict[str, int]) -> list[Suspect]:
    """Photos under suspicion, best first; rejected ones, which are not trained on, after all others."""
    table, photos = decision.table, evidence.photos
    suspicious = np.flatnonzero(evidence.margins > 0)
    places = photos.places[evidence.candidates[suspicious]]
    is_rejected = decision.verdicts[places] == Verdict.REJECTED
    order = np.lexsort((-evidence.margins[suspicious], is_rejected))
    found = []
    for row in suspicious[order].tolist():
        photo = int(evidence.candidates[row])
        sha256 = table.sha256s[photos.places[photo]]
        label, suggested = photos.names[photos.people[photo]], photos.names[evidence.suggested[row]]
        score = round(float(1 / (1 + np.exp(-evidence.margins[row] / SCORE_STEP))), 4)
        subject = subject_of("other_person", sha256, str(label_ids.get(label, label)))
        found.append(Suspect(sha256, label, suggested, score, table.paths[photos.places[photo]], subject))
    return found

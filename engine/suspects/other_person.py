"""Probably another person: photos that are more like somebody else than like the person whose name they bear."""

from __future__ import annotations

import numpy as np

from engine.faces import FloatArray
from engine.kinds import Verdict
from engine.suspects.evidence import Evidence
from engine.suspects.records import Suspect, subject_of
from engine.verdicts import Decision

SCORE_STEP = 0.2  # of a margin: by that much the odds grow by a factor e; swapped photos have margins from 0.3 to 1


def find_suspects(evidence: Evidence, decision: Decision, label_ids: dict[str, int]) -> list[Suspect]:
    """Photos under suspicion, best first."""
    table, photos = decision.table, evidence.photos
    order = np.argsort(-evidence.margins, kind="stable")
    found = []
    for row in order[evidence.margins[order] > 0].tolist():
        photo = int(evidence.candidates[row])
        place = int(photos.places[photo])
        sha256 = table.sha256s[place]
        label, suggested = photos.names[photos.people[photo]], photos.names[evidence.suggested[row]]
        score = round(float(to_scores(evidence.margins[row])), 4)
        is_rejected = bool(decision.verdicts[place] == Verdict.REJECTED)
        subject = subject_of("other_person", sha256, str(label_ids.get(label, label)))
        found.append(Suspect(sha256, label, suggested, score, table.paths[place], is_rejected, subject))
    return found


def to_scores(margins: FloatArray) -> FloatArray:
    """How sure margins make it, 0 to 1; 0.5 for a photo that is as like one person as the other."""
    return np.asarray(1 / (1 + np.exp(-margins / SCORE_STEP)))

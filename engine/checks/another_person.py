"""Does it look like the person whose name it bears? Photos that look more like somebody else may bear a wrong name.

Off at first, as a suspicion is better judged on Browse > Suspects, beside photos of both people. With 47 labels
swapped among 2,364 faces of lfw62, six seeds, the limit of 75 rejects all 47, and 3 others; 50 rejects 4 others, 80
misses some.
"""

import numpy as np

from engine.checks import DatasetCheck, DatasetPhotos, Topic, Values, at_most
from engine.kinds import Kind


def measure_likeness_to_others(photos: DatasetPhotos) -> Values:
    """(n,) 0 to 100, above 50 where a photo is more like another person than like its own.

    0 where nothing speaks for another one or there is no face to compare; NaN where pixels were not measured.
    """
    # Here, as suspects are told from decisions, which need the checks.
    from engine.embeddings import EmbeddedPhotos, unit_rows
    from engine.suspects.evidence import gather_evidence
    from engine.suspects.other_person import to_scores

    values = np.where(photos.is_decoded, 0.0, np.nan)
    places, vectors = photos.read_embedded()
    evidence = gather_evidence(EmbeddedPhotos.of(places, unit_rows(vectors), photos.labels[places]))
    if evidence is not None:
        values[places[evidence.candidates]] = 100 * to_scores(evidence.margins)
    return values


CHECK = DatasetCheck(
    name="another_person",
    title="Probably another person",
    question="Does it look like its own person, more than like any other?",
    unit="of 100",
    version=1,
    measure_all=measure_likeness_to_others,
    keep_if=at_most(75),
    limit_range=(0, 100),
    explain=lambda value, limit: (
        f"Looks more like another person than like its own ({value:.0f} of 100); limit {limit:.0f}"
    ),
    example=82.0,
    kinds=frozenset({Kind.FACES}),
    rank=80,
    is_on=False,
    quantity="Likeness to another person",
    topic=Topic.FACES,
    is_slow=True,
)

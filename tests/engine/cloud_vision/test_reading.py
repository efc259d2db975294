"""What is made of an answer, by numbers worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from engine.cloud_vision.client import pack, unpack
from engine.cloud_vision.reading import read_answer
from engine.faces import Faces
from engine.faces.counting import count_faces
from engine.faces.pose import best_rotation, roll_pan_tilt_degrees
from engine.faces.traits import Trait
from tests.engine.cloud_vision.answers import face_json


def _read(*faces: dict[str, object], size_wh: tuple[int, int] = (400, 200), **response: object) -> Faces:
    """The answer about a copy of 400 × 200 of a photo of ``size_wh``."""
    document = {"size_wh": (400, 200), "response": {"faceAnnotations": list(faces), **response}}
    return read_answer(pack(document), size_wh)


def test_an_answer_without_faces_is_none() -> None:
    assert len(read_answer(pack({"size_wh": (400, 200), "response": {}}), (400, 200))) == 0


def test_what_is_packed_is_unpacked() -> None:
    document = {"size_wh": [4, 2], "response": {"labelAnnotations": [{"description": "Brille – 안경"}]}}
    assert unpack(pack(document)) == document


def test_a_box_is_scaled_to_the_photo_and_cut_at_its_border() -> None:
    faces = _read(face_json((0, 0, 100, 50)), face_json((300, 150, 500, 250)), size_wh=(1200, 600))
    assert sorted(faces.boxes_ltrb.tolist()) == [[0, 0, 300, 150], [900, 450, 1200, 600]]


def test_a_face_outside_the_photo_or_without_a_box_is_left_out() -> None:
    assert len(_read(face_json((500, 0, 600, 50)), {"detectionConfidence": 0.9})) == 0


def test_the_largest_face_is_the_main_one_and_an_unsure_one_counts() -> None:
    faces = _read(face_json((0, 0, 40, 40), detectionConfidence=1.0), face_json((100, 0, 200, 100)))
    assert faces.boxes_ltrb[0].tolist() == [100, 0, 200, 100]
    assert faces.scores.tolist() == [0.875, 1.0]  # 0.75 + 0.25 × 0.5
    assert count_faces(faces) == 2


def test_angles_keep_their_signs_and_one_of_zero_is_zero() -> None:
    faces = _read(face_json((0, 0, 100, 100), rollAngle=4.5, panAngle=-30.0))
    assert faces.roll_pan_tilt_degrees.tolist() == [[4.5, -30.0, 0.0]]


def test_left_is_the_viewers_so_the_left_eye_is_the_persons_right_one() -> None:
    places = {"LEFT_EYE": 30, "RIGHT_EYE": 70, "NOSE_TIP": 50, "MOUTH_LEFT": 35, "MOUTH_RIGHT": 65, "CHIN_GNATHION": 51}
    marks = [{"type": name, "position": {"x": x, "y": x + 1, "z": 2}} for name, x in places.items()]
    faces = _read(face_json((0, 0, 100, 100), landmarks=marks), size_wh=(800, 400))
    assert faces.points[0].tolist() == [[60, 62], [140, 142], [100, 102], [70, 72], [130, 132]]


def test_a_point_that_was_not_found_has_its_usual_place_in_the_box() -> None:
    faces = _read(face_json((100, 0, 200, 100), landmarks=[{"type": "NOSE_TIP", "position": {"x": 151, "y": 61}}]))
    right_eye, _, nose, *_ = faces.points[0].tolist()
    assert right_eye == pytest.approx([127, 37])
    assert nose == [151, 61]


@pytest.mark.parametrize(
    ("word", "likelihood"),
    [("VERY_UNLIKELY", 0.0), ("UNLIKELY", 0.25), ("POSSIBLE", 0.5), ("LIKELY", 0.75), ("VERY_LIKELY", 1.0)],
)
def test_a_likelihood_in_words_is_a_number(word: str, likelihood: float) -> None:
    assert _read(face_json((0, 0, 100, 100), angerLikelihood=word)).traits[Trait.ANGER] == likelihood


def test_an_unknown_likelihood_was_not_looked_for() -> None:
    faces = _read(face_json((0, 0, 100, 100), joyLikelihood="UNKNOWN"))
    assert not {Trait.JOY, Trait.SORROW} & set(faces.traits)


@pytest.mark.parametrize(
    ("label", "likelihood"), [("Sunglasses", 0.75), ("Eyewear", 0.0), ("Glasses", 0.0), ("Sky", 0.0)]
)
def test_only_the_label_sunglasses_says_sunglasses(label: str, likelihood: float) -> None:
    labels = [{"description": label, "score": 0.75}, {"description": "Person", "score": 0.99}]
    assert _read(face_json((0, 0, 100, 100)), labelAnnotations=labels).traits[Trait.SUNGLASSES] == likelihood


def test_with_two_faces_nobody_knows_whose_sunglasses_are_seen() -> None:
    labels = [{"description": "Sunglasses", "score": 0.75}]
    faces = _read(face_json((0, 0, 100, 100)), face_json((200, 0, 300, 100)), labelAnnotations=labels)
    assert Trait.SUNGLASSES not in faces.traits


# A published answer: x, y and z of landmarks as the viewer sees them, z growing away from the viewer; and a head that
# looks at the viewer, in centimetres, x right, y up, z towards the viewer (rounded from MediaPipe's average face).
PUBLISHED = {
    "LEFT_EAR_TRAGION": ((135.7, 102.5, 51.6), (-7.6, 0.5, -2.5)),
    "RIGHT_EAR_TRAGION": ((220.7, 111.6, 46.2), (7.6, 0.5, -2.5)),
    "LEFT_EYE_PUPIL": ((155.8, 103.3, -0.8), (-3.2, 2.6, 3.9)),
    "RIGHT_EYE_PUPIL": ((194.2, 107.5, -3.3), (3.2, 2.6, 3.9)),
    "MOUTH_LEFT": ((154.9, 138.9, 13.7), (-2.5, -4.3, 4.3)),
    "MOUTH_RIGHT": ((189.5, 142.7, 11.7), (2.5, -4.3, 4.3)),
    "FOREHEAD_GLABELLA": ((175.2, 99.1, -12.6), (0.0, 3.3, 5.4)),
    "CHIN_GNATHION": ((169.9, 166.1, 18.6), (0.0, -8.8, 4.3)),
}


def test_the_services_angles_have_the_signs_of_ours() -> None:
    told = _read(face_json((130, 60, 220, 170), rollAngle=4.843, panAngle=-3.859, tiltAngle=-19.728))
    seen, upright = (np.array(points) for points in zip(*PUBLISHED.values(), strict=True))
    rotation = best_rotation(upright, seen * (1, -1, -1), np.ones(len(seen)))
    ours = roll_pan_tilt_degrees(rotation)
    assert np.sign(ours).tolist() == np.sign(told.roll_pan_tilt_degrees[0]).tolist() == [1, -1, -1]
    assert np.abs(np.array(ours) - told.roll_pan_tilt_degrees[0]).max() < 6

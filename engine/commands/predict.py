"""``predict RUN PHOTO ...``: who is in these photos, without TensorFlow."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from engine.commands import Command, Context, Document
from engine.errors import UnreadablePhoto
from engine.photo_files import read_pixels
from engine.prediction import FacePrediction, Predictor, load_predictor


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("run", metavar="RUN")
    parser.add_argument("photos", metavar="PHOTO", nargs="+", type=Path)


def run(context: Context, arguments: Namespace) -> Document:
    predictor = load_predictor(context.settings, arguments.run)
    return {"run": arguments.run, "predict": [predict_photo(predictor, photo) for photo in arguments.photos]}


def predict_photo(predictor: Predictor, photo: Path) -> Document:
    """One photo's faces; a photo that cannot be read has an ``error`` and no faces."""
    try:
        faces = predictor.predict(read_pixels(photo))
    except UnreadablePhoto as error:
        return {"photo": str(photo), "faces": [], "error": str(error)}
    return {"photo": str(photo), "faces": [describe_face(face) for face in faces], "error": None}


def describe_face(face: FacePrediction) -> Document:
    """A face as the contract says it; probabilities highest first."""
    return {
        "box": list(face.box_ltrb),
        "label": face.label,
        "probability": face.probability,
        "probabilities": dict(face.probabilities),
    }


COMMAND = Command("predict", "Say who is in photos, with a finished run.", run, add_arguments)

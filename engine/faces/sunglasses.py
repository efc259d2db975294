"""Tells sunglasses: what a small network of our own looks at (docs/decisions/sunglasses.md)."""

from pathlib import Path

from engine.faces.face_piece import FacePiece

WEIGHTS = Path(__file__).with_name("sunglasses.tflite")  # written by training_scripts/train_sunglasses.py
# Brows to below the nose, ear to ear. A larger piece flags clear glasses, as hair and clothes begin to count.
EYE_BAND = FacePiece(left=0.1, top=0.12, right=0.9, bottom=0.72, size_wh=(64, 48))

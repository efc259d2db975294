"""Tells a covered face (hand, mask, thing): what a small network of our own looks at (docs/decisions/sunglasses.md)."""

from pathlib import Path

from engine.faces.face_piece import FacePiece

WEIGHTS = Path(__file__).with_name("covered.tflite")  # written by training_scripts/train_covered.py
WHOLE_FACE = FacePiece(left=0.02, top=0.02, right=0.98, bottom=0.98, size_wh=(64, 64))

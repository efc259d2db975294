"""Runs an exported model on new photos in a light runtime; TensorFlow is never imported.

``load_predictor(settings, run_id)`` is slow, once; ``predictor.predict(pixels)`` is fast and may be shared by threads.
"""

from engine.prediction.predictor import FacePrediction, Predictor, load_predictor

__all__ = ["FacePrediction", "Predictor", "load_predictor"]

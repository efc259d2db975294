"""Measures the photos of a dataset, once each, with all cores; a broken photo is a row, a killed run loses seconds."""

from engine.analysis.running import AnalysisResult, analyze_dataset, analyzers_of, find_analyzer

__all__ = ["AnalysisResult", "analyze_dataset", "analyzers_of", "find_analyzer"]

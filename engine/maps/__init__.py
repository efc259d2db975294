"""Every photo as a point, near those it looks like: ``pca`` at once, ``tsne`` by a job; ``layout`` reads both."""

from engine.maps.layout import MAX_POINTS, PhotoMap, find_map, sampled
from engine.maps.methods import Method

__all__ = ["MAX_POINTS", "Method", "PhotoMap", "find_map", "sampled"]

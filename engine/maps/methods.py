"""The ways to lay photos out on a map."""

from enum import StrEnum


class Method(StrEnum):
    """PCA: a straight view from where the photos differ most. TSNE: neighbours stay neighbours; takes minutes."""

    PCA = "pca"
    TSNE = "tsne"

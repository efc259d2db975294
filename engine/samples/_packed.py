"""Reads samples whose pictures come packed in IDX or CIFAR files; a copy with a folder per class will do as well."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from engine.file_trees import FileTree
from engine.picture_arrays import holds_arrays, read_arrays
from engine.samples._class_folders import class_folders
from engine.settings import Settings
from engine.sources import Listing


def packed_pictures(names: Sequence[str]) -> Callable[[Settings, Sequence[FileTree]], Listing]:
    """A reader of packed pictures.

    Args:
        names: of the classes 0, 1, 2 …
    """
    folders = {name.lower(): name for name in names}

    def read(settings: Settings, trees: Sequence[FileTree]) -> Listing:
        for tree in trees:
            if holds_arrays(tree.paths):
                return read_arrays(settings, tree, names)
        return class_folders(folders)(settings, trees)

    return read

"""IDX files (MNIST and its relatives) and CIFAR's binary files, read as they are: each picture becomes a PNG."""

from __future__ import annotations

import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from engine.errors import SourceError
from engine.file_trees import open_tree
from engine.kinds import Kind
from engine.picture_arrays import holds_arrays, read_arrays
from engine.sources import Listing, Source, SourceRequest

NUM_PEEKED = 100  # names looked at in a folder or archive: these files lie at the top, or one folder down


@contextmanager
def list_arrays(request: SourceRequest) -> Iterator[Listing]:
    """List the pictures of all IDX and CIFAR files below a folder or in an archive.

    Raises:
        SourceError: it cannot be opened, or holds no such file.
        BadInput: all such files in it are damaged.
    """
    place = Path(request.text).expanduser().absolute()
    with open_tree(place) as tree:
        if not holds_arrays(tree.paths):
            raise SourceError(
                f"'{request.text}' holds neither IDX files (such as train-images-idx3-ubyte.gz) nor CIFAR's "
                "(such as data_batch_1.bin). Expected a folder or archive with such files, under their own names."
            )
        yield read_arrays(request.settings, tree)


def _accepts(text: str) -> bool:
    place = Path(text).expanduser()
    try:
        return holds_arrays(list(islice(_first_names(place), NUM_PEEKED)))
    except (OSError, EOFError, zlib.error, tarfile.TarError, zipfile.BadZipFile):
        return False


def _first_names(place: Path) -> Iterator[str]:
    """Some of the names inside, without going through a large folder or archive."""
    if place.is_dir():
        for child in place.iterdir():
            yield child.name
            if child.is_dir() and not child.is_symlink():
                yield from (grandchild.name for grandchild in islice(child.iterdir(), NUM_PEEKED // 10))
    elif place.is_file() and zipfile.is_zipfile(place):
        with zipfile.ZipFile(place) as archive:
            yield from archive.namelist()
    elif place.is_file() and tarfile.is_tarfile(place):
        with tarfile.open(place) as archive:
            yield from (member.name for member in islice(archive, NUM_PEEKED // 10))


SOURCE = Source(
    name="arrays",
    title="IDX or CIFAR files (pictures packed as numbers)",
    accepts=_accepts,
    list_files=list_arrays,
    default_kind=lambda text: Kind.IMAGES,
)

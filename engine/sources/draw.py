"""Symbols drawn by hand on the Import page: a folder per symbol, copied into Facet's own store."""

from engine.kinds import Kind
from engine.sources import Source
from engine.sources.upload import list_upload

SOURCE = Source(
    name="draw",
    title="Drawn by hand",
    accepts=lambda text: False,  # only when asked for by name: any folder looks like one of it
    list_files=list_upload,
    default_kind=lambda text: Kind.IMAGES,
    is_lasting=False,
)

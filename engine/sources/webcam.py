"""Photos taken with the webcam on the Import page: a folder per person, copied into Facet's own store."""

from engine.sources import Source
from engine.sources.upload import list_upload

SOURCE = Source(
    name="webcam",
    title="Photos taken with the webcam",
    accepts=lambda text: False,  # only when asked for by name: any folder looks like one of it
    list_files=list_upload,
    is_lasting=False,
)

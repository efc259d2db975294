"""Tries the connection with one tiny picture made here, so that what is wrong shows before photos are sent."""

from __future__ import annotations

from contextlib import closing
from io import BytesIO

from PIL import Image

from engine.cloud_vision.client import connect
from engine.cloud_vision.endpoint import parse_endpoint
from engine.cloud_vision.options import CloudOptions
from engine.errors import CloudError

SIDE = 64  # pixels
GREY = (128, 128, 128)
TIMEOUT_SECONDS = 20.0


def try_connection(options: CloudOptions) -> str:
    """Send a grey picture and say in a sentence that it was answered. Google counts it as one photo.

    Raises:
        CloudError: what stands in the way.
    """
    written = BytesIO()
    Image.new("RGB", (SIDE, SIDE), GREY).save(written, "JPEG")
    endpoint = parse_endpoint(options.endpoint)
    with closing(connect(endpoint, options.credentials_file)) as client:
        (reply,) = client.annotate([(written.getvalue(), (SIDE, SIDE))], TIMEOUT_SECONDS)
    if reply.error:
        raise CloudError(reply.error)
    return f"{endpoint} has answered: key, project and connection work."

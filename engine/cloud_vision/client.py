"""The connection to Google Cloud Vision: Google's own client, asked for faces and labels of several photos at once."""

from __future__ import annotations

import importlib.util
import json
import zlib
from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.cloud_vision.endpoint import Endpoint
from engine.cloud_vision.problems import HUNG_UP, NOT_INSTALLED, RETRYABLE, RequestFailed, explain_key, explain_refusal
from engine.errors import CloudError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from google.auth.credentials import Credentials
    from google.cloud import vision

PACKAGE = "google.cloud.vision"
SCOPES = ("https://www.googleapis.com/auth/cloud-vision",)
MAX_FACES = 50  # of one photo; Google's default of 10 would miss faces in a crowd, and costs the same
MAX_LABELS = 20
NO_PROXY = (("grpc.enable_http_proxy", 0),)  # this computer is not behind a proxy


@dataclass(frozen=True)
class Reply:
    """What the service said of one photo.

    Attributes:
        packed: the whole answer, as :func:`pack` packs it; None when it had none.
        error: why; ``is_retryable``: it may have one the next time.
    """

    packed: bytes | None
    error: str | None = None
    is_retryable: bool = False


class VisionClient:
    """An open connection; may be used by several threads at once."""

    def __init__(self, client: vision.ImageAnnotatorClient, endpoint: Endpoint) -> None:
        self._client = client
        self._endpoint = endpoint

    def annotate(self, pictures: Sequence[tuple[bytes, tuple[int, int]]], timeout_seconds: float) -> list[Reply]:
        """Ask about JPEG pictures, each with its width and height; one reply for each, in their order.

        Raises:
            RequestFailed: there is no reply at all.
        """
        from google.api_core.exceptions import GoogleAPICallError
        from google.cloud import vision

        requests = [
            vision.AnnotateImageRequest(image=vision.Image(content=jpeg), features=_features()) for jpeg, _ in pictures
        ]
        try:
            # Asked again by ourselves: Google's way to retry would neither keep to the quota nor notice a Stop.
            found = self._client.batch_annotate_images(requests=requests, retry=None, timeout=timeout_seconds)
        except GoogleAPICallError as error:
            raise explain_refusal(error, str(self._endpoint)) from error
        except ValueError as error:  # grpc's word for a closed channel
            raise RequestFailed(f"The connection to {self._endpoint} was closed ({error}).", HUNG_UP) from error
        sizes = [size for _, size in pictures]
        if len(found.responses) != len(sizes):
            return [Reply(None, "Google Cloud Vision left this photo out of its answer.", True)] * len(sizes)
        return [_reply(response, size) for response, size in zip(found.responses, sizes, strict=True)]

    def close(self) -> None:
        """Close the connection; whoever still waits for an answer gets a refusal."""
        self._client.transport.close()  # type: ignore[no-untyped-call] # Google gives it no types


def is_installed() -> bool:
    """Whether Google's library is there, without importing it."""
    try:
        return importlib.util.find_spec(PACKAGE) is not None
    except ModuleNotFoundError:  # a package above it
        return False


def connect(endpoint: Endpoint, credentials_file: str) -> VisionClient:
    """Connect, with the key checked first; on this computer (``endpoint.is_local``) without one, in plain text.

    Raises:
        CloudError: Google's library or a key is missing, or the key is not accepted.
    """
    if not is_installed():
        raise CloudError(NOT_INSTALLED)
    from google.cloud import vision
    from google.cloud.vision_v1.services.image_annotator.transports import ImageAnnotatorGrpcTransport

    if endpoint.is_local:
        import grpc

        channel = grpc.insecure_channel(endpoint.address, NO_PROXY)
        transport = ImageAnnotatorGrpcTransport(channel=channel)
        return VisionClient(vision.ImageAnnotatorClient(transport=transport), endpoint)
    with _explained():
        credentials = _load_credentials(credentials_file)
        options = {"api_endpoint": endpoint.address}
        return VisionClient(vision.ImageAnnotatorClient(credentials=credentials, client_options=options), endpoint)


def pack(document: dict[str, Any]) -> bytes:
    """JSON, compressed: 1.5 KB for a face instead of 6."""
    return zlib.compress(json.dumps(document, separators=(",", ":")).encode())


def unpack(packed: bytes) -> dict[str, Any]:
    """What :func:`pack` packed."""
    document: dict[str, Any] = json.loads(zlib.decompress(packed))
    return document


def _features() -> list[Any]:
    from google.cloud import vision

    kinds = {vision.Feature.Type.FACE_DETECTION: MAX_FACES, vision.Feature.Type.LABEL_DETECTION: MAX_LABELS}
    return [vision.Feature(type_=kind, max_results=most) for kind, most in kinds.items()]


def _reply(response: vision.AnnotateImageResponse, size_wh: tuple[int, int]) -> Reply:
    """An error beside annotations counts as one: what is missing looks the same as what was not seen."""
    from google.protobuf.json_format import MessageToDict

    if response.error.code:
        sentence = f"Google Cloud Vision could not look at this photo: {response.error.message.rstrip('.')}."
        return Reply(None, sentence, response.error.code in RETRYABLE)
    return Reply(pack({"size_wh": size_wh, "response": MessageToDict(type(response).pb(response))}))


def _load_credentials(file: str) -> Credentials:
    """The key, exchanged once for a token: what is wrong with it is told here, before a photo is sent."""
    import google.auth
    from google.auth.transport.requests import Request
    from google.oauth2 import service_account

    if file:
        credentials = _read_key(Path(file), service_account.Credentials)
    else:
        credentials, _ = google.auth.default(scopes=SCOPES)
    credentials.refresh(Request())
    return credentials


def _read_key(file: Path, kind: Any) -> Credentials:  # google-auth gives its classes no types
    try:
        credentials: Credentials = kind.from_service_account_file(str(file), scopes=SCOPES)
    except OSError as error:
        raise CloudError(f"The key file {file} cannot be read ({error.strerror}). Choose it again.") from error
    except (ValueError, AttributeError) as error:  # no JSON, JSON of another kind, a key that is none
        raise CloudError(
            f"{file} is not a service account's key ({error}). Expected the JSON file that Google's console gives."
        ) from error
    return credentials


@contextmanager
def _explained() -> Iterator[None]:
    from google.auth.exceptions import GoogleAuthError

    try:
        yield
    except GoogleAuthError as error:
        raise explain_key(error) from error

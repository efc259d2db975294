"""What Google's refusals mean, in sentences that say what to do; and which of them may pass by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.errors import CloudError

if TYPE_CHECKING:
    from google.api_core.exceptions import GoogleAPICallError
    from google.auth.exceptions import GoogleAuthError

# https://cloud.google.com/vision/docs/error-codes: those that may be asked again unchanged. By gRPC's numbers.
RETRYABLE = {4: "DEADLINE_EXCEEDED", 8: "RESOURCE_EXHAUSTED", 14: "UNAVAILABLE"}
# Without these nothing will be answered, whichever photo is asked about.
HOPELESS = frozenset({"UNAUTHENTICATED", "PERMISSION_DENIED", "NOT_FOUND", "UNIMPLEMENTED", *RETRYABLE.values()})
LATE = "DEADLINE_EXCEEDED"
TOO_MUCH = "RESOURCE_EXHAUSTED"
REFUSED = "INVALID_ARGUMENT"  # something is wrong with a photo, or with the size of the request
HUNG_UP = "CANCELLED"
CONSOLE = "https://console.cloud.google.com"
NOT_INSTALLED = (
    "Google's library is not installed. Install it with: pip install -r requirements-vision.txt, then start Facet anew."
)
NO_KEY = (
    "No key for Google Cloud was found. Expected a service account's key file, named on the Filter page, or the keys "
    "that 'gcloud auth application-default login' leaves. The guide says how to get one."
)


class RequestFailed(CloudError):
    """A request that came back without answers.

    Attributes:
        code: gRPC's name for it.
        pause_seconds: how long the service wants to be left alone; 0 when it does not say.
    """

    def __init__(self, message: str, code: str, pause_seconds: float = 0.0) -> None:
        super().__init__(message)
        self.code = code
        self.pause_seconds = pause_seconds

    @property
    def is_retryable(self) -> bool:
        return self.code in RETRYABLE.values()

    @property
    def is_hopeless(self) -> bool:
        return self.code in HOPELESS


def explain_refusal(error: GoogleAPICallError, endpoint: str) -> RequestFailed:
    """What the service said to a whole request."""
    code = error.grpc_status_code.name if error.grpc_status_code else "UNKNOWN"
    return RequestFailed(_sentence(error, code, endpoint), code, _pause_seconds(error))


def explain_key(error: GoogleAuthError) -> CloudError:
    """What is wrong with the key, or with the way to where it is checked."""
    from google.auth.exceptions import DefaultCredentialsError, TransportError

    if isinstance(error, TransportError):
        return CloudError(
            f"Google cannot be reached to check the key ({error}). Look at the internet connection, then try again."
        )
    if isinstance(error, DefaultCredentialsError):
        return CloudError(NO_KEY)
    return CloudError(
        f"Google does not accept the key ({error}). It may have been deleted, or this computer's clock is wrong. "
        "Make a new key, or set the clock."
    )


def _sentence(error: GoogleAPICallError, code: str, endpoint: str) -> str:
    if code == "PERMISSION_DENIED":
        return _no_permission(error)
    if code == "UNAUTHENTICATED":
        return f"Google does not know the key ({error.message}). Choose another key file, or make a new one."
    if code == TOO_MUCH:
        return (
            f"The quota of the Google project is used up ({error.message}). Lower the photos per minute, or wait; "
            f"{CONSOLE}/iam-admin/quotas shows it. Resume goes on where this ended."
        )
    if code == "UNAVAILABLE":
        return (
            f"{endpoint} cannot be reached ({error.message}). Look at the internet connection, then resume: "
            "what was answered is kept."
        )
    if code == LATE:
        return f"{endpoint} did not answer in time. Analyze again to ask once more."
    if code in ("UNIMPLEMENTED", "NOT_FOUND"):
        return f"{endpoint} is no Cloud Vision server ({error.message}). Expected vision.googleapis.com or a region's."
    return f"Google Cloud Vision refused the request: {error.message}. Analyze again to ask once more."


def _no_permission(error: GoogleAPICallError) -> str:
    metadata = error.metadata or {}
    project = metadata.get("consumer", "").removeprefix("projects/")
    where = f" in project {project}" if project else ""
    if error.reason == "SERVICE_DISABLED" or "has not been used" in error.message:
        place = metadata.get("activationUrl") or f"{CONSOLE}/apis/library/vision.googleapis.com"
        return f"The Cloud Vision API is switched off{where}. Switch it on at {place}, wait a few minutes, then resume."
    if error.reason == "BILLING_DISABLED" or "billing" in error.message.lower():
        return (
            f"Billing is not set up{where}, and Google answers nothing without it. "
            f"Set it up at {CONSOLE}/billing, wait a few minutes, then resume."
        )
    return (
        f"The key may not use Cloud Vision{where} ({error.message}). Give its account the role "
        f"'Service Usage Consumer' at {CONSOLE}/iam-admin/iam, or choose another key."
    )


def _pause_seconds(error: GoogleAPICallError) -> float:
    """google.rpc.RetryInfo among the details."""
    for detail in error.details or ():
        if type(detail).__name__ == "RetryInfo":
            return float(detail.retry_delay.seconds + detail.retry_delay.nanos / 1e9)
    return 0.0

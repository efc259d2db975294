"""Every refusal of Google's becomes a sentence that says what to do; the details are what Google sends."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import grpc
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from engine.cloud_vision.client import connect
from engine.cloud_vision.endpoint import parse_endpoint
from engine.errors import CloudError
from tests.engine.cloud_vision.vision_server import Behaviour, VisionServer, reason, refuse

PROJECT = {"service": "vision.googleapis.com", "consumer": "projects/123456"}
DENIED, EXHAUSTED = grpc.StatusCode.PERMISSION_DENIED, grpc.StatusCode.RESOURCE_EXHAUSTED
PICTURE = (b"jpeg", (4, 4))

REFUSALS = {
    "the API is switched off": (
        refuse(
            DENIED,
            "Cloud Vision API has not been used in project 123456 before or it is disabled.",
            reason("SERVICE_DISABLED", {**PROJECT, "activationUrl": "https://console.example/enable?project=123456"}),
        ),
        r"The Cloud Vision API is switched off in project 123456\. Switch it on at https://console\.example/enable",
    ),
    "billing is not set up": (
        refuse(DENIED, "This API method requires billing to be enabled.", reason("BILLING_DISABLED", PROJECT)),
        r"Billing is not set up in project 123456, and Google answers nothing without it",
    ),
    "billing, told in words alone": (
        refuse(DENIED, "This API method requires billing to be enabled. Please enable billing on project #1."),
        r"Billing is not set up, and",
    ),
    "no permission": (
        refuse(DENIED, "Caller does not have required permission.", reason("USER_PROJECT_DENIED", PROJECT)),
        r"The key may not use Cloud Vision in project 123456 \(Caller does not have .*role 'Service Usage Consumer'",
    ),
    "an unknown key": (
        refuse(grpc.StatusCode.UNAUTHENTICATED, "Request had invalid authentication credentials."),
        r"Google does not know the key \(Request had invalid",
    ),
    "the quota is used up": (
        refuse(EXHAUSTED, "Quota exceeded for quota metric 'Requests'.", reason("RATE_LIMIT_EXCEEDED", PROJECT)),
        r"The quota of the Google project is used up .* Lower the photos per minute, or wait",
    ),
    "out of reach": (
        refuse(grpc.StatusCode.UNAVAILABLE, "The service is currently unavailable."),
        r"127\.0\.0\.1:\d+ cannot be reached .* Look at the internet connection",
    ),
    "another server": (
        refuse(grpc.StatusCode.UNIMPLEMENTED, "Method not found!"),
        r"127\.0\.0\.1:\d+ is no Cloud Vision server .* Expected vision\.googleapis\.com",
    ),
    "late": (
        refuse(grpc.StatusCode.DEADLINE_EXCEEDED, "Deadline exceeded."),
        r"127\.0\.0\.1:\d+ did not answer in time",
    ),
    "anything else": (
        refuse(grpc.StatusCode.INTERNAL, "Internal error encountered."),
        r"Google Cloud Vision refused the request: Internal error encountered",
    ),
}


@pytest.mark.parametrize(("behaviour", "sentence"), REFUSALS.values(), ids=REFUSALS)
def test_a_refusal_is_explained(server: VisionServer, behaviour: Behaviour, sentence: str) -> None:
    server.always = behaviour
    with pytest.raises(CloudError, match=sentence):
        connect(parse_endpoint(server.address), "").annotate([PICTURE], 10)


def test_a_port_where_nobody_listens_is_told() -> None:
    with pytest.raises(CloudError, match=r"127\.0\.0\.1:9 cannot be reached"):
        connect(parse_endpoint("127.0.0.1:9"), "").annotate([PICTURE], 10)


GOOGLE = parse_endpoint("vision.googleapis.com")


def test_a_key_file_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(CloudError, match=r"gone\.json cannot be read \(No such file or directory\)\. Choose it again"):
        connect(GOOGLE, str(tmp_path / "gone.json"))


@pytest.mark.parametrize("text", ["no json", "{}", '{"type": "authorized_user"}', "[]"])
def test_a_file_that_is_no_key_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "key.json").write_text(text, encoding="utf-8")
    with pytest.raises(CloudError, match=r"key\.json is not a service account's key"):
        connect(GOOGLE, str(tmp_path / "key.json"))


def test_no_key_at_all_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(tmp_path / "nothing.json"))
    with pytest.raises(CloudError, match="No key for Google Cloud was found"):
        connect(GOOGLE, "")


def test_a_key_that_google_deleted_is_told_before_a_photo_is_sent(tmp_path: Path) -> None:
    with _token_server(400, {"error": "invalid_grant", "error_description": "Invalid JWT Signature."}) as address:
        _write_key(tmp_path / "key.json", token_uri=f"http://{address}/token")
        with pytest.raises(CloudError, match=r"Google does not accept the key \(.*Invalid JWT Signature"):
            connect(GOOGLE, str(tmp_path / "key.json"))


def test_a_key_that_cannot_be_checked_is_told(tmp_path: Path) -> None:
    _write_key(tmp_path / "key.json", token_uri="http://127.0.0.1:9/token")
    with pytest.raises(CloudError, match="Google cannot be reached to check the key"):
        connect(GOOGLE, str(tmp_path / "key.json"))


def test_a_good_key_connects_and_sends_nothing_yet(tmp_path: Path) -> None:
    with _token_server(200, {"access_token": "t", "expires_in": 3600, "token_type": "Bearer"}) as address:
        _write_key(tmp_path / "key.json", token_uri=f"http://{address}/token")
        connect(GOOGLE, str(tmp_path / "key.json")).close()


def _write_key(file: Path, token_uri: str) -> None:
    """A service account's key with a private key made here."""
    private = rsa.generate_private_key(65537, 2048).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    facts = {"type": "service_account", "client_email": "facet@example.iam.gserviceaccount.com", "token_uri": token_uri}
    file.write_text(json.dumps({**facts, "private_key": private.decode(), "private_key_id": "1"}), encoding="utf-8")


@contextmanager
def _token_server(status: int, document: dict[str, object]) -> Iterator[str]:
    """Where a key is exchanged for a token."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(document).encode())

        def log_message(self, *words: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield f"127.0.0.1:{running.server_port}"
        running.shutdown()
        thread.join()

"""Google Cloud Vision on this computer: a gRPC server that answers ImageAnnotator, counts its work, and misbehaves."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO

import grpc
from google.cloud import vision
from google.protobuf.any_pb2 import Any as AnyMessage
from google.protobuf.duration_pb2 import Duration
from google.protobuf.message import Message
from google.rpc import error_details_pb2, status_pb2
from grpc_status import rpc_status
from PIL import Image

SERVICE = "google.cloud.vision.v1.ImageAnnotator"

Behaviour = Callable[[vision.BatchAnnotateImagesRequest, grpc.ServicerContext], vision.BatchAnnotateImagesResponse]


@dataclass
class VisionServer:
    """Attributes:
    address: ``127.0.0.1:PORT``.
    requests: what came, in order.
    misbehaving: taken from the front, one per request, before the server answers as it should; None: as it should.
    most_at_once: requests that were here at the same time.
    """

    address: str = ""
    requests: list[vision.BatchAnnotateImagesRequest] = field(default_factory=list)
    misbehaving: list[Behaviour | None] = field(default_factory=list)
    always: Behaviour | None = None
    most_at_once: int = 0
    _now_here: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def sizes(self) -> list[int]:
        """Photos per request."""
        return [len(request.requests) for request in self.requests]

    @property
    def pictures(self) -> list[bytes]:
        """Every picture that came, as often as it came."""
        return [each.image.content for request in self.requests for each in request.requests]

    def answer(
        self, request: vision.BatchAnnotateImagesRequest, context: grpc.ServicerContext
    ) -> vision.BatchAnnotateImagesResponse:
        with self._lock:
            self.requests.append(request)
            behave = (self.misbehaving.pop(0) if self.misbehaving else None) or self.always or as_it_should
            self._now_here += 1
            self.most_at_once = max(self.most_at_once, self._now_here)
        try:
            return behave(request, context)
        finally:
            with self._lock:
                self._now_here -= 1


@contextmanager
def running_server() -> Iterator[VisionServer]:
    """A server on a port of its own, for as long as the block runs."""
    ours = VisionServer()
    method = grpc.unary_unary_rpc_method_handler(
        ours.answer,
        request_deserializer=vision.BatchAnnotateImagesRequest.deserialize,
        response_serializer=vision.BatchAnnotateImagesResponse.serialize,
    )
    with ThreadPoolExecutor(16) as pool:
        server = grpc.server(pool, options=[("grpc.max_receive_message_length", 20_000_000)])
        handlers = grpc.method_handlers_generic_handler(SERVICE, {"BatchAnnotateImages": method})
        server.add_generic_rpc_handlers((handlers,))
        ours.address = f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
        server.start()
        try:
            yield ours
        finally:
            server.stop(None).wait()


def as_it_should(
    request: vision.BatchAnnotateImagesRequest, context: grpc.ServicerContext
) -> vision.BatchAnnotateImagesResponse:
    """One face in the middle half of every picture, and a label."""
    return vision.BatchAnnotateImagesResponse(responses=[one_face(each.image.content) for each in request.requests])


def one_face(jpeg: bytes) -> vision.AnnotateImageResponse:
    with Image.open(BytesIO(jpeg)) as picture:
        width, height = picture.size
    return vision.AnnotateImageResponse(
        face_annotations=[face((width // 4, height // 4, width * 3 // 4, height * 3 // 4))],
        label_annotations=[vision.EntityAnnotation(description="Sunglasses", score=0.9)],
    )


def face(box_ltrb: tuple[int, int, int, int], **facts: object) -> vision.FaceAnnotation:
    """A face that fills a box, its eyes at a third of the width and height."""
    left, top, right, bottom = box_ltrb
    width, height = right - left, bottom - top
    kinds = vision.FaceAnnotation.Landmark.Type
    places = {
        kinds.LEFT_EYE: (1 / 3, 1 / 3),
        kinds.RIGHT_EYE: (2 / 3, 1 / 3),
        kinds.NOSE_TIP: (1 / 2, 1 / 2),
        kinds.MOUTH_LEFT: (1 / 3, 3 / 4),
        kinds.MOUTH_RIGHT: (2 / 3, 3 / 4),
    }
    landmarks = [
        vision.FaceAnnotation.Landmark(type_=kind, position=vision.Position(x=left + x * width, y=top + y * height))
        for kind, (x, y) in places.items()
    ]
    corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
    usual = {"roll_angle": 3.0, "pan_angle": -25.0, "tilt_angle": 7.5, "detection_confidence": 0.6}
    return vision.FaceAnnotation(
        fd_bounding_poly=vision.BoundingPoly(vertices=[vision.Vertex(x=x, y=y) for x, y in corners]),
        landmarks=landmarks,
        joy_likelihood=vision.Likelihood.LIKELY,
        sorrow_likelihood=vision.Likelihood.VERY_UNLIKELY,
        **(usual | facts),
    )


def refuse(code: grpc.StatusCode, message: str, *details: Message) -> Behaviour:
    """Answer nothing, with Google's details."""

    def behave(
        request: vision.BatchAnnotateImagesRequest, context: grpc.ServicerContext
    ) -> vision.BatchAnnotateImagesResponse:
        packed = [AnyMessage() for _ in details]
        for place, detail in zip(packed, details, strict=True):
            place.Pack(detail)
        status = status_pb2.Status(code=code.value[0], message=message, details=packed)
        context.abort_with_status(rpc_status.to_status(status))
        raise AssertionError("abort_with_status raises")

    return behave


def reason(name: str, metadata: Mapping[str, str] | None = None) -> error_details_pb2.ErrorInfo:
    """Google's machine-readable reason."""
    return error_details_pb2.ErrorInfo(reason=name, domain="googleapis.com", metadata=metadata or {})


def retry_after(seconds: int) -> error_details_pb2.RetryInfo:
    return error_details_pb2.RetryInfo(retry_delay=Duration(seconds=seconds))


def with_errors(errors: Sequence[tuple[int, str] | None]) -> Behaviour:
    """Answer some photos, and give others an error of their own (gRPC's number, message)."""

    def behave(
        request: vision.BatchAnnotateImagesRequest, context: grpc.ServicerContext
    ) -> vision.BatchAnnotateImagesResponse:
        answer = as_it_should(request, context)
        for response, error in zip(answer.responses, errors, strict=False):
            if error:
                response.error = status_pb2.Status(code=error[0], message=error[1])
        return answer

    return behave


def shortened(
    request: vision.BatchAnnotateImagesRequest, context: grpc.ServicerContext
) -> vision.BatchAnnotateImagesResponse:
    """Answer about all photos but the last."""
    answer = as_it_should(request, context)
    return vision.BatchAnnotateImagesResponse(responses=answer.responses[:-1])


def when(event: threading.Event) -> Behaviour:
    """Answer once the event has come."""

    def behave(
        request: vision.BatchAnnotateImagesRequest, context: grpc.ServicerContext
    ) -> vision.BatchAnnotateImagesResponse:
        event.wait(30)
        return as_it_should(request, context)

    return behave

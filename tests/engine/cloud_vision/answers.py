"""What Google Cloud Vision answers, as JSON, without its library."""

from __future__ import annotations

from typing import Any

from engine.cloud_vision.client import pack


def face_json(box_ltrb: tuple[int, int, int, int], **facts: Any) -> dict[str, Any]:
    """A face as the service writes it: what is 0 is left out."""
    left, top, right, bottom = box_ltrb
    corners = [{"x": left, "y": top}, {"x": right, "y": top}, {"x": right, "y": bottom}, {"x": left, "y": bottom}]
    vertices = [{name: value for name, value in corner.items() if value} for corner in corners]
    return {"fdBoundingPoly": {"vertices": vertices}, "detectionConfidence": 0.5, **facts}


def packed_answer(size_wh: tuple[int, int], has_face: bool) -> bytes:
    """The stored answer about a photo: no face, or one in its middle half."""
    width, height = size_wh
    middle = (width // 4, height // 4, width * 3 // 4, height * 3 // 4)
    faces = [face_json(middle, rollAngle=1.5, panAngle=-12.0, tiltAngle=3.0)] if has_face else []
    return pack({"size_wh": size_wh, "response": {"faceAnnotations": faces}})

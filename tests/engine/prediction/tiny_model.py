"""Writes a run folder whose exported model is worked out by hand: it answers with a softmax of the mean colour."""

from __future__ import annotations

import json
from pathlib import Path

import flatbuffers
import numpy as np
from ai_edge_litert import schema_py_generated as schema

LABELS = ("red", "green", "blue")
COLOUR_SHARE = 0.1  # of the mean colour that enters the softmax; all of it would make every answer 0 or 1


def write_run(runs_dir: Path, name: str, *, kind: str, features: str = "pixels", size: int = 8) -> Path:
    """Write ``config.json``, ``export.json`` and ``model.tflite`` of a run that has three labels."""
    folder = runs_dir / name
    folder.mkdir(parents=True)
    (folder / "config.json").write_text("{}", encoding="utf-8")
    facts = {"features": features, "kind": kind, "size": size, "channels": 3, "labels": LABELS, "max_difference": 0.0}
    (folder / "export.json").write_text(json.dumps(facts), encoding="utf-8")
    model = first_three_softmax() if features == "embedding" else mean_colour_softmax(size)
    (folder / "model.tflite").write_bytes(model)
    return folder


def mean_colour_softmax(size: int) -> bytes:
    """A model (1, size, size, 3) → a tenth of the mean over the square → softmax over red, green and blue."""
    first = (schema.BuiltinOperator.MEAN, "ReducerOptions")
    return _packed((1, size, size, 3), first, [[1, 2]], COLOUR_SHARE)


def first_three_softmax() -> bytes:
    """A model (1, 128) → its first three numbers → softmax."""
    return _packed((1, 128), (schema.BuiltinOperator.SLICE, "SliceOptions"), [[0, 0], [1, 3]], 1.0)


def _packed(input_shape: tuple[int, ...], first: tuple[int, str], settings: list[list[int]], share: float) -> bytes:
    """A model of two operators: ``first`` with constant ``settings``, whose answer is (1, 3), then softmax."""
    constants = [np.array(numbers, np.int32) for numbers in settings]
    graph = schema.SubGraphT()
    graph.tensors = [_tensor("input", input_shape), _tensor("three", (1, 3)), _tensor("answer", (1, 3))]
    graph.tensors += [_constant(place, numbers) for place, numbers in enumerate(constants, start=1)]
    graph.inputs, graph.outputs = [0], [2]
    softmax = _operator(1, [1], [2], "SoftmaxOptions")
    softmax.builtinOptions.beta = share
    graph.operators = [_operator(0, [0, *range(3, 3 + len(constants))], [1], first[1]), softmax]

    model = schema.ModelT()
    model.version = 3
    model.operatorCodes = [_operator_code(first[0]), _operator_code(schema.BuiltinOperator.SOFTMAX)]
    model.subgraphs = [graph]
    model.buffers = [schema.BufferT(), *[_buffer(numbers) for numbers in constants]]
    builder = flatbuffers.Builder(1024)
    builder.Finish(model.Pack(builder), b"TFL3")
    return bytes(builder.Output())


def _tensor(name: str, shape: tuple[int, ...]) -> schema.TensorT:
    tensor = schema.TensorT()
    tensor.name, tensor.shape, tensor.type, tensor.buffer = name, list(shape), schema.TensorType.FLOAT32, 0
    return tensor


def _constant(buffer: int, numbers: np.ndarray) -> schema.TensorT:
    tensor = _tensor(f"constant {buffer}", numbers.shape)
    tensor.type, tensor.buffer = schema.TensorType.INT32, buffer
    return tensor


def _buffer(numbers: np.ndarray) -> schema.BufferT:
    buffer = schema.BufferT()
    buffer.data = list(numbers.tobytes())
    return buffer


def _operator(code: int, inputs: list[int], outputs: list[int], options: str) -> schema.OperatorT:
    operator = schema.OperatorT()
    operator.opcodeIndex, operator.inputs, operator.outputs = code, inputs, outputs
    operator.builtinOptionsType = getattr(schema.BuiltinOptions, options)
    operator.builtinOptions = getattr(schema, f"{options}T")()
    return operator


def _operator_code(operator: int) -> schema.OperatorCodeT:
    code = schema.OperatorCodeT()
    code.builtinCode = code.deprecatedBuiltinCode = operator
    code.version = 1
    return code

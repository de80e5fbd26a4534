"""The few messages of ONNX that our graphs are made of, written out as protocol buffers.

ONNX Runtime reads graphs, it does not make them, and the package that does takes longer to import than all of ours. A
message is a run of fields, each its number and its content (protobuf.dev, "Encoding"); the numbers are those of
``onnx.proto`` (onnx/onnx, IR version 10).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy
from numpy.typing import NDArray

_TYPES = {"float32": 1, "uint8": 2, "int8": 3, "int64": 7}
_IR_VERSION = 10
_OPERATORS = 21
_MICROSOFT = "com.microsoft"
"""The set of operators that ONNX Runtime adds to the standard ones."""


@dataclass(frozen=True)
class Body:
    """A graph inside an operator, run once for each position; it may use what is known around the operator."""

    nodes: Sequence[Node]
    inputs: Sequence[str]
    outputs: Sequence[str]


Setting = int | str | tuple[int, ...] | Body


@dataclass(frozen=True)
class Node:
    """One operator, its inputs and outputs by name, and its settings."""

    operator: str
    inputs: Sequence[str]
    outputs: Sequence[str]
    settings: Mapping[str, Setting] = field(default_factory=dict)
    microsoft: bool = False


def model(
    nodes: Sequence[Node],
    inputs: Mapping[str, str],
    outputs: Mapping[str, str],
    constants: Mapping[str, NDArray[numpy.generic]],
) -> bytes:
    """Write a model.

    Args:
        nodes: the operators, each after those it takes its inputs from.
        inputs: the type of each, such as ``float32``, by name; of any shape.
        outputs: likewise.
        constants: the arrays that the nodes name: float32, uint8, int8 or int64.
    """
    graph = [
        *(_message(1, *_node(each)) for each in nodes),
        _text(2, "graph"),
        *(_message(5, *_tensor(name, array)) for name, array in constants.items()),
        *(_message(11, *_value(*each)) for each in inputs.items()),
        *(_message(12, *_value(*each)) for each in outputs.items()),
    ]
    own, theirs = [_number(2, _OPERATORS)], [_text(1, _MICROSOFT), _number(2, 1)]
    return b"".join([*_number(1, _IR_VERSION), *_message(7, *graph), *_message(8, *own), *_message(8, *theirs)])


_Field = list[bytes | memoryview]
"""A field in parts, so that the large ones are copied only once, in the end."""


def _node(node: Node) -> list[_Field]:
    return [
        *(_text(1, name) for name in node.inputs),
        *(_text(2, name) for name in node.outputs),
        _text(4, node.operator),
        *(_message(5, _text(1, name), *_setting(value)) for name, value in node.settings.items()),
        *([_text(7, _MICROSOFT)] if node.microsoft else []),
    ]


def _setting(value: Setting) -> list[_Field]:
    if isinstance(value, int):
        return [_number(3, value), _number(20, 2)]
    if isinstance(value, str):
        return [_text(4, value), _number(20, 3)]
    if isinstance(value, Body):
        return [_message(6, *_body(value)), _number(20, 5)]
    return [*(_number(8, each) for each in value), _number(20, 7)]


def _body(body: Body) -> list[_Field]:
    return [
        *(_message(1, *_node(each)) for each in body.nodes),
        _text(2, "body"),
        *(_message(11, *_matrix(name)) for name in body.inputs),
        *(_message(12, *_matrix(name)) for name in body.outputs),
    ]


def _tensor(name: str, array: NDArray[numpy.generic]) -> list[_Field]:
    content = numpy.ascontiguousarray(array).reshape(-1).view(numpy.uint8).data
    sizes = [_number(1, size) for size in array.shape]
    return [*sizes, _number(2, _TYPES[array.dtype.name]), _text(8, name), _message(9, [content])]


def _value(name: str, kind: str) -> list[_Field]:
    return [_text(1, name), _message(2, _message(1, _number(1, _TYPES[kind])))]


def _matrix(name: str) -> list[_Field]:
    # Operators that run a body ask how many dimensions its values have, not how large they are.
    shape = _message(2, _message(1), _message(1))
    return [_text(1, name), _message(2, _message(1, _number(1, _TYPES["float32"]), shape))]


def _number(number: int, value: int) -> _Field:
    return [_varint(number << 3), _varint(value)]


def _text(number: int, text: str) -> _Field:
    return _message(number, [text.encode()])


def _message(number: int, *fields: _Field) -> _Field:
    parts = [part for each in fields for part in each]
    return [_varint(number << 3 | 2), _varint(sum(map(len, parts))), *parts]


def _varint(value: int) -> bytes:
    groups = []
    while value > 127:
        groups.append(value & 127 | 128)
        value >>= 7
    return bytes([*groups, value])

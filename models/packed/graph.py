"""A graph under construction: what a step computes, written down operator by operator and then run as one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import count
from typing import Any

import numpy
import onnxruntime
from numpy.typing import NDArray

from models.packed.onnx_format import Body, Node, Setting, model
from models.quantisation import SCALE

Stored = Mapping[str, NDArray[numpy.generic]]
"""The state dictionary of a network as ``models.quantisation`` stores it."""

_EIGHT_BITS = (128, 127)
"""The whole number that stands for zero, and how far from it the others go."""
_SEVEN_BITS = (64, 63)


class Graph:
    """Methods take and return names of values; ``session`` makes it all run."""

    def __init__(self, stored: Stored) -> None:
        self.stored = stored
        self._nodes: list[Node] = []
        self._number = count()
        self._constants: dict[str, NDArray[numpy.generic]] = {}
        self._whole: dict[str, tuple[str, str]] = {}
        self._middle, self._largest = _EIGHT_BITS if adds_exactly() else _SEVEN_BITS

    def add(self, operator: str, *inputs: str, outputs: int = 1, microsoft: bool = False, **settings: Setting) -> Any:
        """Add an operator; returns the name of its output, or the names of its several outputs."""
        names = [str(next(self._number)) for _ in range(outputs)]
        self._nodes.append(Node(operator, inputs, names, settings, microsoft))
        return names[0] if outputs == 1 else names

    def scan(self, read: Callable[..., Sequence[str]], states: Sequence[str], line: str) -> str:
        """Go through a line ``(positions, …)``, position by position.

        Args:
            read: adds what happens at one: takes its values and the states, returns the states after it.
            states: the states before the first.
            line: the values of all positions.

        Returns:
            the first state after each position, ``(positions, …)``.
        """
        around, self._nodes = self._nodes, []
        names = [str(next(self._number)) for _ in range(1 + len(states))]
        after = list(read(*names))
        outputs = [*after, self.add("Identity", after[0])]
        body = Body(self._nodes, [*names[1:], names[0]], outputs)
        self._nodes = around
        found = self.add("Scan", *states, line, outputs=len(outputs), body=body, num_scan_inputs=1)
        return str(found[-1])

    def constant(self, name: str, array: NDArray[numpy.generic]) -> str:
        """Add an array under a name, once."""
        self._constants.setdefault(name, array)
        return name

    def number(self, value: float) -> str:
        """Add a float32."""
        return self.constant(f"float {value}", numpy.array(value, numpy.float32))

    def numbers(self, *values: int) -> str:
        """Add a list of whole numbers."""
        return self.constant(f"int {values}", numpy.array(values, numpy.int64))

    def vector(self, name: str) -> str:
        """Add a bias or a scale of the network."""
        return self.constant(name, self.stored[name].astype(numpy.float32))

    def rows(self, name: str, numbers: str) -> str:
        """Look up rows of a matrix: ``(rows,)`` to ``(rows, width)``."""
        scale = self.constant(f"{name} scales", self.stored[name + SCALE].astype(numpy.float32)[:, None])
        found = self.add("Gather", self.constant(name, self.stored[name]), numbers)
        floats = self.add("DequantizeLinear", found, self.number(1))
        return str(self.add("Mul", floats, self.add("Gather", scale, numbers)))

    def norm(self, name: str, values: str) -> str:
        """Layer normalisation (Ba et al. 2016)."""
        return str(self.add("LayerNormalization", values, self.vector(f"{name}.weight"), self.vector(f"{name}.bias")))

    def product(self, name: str, *parts: str) -> str:
        """Multiply by a matrix ``(outputs, inputs)``: the ``parts`` ``(rows, …)`` side by side are the inputs."""
        matrix = self.stored[name].T  # (inputs, outputs)
        scale = self.constant(f"{name} scale", self.stored[name + SCALE].astype(numpy.float32))
        middle = self.constant("middle", numpy.array(self._middle, numpy.uint8))
        products = []
        for number, (part, columns) in enumerate(zip(parts, numpy.split(matrix, len(parts)), strict=True)):
            packed = self.constant(f"{name} part {number}", columns)
            whole, step = self._as_whole_numbers(part)
            inputs = (whole, packed, self.number(1), scale, middle)
            products.append(self.add("Mul", self.add("MatMulIntegerToFloat", *inputs, microsoft=True), step))
        return self.sum(*products)

    def affine(self, name: str, *parts: str) -> str:
        """Multiply and add a bias."""
        return self.sum(self.product(f"{name}.weight", *parts), self.vector(f"{name}.bias"))

    def sum(self, first: str, *others: str) -> str:
        """Add values up."""
        for each in others:
            first = self.add("Add", first, each)
        return first

    def session(
        self, inputs: Mapping[str, str], outputs: Sequence[str] | Mapping[str, str], threads: int, keep: bool = True
    ) -> Any:
        """Make an ``onnxruntime.InferenceSession`` of it.

        Args:
            inputs: the type of each input by name.
            outputs: each is called as it is here; of type float32 where there is no mapping to other types.
            threads: how many processor cores an operator may use.
            keep: keep the memory of one run for the next.
        """
        types = outputs if isinstance(outputs, Mapping) else dict.fromkeys(outputs, "float32")
        return _session(model(self._nodes, inputs, types, self._constants), threads, keep)

    def _as_whole_numbers(self, values: str) -> tuple[str, str]:
        """Bring each row to whole numbers by a step of its own, so that rows stay independent of each other."""
        if values not in self._whole:
            most = self.add("ReduceMax", self.add("Abs", values), self.numbers(-1))
            step = self.add("Mul", self.add("Max", most, self.number(1e-12)), self.number(1 / self._largest))
            stepped = self.add("Div", values, step)
            whole = self.add("QuantizeLinear", stepped, self.number(1), "middle")
            self._whole[values] = whole, step
        return self._whole[values]


@cache
def adds_exactly() -> bool:
    """Tell whether this processor multiplies eight bits by eight without loss.

    Those without VNNI add up two such products to sixteen bits and cut off what does not fit (ONNX Runtime, "Quantize
    ONNX models", when to use reduce-range); seven bits by eight always do.
    """
    node = Node("MatMulIntegerToFloat", ["whole", "matrix", "one", "one"], ["product"], microsoft=True)
    constants: dict[str, NDArray[numpy.generic]] = {
        "matrix": numpy.full((64, 16), 127, numpy.int8),
        "one": numpy.array(1, numpy.float32),
    }
    session = _session(model([node], {"whole": "uint8"}, {"product": "float32"}, constants), 1)
    product = session.run(None, {"whole": numpy.full((1, 64), 255, numpy.uint8)})[0]
    return bool((product == 64 * 127 * 255).all())


def _session(written: bytes, threads: int, keep: bool = True) -> Any:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = keep
    return onnxruntime.InferenceSession(written, options, providers=["CPUExecutionProvider"])

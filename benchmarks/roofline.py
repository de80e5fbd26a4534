"""``python -m benchmarks.roofline``: what a step of decoding needs, against what this machine can do at most.

Measures, on one thread, how fast memory and cache are read, and how many operations products of large matrices do in
float32, bfloat16 and int8. A step cannot be faster than its weights are read, nor than its products are computed; the
packed engine is put beside the later of the two.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy

from benchmarks.decode import SHIPPED
from benchmarks.measuring import Report, arguments
from benchmarks.sentences import SENTENCES
from models import bundle, layout
from models.bundle import Bundle
from models.packed.graph import Graph
from models.packed.networks import packed_network
from models.quantisation import SCALE

ROWS = (1, 5, 20, 80)
SIZE = 1024


def main() -> None:
    """Print what the machine does, then for each number of rows what a step needs and takes."""
    parser = arguments("roofline", __doc__)
    parser.add_argument("--bundle", type=Path, default=SHIPPED, help="a many-to-many bundle that translates")
    given = parser.parse_args()
    loaded = bundle.load(given.bundle)
    report = Report("Roofline, one thread", ("", "value", "unit"), given.json)
    memory, cache = reading(256), reading(8)
    report.add("memory read, 256 MiB", memory / 1e9, "GB/s")
    report.add("cache read, 8 MiB", cache / 1e9, "GB/s")
    rates = multiplying()
    for name, rate in rates.items():
        report.add(f"product of two {SIZE} x {SIZE} in {name}", rate / 1e9, "GOP/s")
    weights = weights_of_a_step(loaded)
    report.add("weights a step reads", weights / 1e6, "million")
    for rows in ROWS:
        bytes_bound, operations_bound = weights / cache, 2 * weights * rows / rates["int8"]
        taken = step(loaded, rows)
        report.add(f"step of {rows} rows: reading the weights", 1e6 * bytes_bound, "µs")
        report.add(f"step of {rows} rows: multiplying", 1e6 * operations_bound, "µs")
        report.add(f"step of {rows} rows: taken", 1e6 * taken, "µs")
        report.add(f"step of {rows} rows: of the roofline", 100 * max(bytes_bound, operations_bound) / taken, "%")
    report.close()


def best(ask: Callable[[], object], rounds: int = 30) -> float:
    """Take the least time of several, in seconds of the processor: a limit is not what is usual."""
    taken = []
    for _ in range(rounds):
        begun = time.thread_time()
        ask()
        taken.append(time.thread_time() - begun)
    return min(taken)


def reading(mebibytes: int) -> float:
    """Multiply so much memory by itself, element by element; returns bytes a second."""
    array = numpy.ones(mebibytes << 18, numpy.float32)
    return array.nbytes / best(lambda: numpy.dot(array, array))


def multiplying() -> dict[str, float]:
    """Return operations a second by the kind of numbers."""
    import torch

    torch.set_num_threads(1)
    operations = 2 * SIZE**3
    floats = torch.randn(SIZE, SIZE)
    halves = floats.bfloat16()
    stored: dict[str, Any] = {
        "weight": numpy.ones((SIZE, SIZE), numpy.int8),
        f"weight{SCALE}": numpy.ones(SIZE, numpy.float32),
    }
    graph = Graph(stored)
    session = graph.session({"values": "float32"}, [graph.product("weight", "values")], 1)
    values = {"values": floats.numpy()}
    return {
        "float32": operations / best(lambda: torch.mm(floats, floats)),
        "bfloat16": operations / best(lambda: torch.mm(halves, halves)),
        "int8": operations / best(lambda: session.run(None, values)),
    }


def weights_of_a_step(loaded: Bundle) -> int:
    """Count the weights of the matrices that a step multiplies by."""
    return sum(
        array.size
        for name, array in loaded.stored.items()
        if array.ndim == 2
        and (name == "embedding.weight" or name.startswith("decoder."))
        and not name.startswith(("decoder.bridge", "decoder.attention.key", "decoder.attention.value"))
    )


def step(loaded: Bundle, rows: int) -> float:
    """Return the best time of a step of the packed engine."""
    network: Any = packed_network(loaded)
    pieces = loaded.pieces
    source = layout.task_source(pieces, "<to:fr>", pieces.encode(SENTENCES[0]))
    state = network.start([source]).select(numpy.zeros(rows, numpy.int64))
    last = numpy.full(rows, pieces.begin)
    return best(lambda: network.step(last, state), 200)


if __name__ == "__main__":
    main()

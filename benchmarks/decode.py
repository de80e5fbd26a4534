"""``python -m benchmarks.decode``: the engines that can decode, side by side, from text to text.

The packed engine (int8, what the app runs), the exact one on arrays (float32, numpy) and the torch reference run the
same bundle in turn, on one thread: single steps of so many rows, and whole sentences one by one and many at once.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy
from threadpoolctl import threadpool_limits

import chatapp
from benchmarks.measuring import Report, Spread, add_clock, alternating, arguments
from benchmarks.sentences import SENTENCES
from models import bundle, layout, search
from models.arrays.networks import array_network
from models.bundle import Bundle
from models.packed.networks import packed_network

SHIPPED = Path(chatapp.__file__).parent / "bundles" / "conversation"
ROWS = (1, 5, 20, 80)


def main() -> None:
    """Print the steps in microseconds, the sentences as rates, and how far the engines agree."""
    parser = arguments("decode", __doc__)
    parser.add_argument("--bundle", type=Path, default=SHIPPED, help="a many-to-many bundle that translates")
    parser.add_argument("--target", default="fr", help="the language to translate into")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=1)
    add_clock(parser)
    given = parser.parse_args()
    loaded = bundle.load(given.bundle)
    engines = _engines(loaded, given.threads)
    sizes = {
        name: loaded.manifest.architecture[name] for name in ("hidden", "encoder_layers", "decoder_layers", "pieces")
    }
    columns = ("", "engine", "median", "p95", "spread", "against the packed one")
    report = Report(
        "Decoding", columns, given.json, **sizes, threads=given.threads, rounds=given.rounds, clock=given.clock.__name__
    )
    _steps(report, engines, loaded, given)
    _sentences(report, engines, loaded, given)
    report.add(
        "same likeliest piece, %", "packed and on arrays", 100 * _agreement(engines, loaded, given.target), *[""] * 3
    )
    report.close()


def _engines(loaded: Bundle, threads: int) -> dict[str, Any]:
    import torch

    from models.many_to_many import ManyToManyStepper

    torch.set_num_threads(threads)
    threadpool_limits(threads)
    return {
        "packed": packed_network(loaded, threads),
        "on arrays": array_network(loaded),
        "torch": ManyToManyStepper(loaded.model),  # type: ignore[arg-type]
    }


def _steps(report: Report, engines: dict[str, Any], loaded: Bundle, given: argparse.Namespace) -> None:
    source = _source(loaded, SENTENCES[0], given.target)
    for rows in ROWS:
        last = numpy.full(rows, loaded.pieces.begin)

        def step(engine: Any, rows: int = rows, last: Any = last) -> Callable[[], object]:
            state = engine.start([source]).select(numpy.zeros(rows, dtype=numpy.int64))
            return lambda: [engine.step(last, state) for _ in range(10)]

        times = alternating({name: step(engine) for name, engine in engines.items()}, 3 * given.rounds, given.clock)
        _compare(report, f"step of {rows} rows, µs", times, lambda time: 1e6 * time / 10)


def _sentences(report: Report, engines: dict[str, Any], loaded: Bundle, given: argparse.Namespace) -> None:
    for together, width in ((1, 1), (1, 5), (20, 1), (20, 5)):
        batches = [SENTENCES[begin : begin + together] for begin in range(0, len(SENTENCES), together)]

        def translate(engine: Any, batches: Any = batches, width: int = width) -> Callable[[], object]:
            return lambda: [_translated(engine, loaded, batch, given.target, width) for batch in batches]

        times = alternating({name: translate(engine) for name, engine in engines.items()}, given.rounds, given.clock)
        name = f"{together} at once, {'greedy' if width == 1 else f'beam {width}'}, ms a sentence"
        _compare(report, name, times, lambda time: 1e3 * time / len(SENTENCES))


def _compare(report: Report, name: str, times: dict[str, list[float]], unit: Callable[[float], float]) -> None:
    packed = Spread.of(times["packed"]).median
    for engine, each in times.items():
        spread = Spread.of([unit(time) for time in each])
        report.add(name, engine, *spread, f"{Spread.of(each).median / packed:.2f}x")


def _translated(engine: Any, loaded: Bundle, sentences: Sequence[str], target: str, width: int) -> list[str]:
    pieces = loaded.pieces
    sources = [_source(loaded, sentence, target) for sentence in sentences]
    first = numpy.full(len(sources), pieces.begin)
    limits = numpy.array([2 * len(source) + 10 for source in sources])
    state = engine.start(sources)
    if width == 1:
        return [pieces.decode(each.pieces) for each in search.greedy(engine, state, first, limits, pieces.end)]
    found = search.beam(engine, state, first, limits, pieces.end, width=width)
    return [pieces.decode(each[0].pieces) for each in found]


def _source(loaded: Bundle, sentence: str, target: str) -> list[int]:
    return layout.task_source(loaded.pieces, f"<to:{target}>", loaded.pieces.encode(sentence))


def _agreement(engines: dict[str, Any], loaded: Bundle, target: str) -> float:
    """The share of positions of translations at which the packed engine expects what the exact one does."""
    same = []
    exact, packed = engines["on arrays"], engines["packed"]
    for sentence in SENTENCES:
        source = _source(loaded, sentence, target)
        first, limits = numpy.array([loaded.pieces.begin]), numpy.array([60])
        [line] = search.greedy(exact, exact.start([source]), first, limits, loaded.pieces.end)
        theirs, ours = exact.start([source]), packed.start([source])
        for piece in (loaded.pieces.begin, *line.pieces):
            their_scores, theirs = exact.step(numpy.array([piece]), theirs)
            our_scores, ours = packed.step(numpy.array([piece]), ours)
            same.append(their_scores.argmax() == our_scores.argmax())
    return float(numpy.mean(same))


if __name__ == "__main__":
    main()

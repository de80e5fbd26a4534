"""``python -m benchmarks.peers.time_to_bleu``: how long training takes to a BLEU, beside OpenNMT-py's LSTM.

Multi30k en-de, the same pieces, the sizes of ``benchmarks.peers``, batches of the same budget, the same average of the
weights; test_2016_flickr with a beam of five after every so many updates, until the BLEU is reached (while it is far
off, of the first 200 sentences).
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Generator
from contextlib import closing
from pathlib import Path

from benchmarks.measuring import Report, arguments
from benchmarks.peers import environment, opennmt, ours, ours_curve
from benchmarks.peers.curve import BleuTest, Point, minutes_to
from benchmarks.peers.sizes import Sizes
from benchmarks.peers.text import pairs, write_pieces, write_vocabulary
from models.pieces import Pieces
from training.report.plot import Line, Plot, plots_svg

TRAIN = "translation/multi30k.en-de.tsv.xz"
HELD_OUT = "translation/multi30k-val.en-de.tsv"
TEST = "translation/multi30k-test_2016_flickr.en-de.tsv"


def main() -> None:
    """Print a row for each point of both curves, and the ratio of the times."""
    parser = arguments("peers.time_to_bleu", __doc__)
    parser.add_argument("data", type=Path, help=f"the folder of the corpora, with {TRAIN}")
    parser.add_argument("--environment", type=Path, default=Path(".venv-peers"), help="where the peers are installed")
    parser.add_argument("--target", type=float, default=20.0, help="BLEU")
    parser.add_argument("--every", type=int, default=40, help="updates between two points")
    parser.add_argument("--updates", type=int, default=600, help="after which it is given up")
    parser.add_argument("--rates", type=float, nargs=2, default=(0.002, 0.002), help="ours and OpenNMT-py's")
    parser.add_argument("--hidden", type=int, default=512)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--svg", type=Path, help="also draw the curves into this file")
    given = parser.parse_args()
    os.environ["OMP_NUM_THREADS"] = str(given.threads)
    python = environment.make(given.environment.absolute())
    rows = list(pairs(given.data / TEST, 1000))
    test = BleuTest([source for source, _ in rows], [target for _, target in rows], given.target)
    sizes = Sizes(given.hidden, 8000, 4096, given.updates, len(rows), given.threads)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run = ours_curve.prepare_run(folder / "ours", sizes, given.data, TRAIN, HELD_OUT, given.rates[0], given.every)
        pieces = Pieces.read(run.pieces)
        write_pieces(folder, "train", list(pairs(given.data / TRAIN, 1_000_000)), pieces)
        write_pieces(folder, "test", rows, pieces)
        write_vocabulary(folder, pieces)
        curves = {
            ours.NAME: ours_curve.follow_training(run, sizes, given.every, test),
            opennmt.NAME: opennmt.follow_training(python, folder, sizes, given.every, given.rates[1], pieces, test),
        }
        _report(curves, sizes, given)


def _report(curves: dict[str, Generator[Point, None, None]], sizes: Sizes, given: argparse.Namespace) -> None:
    columns = ("toolkit", "updates", "processor, min", "clock, min", "BLEU")
    settings = {**sizes._asdict(), "rates": given.rates}
    report = Report("BLEU on test_2016_flickr en-de, by time of training", columns, given.json, **settings)
    points: dict[str, list[Point]] = {name: [] for name in curves}
    for name, curve in curves.items():
        with closing(curve):  # which ends the training
            for point in curve:
                points[name].append(point)
                report.add(name, *point)
                if point.bleu >= given.target:
                    break
    _compare(report, given.target, points)
    report.close()
    if given.svg:
        lines = [Line(name, [(0.0, 0.0), *((each.processor, each.bleu) for each in of)]) for name, of in points.items()]
        title = "BLEU on test_2016_flickr en-de"
        given.svg.write_text(plots_svg([Plot(title, lines, "minutes of one core", width=620, height=340)]), "utf-8")


def _compare(report: Report, target: float, points: dict[str, list[Point]]) -> None:
    """Add how long each took, and the share of the other's time that ours took."""
    reached = {name: minutes_to(target, of) for name, of in points.items()}
    for name, point in reached.items():
        if point is not None:
            report.add(f"{name}, to {target:g} BLEU", *point)
    mine, other = reached.values()
    if mine is not None and other is not None:
        shares = (a / b for a, b in zip(mine[:3], other[:3], strict=True))
        report.add("share of the other's", *(f"{each:.2f}" for each in shares), "")


if __name__ == "__main__":
    main()

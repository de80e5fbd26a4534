"""Train and decode with every toolkit, and print one table."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.measuring import Report, Spread, arguments
from benchmarks.peers import __doc__ as what
from benchmarks.peers import environment, joeynmt, opennmt, ours
from benchmarks.peers.sizes import Sizes
from benchmarks.peers.text import pairs, write_pieces, write_vocabulary
from models.pieces import Pieces

TRAIN = "translation/multi30k.en-de.tsv.xz"
TEST = "translation/multi30k-test_2016_flickr.en-de.tsv"


def main() -> None:
    """Print a row for each toolkit and thing to do."""
    parser = arguments("peers", what)
    parser.add_argument("data", type=Path, help=f"the folder of the corpora, with {TRAIN}")
    parser.add_argument("--environment", type=Path, default=Path(".venv-peers"), help="where the peers are installed")
    parser.add_argument("--pairs", type=int, default=8000, help="sentence pairs to learn from")
    parser.add_argument("--sentences", type=int, default=100, help="to translate")
    parser.add_argument("--updates", type=int, default=12)
    parser.add_argument("--hidden", type=int, default=512)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--repeats", type=int, default=2, help="of each translation")
    given = parser.parse_args()
    sizes = Sizes(given.hidden, 8000, 4096, given.updates, given.sentences, given.threads)
    os.environ["OMP_NUM_THREADS"] = str(sizes.threads)
    python = environment.make(given.environment.absolute())
    columns = ("", "toolkit", "median", "p95", "spread", "chatapp against it")
    report = Report("Other toolkits, the same sizes, the same text", columns, given.json, **sizes._asdict())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        text = folder / "pairs.tsv"
        text.write_text("".join(f"{a}\t{b}\n" for a, b in pairs(given.data / TRAIN, given.pairs)), "utf-8")
        test = list(pairs(given.data / TEST, sizes.sentences))
        run = ours.prepare(folder, sizes, text)
        pieces = Pieces.read(run / "pieces.model")
        write_pieces(folder, "train", list(pairs(text, given.pairs)), pieces)
        write_pieces(folder, "test", test, pieces)
        write_pieces(folder, "dev", test[:1], pieces)  # which JoeyNMT translates before what it is asked for
        write_vocabulary(folder, pieces)
        _train(report, python, folder, run, sizes)
        _decode(report, python, folder, run, sizes, [source for source, _ in test], given.repeats)
    report.close()


def _train(report: Report, python: Path, folder: Path, run: Path, sizes: Sizes) -> None:
    toolkits: dict[str, Callable[[], list[float]]] = {
        ours.NAME: partial(ours.train, run, sizes),
        opennmt.NAME: partial(opennmt.train, python, folder, sizes),
        joeynmt.NAME: partial(joeynmt.train, python, folder, sizes),
    }

    def rates(train: Callable[[], list[float]]) -> list[float]:
        found = train()
        return found[1:] or found  # the first updates are those in which allocators and kernels find their sizes

    _compare(report, "training, target pieces/s", {name: partial(rates, train) for name, train in toolkits.items()})


def _decode(
    report: Report, python: Path, folder: Path, run: Path, sizes: Sizes, lines: list[str], repeats: int
) -> None:
    loaded = ours.load(run)

    def rates(decode: Callable[[], float]) -> list[float]:
        return [1 / decode() for _ in range(repeats)]

    for batch, beam in ((64, 1), (64, 5), (1, 1), (1, 5)):  # what takes longest comes last
        toolkits: dict[str, Callable[[], float]] = {
            ours.NAME: partial(ours.decode, loaded, lines, sizes, batch, beam),
            opennmt.NAME: partial(opennmt.decode, python, folder, sizes, batch, beam),
            joeynmt.NAME: partial(joeynmt.decode, python, folder, sizes, batch, beam),
        }
        what = f"batch {batch}, {'greedy' if beam == 1 else f'beam {beam}'}, sentences/s"
        _compare(report, what, {name: partial(rates, decode) for name, decode in toolkits.items()})


def _compare(report: Report, what: str, toolkits: dict[str, Callable[[], list[float]]]) -> None:
    """Add a row for each toolkit as soon as it is measured; ours comes first."""
    mine = 0.0
    for name, ask in toolkits.items():
        spread = Spread.of(ask())
        mine = mine or spread.median
        report.add(what, name, *spread, _times(mine / spread.median))


def _times(ratio: float) -> str:
    return f"{ratio:.2f}x"


if __name__ == "__main__":
    main()

"""Pairs from text of one language, whose other side a network writes.

With the network's side as the source it learns to write real text (back-translation: Sennrich et al. 2016, "Improving
neural machine translation models with monolingual data"); with it as the target it learns to find at once what a beam
and the way back found (self-training: He et al. 2020, "Revisiting self-training for neural sequence generation").
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TextIO

from models.bundle import Bundle
from models.direction import Direction
from models.packed.networks import packed_network
from models.translation import translations
from training.deduplication import same_mark
from training.readers.reader import Expected
from training.reading import readings
from training.records import Labelled, Pair, Record
from training.rejects import Rejects

ROWS = 32
"""Lines that are translated at once."""

PART = 64 * ROWS
"""Lines that are sorted by length, so that those translated at once are of one length."""


def lines_of(places: Sequence[str], side: int, unlike: Sequence[str], fewest_words: int, rejects: Rejects) -> list[str]:
    """Collect the lines of one side of corpora, each once, in their order.

    Args:
        places: files, as for any corpus; of texts in one language both sides are the same.
        side: 0 for the source of pairs, 1 for their translations.
        unlike: corpora of the same order of sides; what stands on that side there, too, is left out.
        fewest_words: of a line that is taken.
        rejects: counts what cannot be read.
    """
    seen = {same_mark(text) for text in _texts(unlike, side, rejects)}
    lines = []
    for text in _texts(places, side, rejects):
        mark = same_mark(text)
        if mark not in seen and len(text.split()) >= fewest_words:
            seen.add(mark)
            lines.append(text)
    return lines


def write_pairs(path: Path, bundle: Bundle, lines: Sequence[str], direction: Direction, back: bool) -> Iterator[int]:
    """Translate lines into a file of pairs; what an interrupted run has written is gone on with.

    Args:
        path: of the file; until all is translated it is called ``….partial``.
        bundle: whose network translates.
        lines: what to translate, the same every time.
        direction: from the language of the lines into the other.
        back: the translation comes first in a pair.

    Yields:
        how many lines are done.
    """
    network, pieces, taught = packed_network(bundle), bundle.pieces, bundle.manifest.taught
    partial = path.with_name(f"{path.name}.partial")
    done = _whole_lines(partial)
    with partial.open("a", encoding="utf-8") as file:
        for begin in range(0, len(lines), PART):
            part = sorted(lines[begin : begin + PART], key=len)
            for start in range(max(done - begin, 0), len(part), ROWS):
                some = part[start : start + ROWS]
                found = translations(network, pieces, [pieces.encode(line) for line in some], direction, taught)
                for line, hypotheses in zip(some, found, strict=True):
                    other = " ".join(pieces.decode(hypotheses[0].pieces).split()) or line
                    _write(file, (other, line) if back else (line, other))
                file.flush()
                yield begin + start + len(some)
        os.fsync(file.fileno())
    partial.replace(path)


def _texts(places: Sequence[str], side: int, rejects: Rejects) -> Iterator[str]:
    for reading in readings(places, rejects, Expected(False, ())) if places else ():
        for record in reading.records:
            yield from (" ".join(text.split()) for text in _side(record, side))


def _side(record: Record, side: int) -> tuple[str, ...]:
    if isinstance(record, Pair):
        return record.targets if side else (record.source,)
    return (record.text,) if isinstance(record, Labelled) else record.turns


def _write(file: TextIO, pair: tuple[str, str]) -> None:
    file.write("\t".join(pair) + "\n")


def _whole_lines(partial: Path) -> int:
    """Count the lines that stand in a file, after cutting off one that was not finished."""
    if not partial.exists():
        return 0
    written = partial.read_bytes()
    whole = written[: written.rfind(b"\n") + 1]
    if len(whole) < len(written):
        os.truncate(partial, len(whole))
    return whole.count(b"\n")

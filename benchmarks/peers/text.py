"""The text that all toolkits learn from and translate, cut into the same pieces."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from models.pieces import Pieces
from training.decompression import decompressed


def pairs(path: Path, count: int) -> Iterator[tuple[str, str]]:
    """Yield the first sentence pairs of a file, packed or not."""
    with path.open("rb") as file:
        whole = b"".join(decompressed(iter(lambda: file.read(1 << 20), b""))).decode()
    for line in islice(whole.splitlines(), count):
        source, target = line.split("\t")[:2]
        yield source, target


def write_pieces(folder: Path, name: str, text: list[tuple[str, str]], pieces: Pieces) -> None:
    """Write ``name.en`` and ``name.de``: a line each, its pieces between spaces."""
    for side, language in enumerate(("en", "de")):
        lines = (" ".join(pieces.text(each) for each in pieces.encode(pair[side])) for pair in text)
        (folder / f"{name}.{language}").write_text("".join(f"{line}\n" for line in lines), "utf-8")


def text_of(line: str, pieces: Pieces) -> str:
    """Join such a line again."""
    numbers = {pieces.text(number): number for number in range(len(pieces))}
    return pieces.decode(numbers[each] for each in line.split(" ") if each in numbers)


def write_vocabulary(folder: Path, pieces: Pieces) -> None:
    """Write the pieces, one a line: ``vocabulary``, and ``vocabulary.joey`` with JoeyNMT's own four before them."""
    own = ("<unk>", "<pad>", "<s>", "</s>")
    text = [pieces.text(number) for number in range(len(pieces))]
    others = [piece for piece in text if piece not in own]
    (folder / "vocabulary").write_text("\n".join(others) + "\n", "utf-8")
    (folder / "vocabulary.joey").write_text("\n".join([*own, *others]) + "\n", "utf-8")

"""How well a one-to-many model suggests: the next word it puts first, and the keystrokes its words save.

A person is simulated who types a line letter by letter and, whenever one of three offered words is the right one, takes
it with one key, which also writes the space after it (keystroke savings, Trnka & McCoy 2008).
"""

from __future__ import annotations

from collections.abc import Sequence

from models import layout
from models.completion import Spellings, Tree, complete
from models.manifest import Score
from models.one_to_many import OneToMany, OneToManyStepper
from models.pieces import Pieces
from training.example import Example

LINES = 40
"""Lines that are typed, taken evenly from the test: each letter of each is a search."""

OFFERED = 3

_READ = 16
_LEAST = 0.01


class _Typist:
    def __init__(self, model: OneToMany, pieces: Pieces) -> None:
        self.tree = Tree(OneToManyStepper(model))
        self.pieces = pieces
        texts = [pieces.text(piece) for piece in range(len(pieces))]
        self.spellings = Spellings(texts, pieces.controls | {pieces.pad})
        self.words = self.first = 0
        self.keys = self.characters = 0

    def type(self, example: Example) -> None:
        """Type the last line of an example."""
        before = [self.pieces.encode(turn) for turn in example.context]
        prefix = layout.line_prefix(self.pieces, example.task, before)
        words = example.target.split()
        for index, word in enumerate(words):
            self._word([*prefix, *self.pieces.encode(" ".join(words[:index]))], word)
        self.characters += len(" ".join(words)) + 1
        self.keys += 1  # the one that ends the line

    def _word(self, read: list[int], word: str) -> None:
        self.tree.forget_all_but(read)
        node = self.tree.root
        for piece in read:
            [node] = self.tree.step([node], [piece])
        right = _bare(word)
        self.words += 1
        for typed in range(len(word)):
            letters = word[:typed]
            found = complete(self.tree, self.spellings, node, " " + letters, words=1, most=_READ, steps=6, least=_LEAST)
            offered = [_bare(letters + each.text.removeprefix(" ")) for each in found[:OFFERED]]
            self.first += typed == 0 and offered[:1] == [right]
            if right and right in offered:
                self.keys += typed + 1 + len(word) - len(word.rstrip(_MARKS))
                return
        self.keys += len(word) + 1


_MARKS = '.,;:!?…"»)'


def _bare(word: str) -> str:
    return word.strip().rstrip(_MARKS)


def score_next_words(model: OneToMany, pieces: Pieces, test: str, examples: Sequence[Example]) -> list[Score]:
    """Type lines of a test with the help of the model; both scores are in per cent."""
    typist = _Typist(model, pieces)
    typed = examples[:: -(-len(examples) // LINES) or 1]
    for example in typed:
        typist.type(example)
    signature = f"{len(typed)} lines, {typist.words} words, {OFFERED} offered"
    saved = 100 * (1 - typist.keys / max(1, typist.characters))
    return [
        Score(test, "next word right", round(100 * typist.first / max(1, typist.words), 1), signature),
        Score(test, "keystrokes saved", round(saved, 1), signature),
    ]

"""How the line that is being typed could go on."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Sequence
from typing import Generic

from chatapp.engine.clean_line import clean_line, clean_text
from chatapp.engine.networks import LineWriter
from chatapp.engine.personal_writer import PersonalWriter
from chatapp.engine.protocol import Continuation
from models import layout
from models.completion import Completion, Spellings, Tree, complete
from models.pieces import Pieces
from models.stepper import JoinableType

_MOST = 5
_MOST_WITH_THE_SAME_WORD = 2
_CONSIDERED = 40
_ROOT = 0.45
_MARKS = '.,;:!?…"»)'
_WORDS = 5
_LINES_READ = 64
_STEPS = 9
_LEAST_PROBABILITY = 0.005
_LONGEST_FRAGMENT = 24
_LONGEST_PREVIOUS = 40
_LONGEST_LINE = 96
_SHIFT = 32


class Suggester(Generic[JoinableType]):
    """Asks a one-to-many network; keeps what was read, so that a key press reads only what is new."""

    def __init__(self, network: LineWriter[JoinableType], pieces: Pieces) -> None:
        self.network = network
        self.pieces = pieces
        self.spellings = Spellings([pieces.text(piece) for piece in range(len(pieces))], pieces.controls | {pieces.pad})
        self._tree = Tree(network)

    def suggest(
        self, line: str, language: str, previous: str = "", should_stop: Callable[[], bool] = lambda: False
    ) -> list[Continuation]:
        """Continue ``line``, all that stands before the cursor, of a text in ``language``; best first, five at most.

        ``previous`` is the message that the line answers.
        """
        head, typed = split_typed(line)
        if len(typed) > _LONGEST_FRAGMENT:
            return []
        prefix = self._prefix(head, language, previous)
        self._tree.forget_all_but(prefix)
        node = self._tree.root
        for piece in prefix:
            if should_stop():
                return []
            [node] = self._tree.step([node], [piece])
        found = complete(
            self._tree,
            self.spellings,
            node,
            typed,
            words=_WORDS,
            most=_LINES_READ,
            steps=_STEPS,
            least=_LEAST_PROBABILITY,
            should_stop=should_stop,
        )
        return [Continuation(each.text, each.probability, each.words) for each in choose(found)]

    def learn(self, text: str, language: str, *, judged: bool = True) -> None:
        """Take after a text that the person wrote (see ``PersonalWriter.learn``), if the network can."""
        if isinstance(self.network, PersonalWriter):
            self.network.learn(text, language, judged=judged)
            self._tree.clear()  # what was expected before is no longer what is expected

    def forget(self) -> None:
        """Forget what was read (not what was learnt)."""
        self._tree.clear()

    def _prefix(self, head: str, language: str, previous: str) -> list[int]:
        before = [self.pieces.encode(clean_line(previous))[-_LONGEST_PREVIOUS:]] if previous.strip() else []
        pieces = self.pieces.encode(head)
        # Long lines lose their beginning many pieces at a time, so that most key presses find it where it was.
        surplus = max(0, len(pieces) - _LONGEST_LINE)
        lost = -(-surplus // _SHIFT) * _SHIFT
        return [*layout.line_prefix(self.pieces, f"<{language}>", before), *pieces[lost:]]


def split_typed(line: str) -> tuple[str, str]:
    """Part a line into what is certain and the letters of the word that is being typed.

    The second part begins with a space where a new word begins; at the beginning of a line one is thought of.
    """
    last = clean_text(line).rpartition("\n")[2].replace("\t", " ")
    begin = len(last)
    while begin and _in_word(last[begin - 1]):
        begin -= 1
    head, fragment = last[:begin], last[begin:]
    new_word = not head or head[-1].isspace()
    return " ".join(head.split()), " " + fragment if new_word else fragment


def _in_word(letter: str) -> bool:
    return letter.isalnum() or unicodedata.category(letter).startswith("M")


def choose(found: Sequence[Completion]) -> list[Completion]:
    """Choose the few to show, the most probable first: those that together are expected to spare most.

    Of several that are right, which then begin with one another, the longest is taken; so what one adds to those that
    are chosen is worth only what is longer than they are, or right where they are not. Chosen is what adds most, again
    and again, which for such a worth is close to the best there is (Nemhauser, Wolsey & Fisher 1978).
    """
    likely = [each for each in found if each.probability >= _LEAST_PROBABILITY]
    left = sorted(likely, key=lambda each: each.probability * _worth(each), reverse=True)[:_CONSIDERED]
    chosen: list[Completion] = []
    while left and len(chosen) < _MOST:
        best = max(left, key=lambda each: _added(each, chosen))
        left.remove(best)
        if sum(_first_word(other) == _first_word(best) for other in chosen) < _MOST_WITH_THE_SAME_WORD:
            chosen.append(best)
    return sorted(chosen, key=lambda each: each.probability, reverse=True)


def _added(completion: Completion, chosen: Sequence[Completion]) -> float:
    """Say what a completion is expected to spare beyond what those that are chosen do."""
    shorter = max((_worth(each) for each in chosen if _goes_on(completion, each)), default=0.0)
    longer = [each for each in chosen if _goes_on(each, completion)]
    covered = sum(each.probability for each in longer if not any(_goes_on(each, other) for other in longer))
    return (completion.probability - covered) * (_worth(completion) - shorter)


def _goes_on(longer: Completion, shorter: Completion) -> bool:
    """Whether a completion begins with another, to the end of its last word."""
    return is_right(shorter.text, longer.text) and len(longer.text) > len(shorter.text)


def is_right(offered: str, rest: str) -> bool:
    """Whether ``rest`` begins with what was offered, and a word ends there."""
    return bool(offered) and rest.startswith(offered) and not rest[len(offered) : len(offered) + 1].isalnum()


def _first_word(completion: Completion) -> str:
    return completion.text.split()[0].rstrip(_MARKS).casefold()


def _worth(completion: Completion) -> float:
    """Say what taking a completion spares: some root of the keys.

    What is not shown is mostly offered at the next key, and a phrase part by part, so a long one spares little more
    than a short one. Of the ways tried on the dev files this saved most.
    """
    return math.pow(max(0.5, len(completion.text) - 1), _ROOT)

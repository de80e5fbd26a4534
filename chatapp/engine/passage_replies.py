"""What to answer to a question about a text that the person has given: the sentence of the text that is most like it.

Sentences are compared with the question as taught questions are (``models.exemplars.asked``), by the words and vectors
of the bundle that chats; choosing a sentence of the text is what Yang et al. 2015 (WikiQA) call answer selection. What
was taught about this very text is answered as it was taught.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from chatapp.engine.candidates import Considered, Voices
from chatapp.engine.clean_line import clean_text
from chatapp.engine.replies import Replies
from chatapp.engine.taught import TaughtReplies, to_the_word
from models.exemplars.asked import Asked
from models.exemplars.manner import Manner
from models.exemplars.nearest import Found, Nearest
from models.exemplars.store import Exemplar, Exemplars
from models.exemplars.words import words_of
from models.passage import MOST, about, sentences_of

SOURCE = "the text"
"""Who is said to have spoken where a sentence of the text answers."""

LONGEST = 100_000
"""Characters of a text that are looked through; its end is left unread."""

ANSWERS_FROM, EVERYDAY = 0.2, 0.3
"""How like to the question a sentence must be, and how much more for each unit that an everyday prompt is like it.
Chosen on two texts, none of them in ``benchmarks/passages.toml``, and 29 lines said after them: all 10 that were not
about the text stay below, and 3 of the 19 that were.
"""

_SENTENCES = 2
"""So many at least make a text of what somebody wrote in a conversation, if it is too long for a network to read."""

_LATELY = 6
_CANDIDATES = 3
_ALIKE = 50


def passage_before(turns: Sequence[str]) -> str:
    """Return the newest of the last turns before a question that is a text to ask about; empty where none is."""
    for turn in reversed(turns[:-1][-_LATELY:]):
        if len(turn) > MOST and len(sentences_of(turn)) >= _SENTENCES:
            return turn
    return ""


class PassageReplies:
    """Answers questions about a text."""

    def __init__(self, within: Replies[Any]) -> None:
        """Let ``within`` answer what the text does not."""
        self.within = within
        self._read: tuple[str, Asked | None] = ("", None)

    def consider(
        self,
        passage: str,
        turns: Sequence[str],
        seed: int | None = None,
        should_stop: Callable[[], bool] = lambda: False,
        voices: Voices = "both",
    ) -> Considered:
        """Answer the last of ``turns``; what is no question, or not one about the text, is answered as ever.

        The network then reads of the text what the question may be about, as it did when it learnt.
        """
        text, question = clean_text(passage[:LONGEST]), turns[-1]
        read = [about(text, question), *(turn for turn in turns if turn != passage)]
        if voices == "network" or not Manner.of(question).asks:
            return self.within.consider(read, seed, should_stop, voices)
        known = self._taught(question)
        found = [each for each in known if _is_about(text, each)][:1] or self._sentences(text, question)
        if not found:
            # What was taught to answer about another text is no answer.
            who = self._otherwise if known else self.within
            return who.consider(read, seed, should_stop, voices)
        return to_the_word(found, seed)

    @property
    def _otherwise(self) -> Replies[Any]:
        return self.within.otherwise if isinstance(self.within, TaughtReplies) else self.within

    def _taught(self, question: str) -> list[Found]:
        """Return what was taught to answer to this very question, about whatever text."""
        if not isinstance(self.within, TaughtReplies):
            return []
        words = _asked(question)
        return [each for each in self.within.asked.find(question, _ALIKE) if _asked(each.exemplar.prompt) == words]

    def _sentences(self, text: str, question: str) -> list[Found]:
        nearest = self._otherwise.nearest
        asked = self._asked(text, nearest)
        everyday = nearest.find(question, "", 1) if nearest is not None else []
        needed = ANSWERS_FROM + (EVERYDAY * everyday[0].likeness if everyday else 0.0)
        return [each for each in asked.find(question, _CANDIDATES) if each.likeness >= needed]

    def _asked(self, text: str, nearest: Nearest | None) -> Asked:
        """Take the text apart, once for several questions."""
        kept, asked = self._read
        if asked is None or kept != text:
            import numpy

            sentences = tuple(Exemplar("", each, each, SOURCE) for each in sentences_of(text))
            empty = Exemplars((), (), numpy.zeros((0, 1), numpy.float32), numpy.zeros(0, numpy.float32))
            known = nearest.exemplars if nearest is not None else empty
            asked = Asked(Exemplars(sentences, known.words, known.vectors, known.weights, {}, known.thesaurus))
            self._read = (text, asked)
        return asked


def _asked(question: str) -> list[str]:
    return [word for word in words_of(question) if word != "?"]


def _is_about(text: str, taught: Found) -> bool:
    """Tell whether what was taught is about this text: what was read with the question then stands in it."""
    return set(words_of(taught.exemplar.previous)) <= set(words_of(text))

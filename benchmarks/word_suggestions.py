"""Suggestions by word n-grams, chosen for the panel as the app chooses its own: what the networks are compared with."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from pathlib import Path

import numpy

from benchmarks.five_gram import FiveGram, tokens_of
from chatapp.engine.suggester import choose, split_typed
from models.completion import Completion
from training.example import read_examples
from training.kneser_ney import Reals

_FIRST_WORDS = 8
_WORDS = 5
_LEAST = 0.02


def lines_of(examples: Path, language: str) -> list[str]:
    """Return every turn of a language that a suggestions network was trained on."""
    task = f"<{language}>"
    return [
        text
        for each in read_examples(examples)
        if each.task == task
        for text in (*each.context, each.source, each.target)
        if text
    ]


class WordSuggestions:
    """Suggests words that begin with what was typed, and how each goes on.

    Args:
        model: counted in the language of the lines.
        frequent: offer the most frequent words, whatever stands before them.
    """

    def __init__(self, model: FiveGram, frequent: bool = False) -> None:
        self.model = model
        self.frequent = frequent
        shown = [number for number, word in enumerate(model.words) if any(map(str.isalnum, word)) and word[0] != "<"]
        self._sorted = sorted((model.words[number], number) for number in shown)

    def suggest(self, line: str) -> list[Completion]:
        """Say how a line could go on: at most five ways, the best first."""
        head, typed = split_typed(line)
        begins = [number for _, number in self._between(typed)]
        if not begins:
            return []
        before = tokens_of(head)
        expected = self._expected(before)
        among = expected[begins] / max(1e-12, float(expected[begins].sum()))
        found = []
        for place in numpy.argsort(-among)[:_FIRST_WORDS]:
            first, probability = begins[int(place)], float(among[place])
            found += self._phrases([*before, self.model.words[first]], len(typed), probability)
        return choose(found)

    def _phrases(self, words: list[str], typed: int, probability: float) -> list[Completion]:
        """Go on with the likeliest word each time, for as long as that is likely."""
        text = words[-1][typed:]
        count = int(bool(text))  # a word that is typed to its end counts no more
        phrases = [Completion(text, probability, 1)] if text else []
        while not self.frequent and probability > _LEAST and count < _WORDS:
            expected = self._expected(words)
            best = int(numpy.argmax(expected))
            probability *= float(expected[best])
            if self.model.words[best][0] == "<":
                break
            words = [*words, self.model.words[best]]
            text += words[-1]
            count += 1
            phrases.append(Completion(text, probability, count))
        return phrases

    def _expected(self, words: Sequence[str]) -> Reals:
        return self.model.frequencies if self.frequent else self.model.probabilities(words)

    def _between(self, beginning: str) -> list[tuple[str, int]]:
        first = bisect_left(self._sorted, (beginning,))
        last = bisect_left(self._sorted, (beginning + "\U0010ffff",))
        return self._sorted[first:last]

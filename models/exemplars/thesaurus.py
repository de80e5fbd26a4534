"""Words and phrases that mean the like, as people wrote them down.

Word vectors know that two words occur in like places, which hot and cold do as well as puppy and dog; from little text
they do not even know that. What else a person may say who asks for the price is soon written down (as the lexicons are
that Faruqui et al. 2015 bring vectors into line with). A line is a group: what can stand for one another, and, after a
tilde, what is related:

    price, cost, how much, charge ~ cheap, expensive, free

A phrase is known with its spaces and without: "check in", "check-in" and "checkin" are one term.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from models.exemplars.words import words_of

LONGEST_PHRASE = 4
"""In words."""

_ENDINGS = (("ies", "y"), ("es", ""), ("s", ""), ("ied", "y"), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"))
_SHORTEST_STEM = 3


class Group(NamedTuple):
    """Terms that stand for one another, and such as are related to them; without their spaces."""

    same: tuple[str, ...]
    related: tuple[str, ...]


class Thesaurus:
    """Finds the groups that a term is in, whichever English ending it has.

    Attributes:
        lines: what it was read from.
    """

    def __init__(self, lines: Iterable[str] = ()) -> None:
        self.lines = tuple(lines)
        self._same: dict[str, list[int]] = {}
        self._related: dict[str, list[int]] = {}
        self._first_words = {word for line in self.lines for word in _first_words(line)}
        for number, line in enumerate(self.lines):
            group = group_of(line)
            for places, terms in ((self._same, group.same), (self._related, group.related)):
                for term in terms:
                    places.setdefault(term, []).append(number)

    def same(self, term: str) -> Sequence[int]:
        """Return the numbers of the groups in which a term stands for others."""
        return _find(term, self._same)

    def related(self, term: str) -> Sequence[int]:
        """Return the numbers of the groups that a term is related to."""
        return _find(term, self._related)

    def phrases(self, words: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Yield where phrases begin and end among the words of a text, the longest one at each place."""
        for begin, first in enumerate(words):
            if first not in self._first_words:
                continue
            for end in range(min(len(words), begin + LONGEST_PHRASE), begin + 1, -1):
                term = "".join(words[begin:end])
                if self.same(term) or self.related(term):
                    yield begin, end
                    break


def group_of(line: str) -> Group:
    """Read a line."""
    same, _, related = line.partition("~")
    return Group(_terms(same), _terms(related))


def stems(word: str) -> Iterator[str]:
    """Yield what an English word may be without its ending.

    >>> list(stems("cities")), list(stems("planned"))
    (['city', 'citi', 'citie'], ['plann', 'plan', 'planne'])
    """
    for ending, instead in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= _SHORTEST_STEM:
            yield stem + instead
            if not instead and stem[-1] == stem[-2]:
                yield stem[:-1]


def _first_words(line: str) -> Iterator[str]:
    """Yield what the phrases of a line begin with, whether their words stand apart or are joined by hyphens."""
    for term in re.split("[,~]", line):
        words = words_of(term.replace("-", " "))
        if len(words) > 1:
            yield words[0]


def _find(term: str, places: Mapping[str, Sequence[int]]) -> Sequence[int]:
    if term in places:
        return places[term]
    return next((places[stem] for stem in stems(term) if stem in places), ())


def _terms(text: str) -> tuple[str, ...]:
    return tuple(term for each in text.split(",") if (term := "".join(words_of(each))))

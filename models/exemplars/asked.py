"""Which questions of a corpus a person may have asked, in other words.

Every word of the one is compared with every word of the other, by spelling and by meaning, and the best partner of
each counts, by how much the word says (late interaction, as ColBERT has it, Khattab and Zaharia 2020, here of
words); and less if it is all over the corpus: who asks a bicycle shop says little by "bicycle". A word of the question
may have its partner in the answer: who asks "how early" wants an answer with "nine". The words of a phrase that the
thesaurus knows have the partners of the phrase, too. The sentence vectors of both, the weighted means of the vectors of
their words (Arora et al. 2017), have a say besides.

An inverted index finds the few questions that share the most; only these are compared to the end. A question so takes
hardly longer among a million than among a hundred.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy
from numpy.typing import NDArray

from models.exemplars.alike import Alike
from models.exemplars.nearest import Found
from models.exemplars.postings import Postings, Scores
from models.exemplars.store import Exemplars
from models.exemplars.words import words_of

COVERED, COVERING, MEANT = 0.75, 0.125, 0.125
"""How much counts: that the words asked are in the question or its answer, that its words are asked, the sentence
vectors. These and the next were chosen by random search on three subjects of ``benchmarks.teaching``: the campsite, the
swimming pool and the notes.
"""

DOUBT = 1.6
"""What is taken to have been asked besides, without a partner: so that few and common words are no proof."""

_SHORTLIST = 200
_MOST_POSTINGS = 1_000_000
"""How many texts are looked at for a question; words that more have by themselves are left out."""

_PARTNERS = 0.45
"""How like to a word asked a word must be for its questions to be looked at."""

_MOST_ANSWERS = 50_000
"""In a larger corpus the answers are left out: what is asked is there in many words already."""


class Asked:
    """Finds the exemplars whose prompts are like a question."""

    def __init__(self, exemplars: Exemplars) -> None:
        self.exemplars = exemplars
        self._known = {word: number for number, word in enumerate(exemplars.words)}
        self._numbers: dict[str, int] = {}
        self._single: set[str] = set()  # words, as against phrases
        self._postings = Postings(self._numbered(each.prompt) for each in exemplars.exchanges)
        few = len(exemplars.exchanges) <= _MOST_ANSWERS
        self._in_answers = Postings(self._numbered(each.reply) if few else [] for each in exemplars.exchanges)
        words = list(self._numbers)
        self._vectors, self._weights = self._of(words)
        self._weights *= [self._rarity(word) if word in self._single else 0.0 for word in words]
        self._alike = Alike(words, self._vectors, exemplars.thesaurus)

    def find(self, question: str, count: int = 10) -> list[Found]:
        """Return at most ``count`` exemplars, the most alike first, no reply twice."""
        said = words_of(question)
        words = list(dict.fromkeys(said))
        if not words or not self.exemplars.exchanges:
            return []
        vectors, weights = self._of(words)
        weights *= [self._rarity(word) for word in words]
        alike = self._partners_of(said, words, vectors)  # (asked, vocabulary)
        rows = self._shortlist(alike, weights)
        likeness = self._likeness(rows, alike, weights, weights @ vectors)
        found: dict[str, Found] = {}
        for place in numpy.argsort(-likeness, kind="stable"):
            exemplar = self.exemplars.exchanges[rows[place]]
            found.setdefault(exemplar.reply, Found(exemplar, float(likeness[place])))
            if len(found) == count:
                break
        return list(found.values())

    def _partners_of(self, said: Sequence[str], words: Sequence[str], vectors: Scores) -> Scores:
        """Return how like each of ``words`` is to each of the vocabulary, by itself or in a phrase that was said."""
        alike = self._alike.of(words, vectors)
        phrases = list(self.exemplars.thesaurus.phrases(said))
        terms = ["".join(said[begin:end]) for begin, end in phrases]
        place = {word: number for number, word in enumerate(words)}
        for (begin, end), row in zip(phrases, self._alike.of(terms, self._of(terms)[0]), strict=True):
            for word in said[begin:end]:
                numpy.maximum(alike[place[word]], row, out=alike[place[word]])
        return alike

    def _rarity(self, word: str) -> float:
        """Return what is left of the weight of a word, the less the more of the texts have it."""
        number = self._numbers.get(word)
        if number is None:
            return 1.0
        texts = max(1.0, self._postings.size(number) + 0.5 * self._in_answers.size(number))
        return float(numpy.sqrt(numpy.log(1 + self._postings.count / texts) / numpy.log(1 + self._postings.count)))

    def _shortlist(self, alike: Scores, weights: Scores) -> NDArray[numpy.int64]:
        """Return the rows whose words the words asked have the best partners among."""
        shared = numpy.zeros(self._postings.count, numpy.float32)
        for place, weight in enumerate(weights):
            best = numpy.zeros_like(shared)
            for partner in self._partners(alike[place], _MOST_POSTINGS // len(weights)):
                for postings in (self._in_answers, self._postings):
                    rows = postings.rows(partner)
                    best[rows] = numpy.maximum(best[rows], alike[place, partner])
            shared += weight * best
        if len(shared) <= _SHORTLIST:
            return numpy.arange(len(shared))
        return numpy.sort(numpy.argpartition(-shared, _SHORTLIST)[:_SHORTLIST])

    def _partners(self, alike: Scores, most: int) -> list[int]:
        """Return the words that are like one asked, the likest first, as long as not too many texts have them."""
        partners = numpy.flatnonzero(alike >= _PARTNERS)
        partners = partners[numpy.argsort(-alike[partners], kind="stable")]
        sizes = numpy.array([self._postings.size(int(each)) + self._in_answers.size(int(each)) for each in partners])
        return [int(each) for each in partners[numpy.cumsum(sizes) <= most]]

    def _likeness(self, rows: NDArray[numpy.int64], alike: Scores, weights: Scores, meaning: Scores) -> Scores:
        words, starts = self._postings.spans(rows)
        filled = numpy.diff(numpy.append(starts, len(words))) > 0
        likeness = numpy.zeros(len(rows), numpy.float32)
        if not filled.any():
            return likeness
        rows, starts = rows[filled], starts[filled]
        per_text = numpy.maximum.reduceat(alike[:, words], starts, axis=1)  # (asked, rows)
        says = self._weights[words]
        covering = numpy.add.reduceat(says * alike[:, words].max(axis=0), starts) / numpy.add.reduceat(says, starts)
        meanings = numpy.add.reduceat(says[:, None] * self._vectors[words], starts, axis=0)
        lengths = numpy.linalg.norm(meanings, axis=1) * numpy.linalg.norm(meaning)
        meant = (meanings @ meaning / numpy.maximum(lengths, 1e-9)).clip(0.0, 1.0)
        partners = numpy.maximum(per_text, self._per_answer(rows, alike))
        covered = weights @ partners / (weights.sum() + DOUBT)
        likeness[filled] = COVERED * covered + COVERING * covering + MEANT * meant
        return likeness

    def _per_answer(self, rows: NDArray[numpy.int64], alike: Scores) -> Scores:
        words, starts = self._in_answers.spans(rows)
        best = numpy.zeros((len(alike), len(rows)), numpy.float32)
        filled = numpy.diff(numpy.append(starts, len(words))) > 0
        if filled.any():
            best[:, filled] = numpy.maximum.reduceat(alike[:, words], starts[filled], axis=1)
        return best

    def _numbered(self, text: str) -> list[int]:
        words = words_of(text)
        self._single.update(words)
        words += ["".join(words[begin:end]) for begin, end in self.exemplars.thesaurus.phrases(words)]
        return [self._numbers.setdefault(word, len(self._numbers)) for word in dict.fromkeys(words)]

    def _of(self, words: Iterable[str]) -> tuple[NDArray[numpy.float32], Scores]:
        """Return the vectors and weights of words: ``(words, size)`` and ``(words,)``; unknown ones say the most."""
        places = [self._known.get(word, -1) for word in words]
        vectors = numpy.zeros((len(places), self.exemplars.vectors.shape[1]), numpy.float32)
        weights = numpy.ones(len(places), numpy.float32)
        known = numpy.array([place >= 0 for place in places], bool)
        taken = numpy.array(places, numpy.int64)[known]
        vectors[known], weights[known] = self.exemplars.vectors[taken], self.exemplars.weights[taken]
        return vectors, weights

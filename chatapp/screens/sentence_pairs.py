"""The sentences of a translation that is shown: the chosen translation of each, and which words belong together."""

from __future__ import annotations

from collections.abc import Sequence

from chatapp.engine.protocol import Alignment, Sentence

Span = tuple[int, int]
_LEAST = 0.1
_NEAR_THE_MOST = 0.5


class SentencePairs:
    """Sentences with their translations; places are counted in letters of the whole texts."""

    def __init__(self, source: str, target_language: str, sentences: Sequence[Sentence]) -> None:
        self.source = source
        self.target_language = target_language
        self.sentences = list(sentences)
        self.chosen = [0] * len(sentences)
        self.alignments: dict[tuple[str, str], Alignment | None] = {}

    def __len__(self) -> int:
        return len(self.sentences)

    @property
    def target(self) -> str:
        """The translation of the whole text, of the chosen translations of its sentences."""
        parts = []
        reached = 0
        for number, each in enumerate(self.sentences):
            parts += [self.source[reached : each.begin], self.pair(number)[1]]
            reached = each.end
        return "".join([*parts, self.source[reached:]])

    def pair(self, number: int) -> tuple[str, str]:
        """A sentence and its chosen translation."""
        sentence = self.sentences[number]
        return self.source[sentence.begin : sentence.end], sentence.translations[self.chosen[number]]

    def source_span(self, number: int) -> Span:
        """Where a sentence is in the text."""
        return self.sentences[number].begin, self.sentences[number].end

    def target_span(self, number: int) -> Span:
        """Where its translation is in the translation of the text."""
        moved = sum(
            len(self.pair(before)[1]) - (self.sentences[before].end - self.sentences[before].begin)
            for before in range(number)
        )
        begin = self.sentences[number].begin + moved
        return begin, begin + len(self.pair(number)[1])

    def at(self, place: int, *, in_target: bool) -> int | None:
        """The sentence at a place of the text, or of its translation; None between two sentences."""
        span = self.target_span if in_target else self.source_span
        return next((each for each in range(len(self)) if span(each)[0] <= place <= span(each)[1]), None)

    def partners(
        self, number: int, alignment: Alignment, place: int, *, in_target: bool
    ) -> tuple[list[Span], list[Span]] | None:
        """The word at a place of a sentence, and those that belong to it: (source, target); None between words."""
        source_begin, target_begin = self.source_span(number)[0], self.target_span(number)[0]
        words = alignment.target_words if in_target else alignment.source_words
        place -= target_begin if in_target else source_begin
        word = next((index for index, (begin, end) in enumerate(words) if begin <= place < end), None)
        if word is None:
            return None
        others = partners(alignment, word, in_target=in_target)
        source, target = (others, [word]) if in_target else ([word], others)
        return (
            [_moved(alignment.source_words[each], source_begin) for each in source],
            [_moved(alignment.target_words[each], target_begin) for each in target],
        )


def partners(alignment: Alignment, word: int, *, in_target: bool) -> list[int]:
    """The words of the other side that belong to a word: nearly as much looked at as the most looked at."""
    looked = alignment.weights[word] if in_target else [row[word] for row in alignment.weights]
    most = max(looked, default=0.0)
    return [each for each, weight in enumerate(looked) if weight >= max(_LEAST, most * _NEAR_THE_MOST)]


def _moved(span: Sequence[int], by: int) -> Span:
    return span[0] + by, span[1] + by

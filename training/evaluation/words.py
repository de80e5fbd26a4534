"""How often a one-to-one model answers with a word that translates the one it was given, as parallel text shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import permutations

import numpy

from models import layout
from models.lexicon import Lexicon
from models.manifest import Score
from models.one_to_one import OneToOne, OneToOneDictionary
from models.pieces import Pieces
from training.dictionary.gathering import is_held_out
from training.recipe import Recipe

ROWS = 256
GUESSES = 5

SEEN_EVERY = 10
"""Of the words that were learnt, every so many is asked."""


def score_words(
    model: OneToOne, pieces: Pieces, lexicon: Lexicon, recipe: Recipe, show: Callable[[str], None]
) -> Iterator[Score]:
    """Ask for the words of a lexicon in every direction.

    Args:
        model: what answers.
        pieces: its pieces.
        lexicon: what is right: any of the entries of a word.
        recipe: says which words were held out.
        show: called with each line of a table of the directions.

    Yields:
        the share, in per cent, of words whose first, and of whose first five answers, one is right; for words that were
        held out from the network, and for those it learnt.
    """
    dictionary = OneToOneDictionary(model)
    languages = model.architecture.languages
    show(f"{'':16}{'words':>7}{'first':>8}{'in five':>9}")
    for name, held_out in (("unseen words", True), ("seen words", False)):
        total = numpy.zeros(3)
        for source, target in permutations(languages, 2):
            asked = list(_asked(lexicon, model, source, target, recipe.held_out_share, held_out))
            if not asked:
                continue
            found = numpy.array([len(asked), *_right(dictionary, pieces, asked, source, target)])
            total += found
            show(
                f"{source}->{target} {name.split()[0]:9}{len(asked):7,}"
                f"{found[1] / len(asked):8.1%}{found[2] / len(asked):9.1%}"
            )
        if total[0]:
            signature = f"{int(total[0])} words in all directions, {len(lexicon.words)} possible answers"
            yield Score(name, "first answer right", round(100 * total[1] / total[0], 1), signature)
            yield Score(name, "one of five right", round(100 * total[2] / total[0], 1), signature)


def _asked(
    lexicon: Lexicon, model: OneToOne, source: str, target: str, share: float, held_out: bool
) -> Iterator[tuple[str, set[int]]]:
    """Yield words with the numbers of their translations, counted from the first word of the target language."""
    spans = model.architecture.span(source), model.architecture.span(target)
    for number in range(spans[0].start, spans[0].stop):
        word = lexicon.words[number].casefold()
        if is_held_out(word, share) != held_out or (not held_out and number % SEEN_EVERY):
            continue
        right = {each.word - spans[1].start for each in lexicon.entries(number)}
        right = {each for each in right if 0 <= each < spans[1].stop - spans[1].start}
        if right:
            yield word, right


def _right(
    dictionary: OneToOneDictionary, pieces: Pieces, asked: list[tuple[str, set[int]]], source: str, target: str
) -> tuple[int, int]:
    first = five = 0
    for start in range(0, len(asked), ROWS):
        part = asked[start : start + ROWS]
        words = [layout.word_source(pieces, source, pieces.encode(word)) for word, _ in part]
        best = (-dictionary.probabilities(words, target)).argsort(axis=1)[:, :GUESSES]  # (words, guesses)
        for guesses, (_, right) in zip(best.tolist(), part, strict=True):
            first += guesses[0] in right
            five += not right.isdisjoint(guesses)
    return first, five

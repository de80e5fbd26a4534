"""Words of the same language that mean nearly the same: those that are translated by the same words.

A word goes to its translations, in every language, and from there back (Bannard & Callison-Burch 2005).
"""

from __future__ import annotations

from collections import defaultdict

from models.lexicon import Lexicon

_LEAST = 0.01


def nearest_words(lexicon: Lexicon, number: int, language: int, most: int) -> list[str]:
    """Return at most so many words of a language, the nearest first, for the word of a number in that language."""
    start = sum(lexicon.sizes[:language])
    end = start + lexicon.sizes[language]
    near: defaultdict[int, float] = defaultdict(float)
    for there in lexicon.entries(number):
        for back in lexicon.entries(there.word):
            if start <= back.word < end and back.word != number:
                near[back.word] += there.probability * back.probability / len(lexicon.sizes)
    best = sorted((word for word in near if near[word] >= _LEAST), key=lambda word: (-near[word], word))
    return [lexicon.words[word] for word in best[:most]]

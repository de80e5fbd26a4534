"""What of a longer text a question is about: its sentences that share the most words with it."""

from __future__ import annotations

import math
import re
from collections import Counter

from models.exemplars.words import words_of

MOST = 160
"""Characters of a passage that a network reads with a question: some forty pieces, which leave room for the question
(``models.layout.LONGEST_CONTEXT``).
"""

_WRAPPED = re.compile(r"(?<=[^\n]{50})\n(?!\s|[-*+•#>|]|\d{1,3}[.)]\s)")
"""The end of a line that is so long that the sentence goes on in the next."""

_SENTENCE = re.compile(r"(?<=[.!?…])[\"'»”’)\]]*\s+(?=[\"'«“‘(\[¿¡]*[^\W_])|\n+")


def sentences_of(passage: str) -> list[str]:
    """Cut a passage into its sentences, each on one line; a short line is one by itself, as in a list."""
    text = _WRAPPED.sub(" ", passage.replace("\r\n", "\n"))
    return [" ".join(each.split()) for each in _SENTENCE.split(text) if each and each.strip()]


def about(passage: str, question: str, most: int = MOST) -> str:
    """Return the sentences of a passage that a question is likeliest about, in their order, as many as fit.

    A word that stands in few of the sentences says more than one that stands in many (inverse document frequency,
    Spärck Jones 1972). A single sentence that is too long loses its end.

    >>> about("Ada wrote programs. She lived in London. It rained.", "Where did Ada live?", 22)
    'Ada wrote programs.'
    """
    sentences = sentences_of(passage)
    words = [set(words_of(each)) for each in sentences]
    held = Counter(word for each in words for word in each)
    asked = set(words_of(question))
    shares = [sum(math.log((1 + len(sentences)) / held[word]) for word in asked & each) for each in words]
    chosen: list[int] = []
    room = most
    for place in sorted(range(len(sentences)), key=lambda place: (-shares[place], place)):
        if len(sentences[place]) <= room:
            chosen.append(place)
            room -= len(sentences[place]) + 1
        elif not chosen:
            return sentences[place][:most].rstrip()
    return " ".join(sentences[place] for place in sorted(chosen))

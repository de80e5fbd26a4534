"""How exemplars are taken apart into words."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*|[?]")
_MARKS = frozenset("'’-")
_DROPPED = str.maketrans("", "", "'’-")
_SPELLED = {
    "you": "u ya",
    "your": "ur",
    "are": "r",
    "what": "wat waht",
    "whats": "wats",
    "please": "pls plz",
    "thanks": "thx thanx",
    "because": "cuz coz bc",
    "though": "tho",
    "people": "ppl",
    "birthday": "bday",
    "boyfriend": "bf",
    "girlfriend": "gf",
    "tomorrow": "tmrw tmr",
    "mum": "mom",
    "mums": "moms",
    "favourite": "favorite fav fave",
    "colour": "color",
    "colours": "colors",
    "neighbour": "neighbor",
    "neighbours": "neighbors",
    "humour": "humor",
    "flavour": "flavor",
    "grey": "gray",
    "theatre": "theater",
}
_ONE_SPELLING = {other: word for word, others in _SPELLED.items() for other in others.split()}
"""In a hurry and across the sea words are spelled in other ways, and mean the same."""


def words_of(text: str) -> list[str]:
    """Part a text into words, in lower case and without what is left out when typing in a hurry.

    Other spellings of a few common words become one. A question mark is a word: "you like tea" is answered in another
    way than "you like tea?".

    >>> words_of("What's up, Anne-Marie?")
    ['whats', 'up', 'annemarie', '?']
    >>> words_of("r u my neighbor")
    ['are', 'you', 'my', 'neighbour']
    """
    words: list[str] = _WORD.findall(text.casefold())
    if not _MARKS.isdisjoint(text):
        words = [word.translate(_DROPPED) for word in words]
    return [_ONE_SPELLING.get(word, word) for word in words]

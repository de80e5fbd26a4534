"""In what manner something is said: what it asks, whether it denies, which numbers it names.

Two texts may share nearly all of their words and still want other answers: "I got the promotion" and "I didn't get the
promotion", "I want to write a novel" and "what is a novel". Likeness of words does not tell them apart; this does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

from models.exemplars.words import words_of

_ASKING = {
    "what": "what whats which quoi que quel quelle quels quelles questce was welche welcher welches qué cuál cuáles",
    "why": "why whys pourquoi warum wieso weshalb porqué",
    "how": "how hows comment combien wie wieviel wieviele cómo cuánto cuánta cuántos cuántas",
    "who": "who whos whose whom qui wer wen wem wessen quién quiénes",
    "where": "where wheres où wo woher wohin dónde adónde",
    "when": "when whens quand wann cuándo",
    "whether": (
        "do does did is are am was were will would should shall can could may might have has had isnt arent dont "
        "doesnt didnt wont cant couldnt shouldnt wouldnt estce bist hast kannst magst willst weißt ist sind darf soll "
        "muss"
    ),
}
_KINDS = {word: kind for kind, words in _ASKING.items() for word in words.split()}
_NAMES = ("", "?", *_ASKING)
_CODES = {kind: code for code, kind in enumerate(_NAMES)}
_POLITE = re.compile(
    r"^(?:(?:and|but|so|well|ok|okay|hey|hi|please|et|mais|und|aber|y|pero) "
    r"|(?:can|could|would|will) you (?:please )?|do you know |any idea )+"
)
_GREETING = re.compile(
    r"^\W*(?:hello|hi|hey|hiya|good (?:morning|afternoon|evening)|bonjour|bonsoir|salut|coucou|hallo|moin|servus"
    r"|guten (?:morgen|tag|abend)|hola|buenos días|buenas (?:tardes|noches))"
    r"(?: (?:there|again|you|chatapp|my friend))?(?:[,.!…]+\s*|\s+)",
    re.IGNORECASE,
)
_REQUEST = re.compile(r"(?:can|could|would|will) you ")
_BY = {"por qué": "why", "pour quoi": "why"}
_DENYING = (
    "not no never nobody nothing none without dont doesnt didnt isnt arent wasnt werent wont cant cannot couldnt "
    "shouldnt wouldnt havent hasnt hadnt aint pas jamais rien personne sans nicht kein keine keinen keinem nie niemand "
    "nichts ohne nunca nada nadie ningún ninguna sin"
)
_DENIALS = frozenset(_DENYING.split())


OTHER_QUESTION = 0.88
"""What is left of the likeness of texts that ask other things."""

NO_QUESTION = 0.93
"""What is left where only one asks: what one wants to know one can also say."""

DENIED = 0.62
"""What is left where one denies and the other does not."""

OTHER_NUMBER = 0.85
"""What is left where both name numbers, and not the same."""


@dataclass(frozen=True)
class Manner:
    """One text's: the code of what it asks (0 nothing, 1 anything), whether it denies, and its numbers in one text."""

    asks: int
    denies: bool
    numbers: str

    @classmethod
    def of(cls, text: str) -> Manner:
        """Find it.

        >>> Manner.of("can you recommend a book") == Manner.of("recommend me a book")
        True
        """
        return cls.of_words(words_of(text))

    @classmethod
    def of_words(cls, words: Sequence[str]) -> Manner:
        """Find that of a text that was taken apart (``models.exemplars.words``)."""
        said = " ".join(words) + " "
        begun = _POLITE.sub("", said).split()
        if _REQUEST.match(said):
            words = [word for word in words if word != "?"]
        kind = _BY.get(" ".join(begun[:2])) or (_KINDS.get(begun[0], "") if begun else "")
        numbers = " ".join(sorted({word for word in words if word.isdecimal()}))
        return cls(_CODES[kind or ("?" if "?" in words else "")], not _DENIALS.isdisjoint(words), numbers)


def asked_for(manner: Manner) -> str:
    """Return what is asked: ``what``, ``why``, ...; ``?`` for anything, empty for nothing."""
    return _NAMES[manner.asks]


class Manners:
    """Those of many texts, to be compared with that of one."""

    def __init__(self, texts: Iterable[Sequence[str]]) -> None:
        """Take texts, each as its words."""
        manners = [Manner.of_words(words) for words in texts]
        self._asks = numpy.array([each.asks for each in manners], numpy.int8)
        self._denies = numpy.array([each.denies for each in manners], bool)
        self._numbers = numpy.array([each.numbers for each in manners], numpy.str_)

    def likeness(self, text: str) -> NDArray[numpy.float64]:
        """Return ``(texts,)`` what is left of the likeness of each to ``text``: 1 where the manner is the same."""
        own = Manner.of(text)
        left = numpy.ones(len(self._asks))
        both, one = (self._asks > 0) & (own.asks > 0), (self._asks > 0) ^ (own.asks > 0)
        left[both & (self._asks > 1) & (own.asks > 1) & (self._asks != own.asks)] *= OTHER_QUESTION
        left[one] *= NO_QUESTION
        left[self._denies != own.denies] *= DENIED
        if own.numbers:
            left[(self._numbers != "") & (self._numbers != own.numbers)] *= OTHER_NUMBER
        return left


def beyond_greeting(text: str) -> str:
    """Return what follows a greeting, where it is two words or more: that, and not the greeting, wants an answer.

    >>> beyond_greeting("Hello there, how are you?")
    'how are you?'
    """
    greeting = _GREETING.match(text)
    if greeting is None:
        return text
    rest = text[greeting.end() :]
    return rest if len([word for word in words_of(rest) if word != "?"]) > 1 else text


def last_sentence(text: str) -> str:
    """Return the last sentence of a turn, which is what the next turn answers."""
    parts: Sequence[str] = re.findall(r"[^.!?…]+[.!?…]*", text)
    return next((part.strip() for part in reversed(parts) if words_of(part) not in ([], ["?"])), text)

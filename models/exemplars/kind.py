"""Which kind of thing somebody says, as far as it decides what one may answer who knows nothing about it.

Good and bad news are told apart by what was answered to what is like them: who finds "I'm sorry" beside them three
times has found bad news.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from models.exemplars.manner import Manner, asked_for
from models.exemplars.words import words_of

_ASKED_OF_THE_APP = re.compile(
    r"^(?:(?:and|but|so|well|hey|ok|okay) )*(?:(?:what|why|how|who|where|when|which)s? )?(?:(?:is|are|was|were) )?"
    r"(?:(?:do|does|did|are|were|have|has|can|could|would|will|dont|arent|cant) (?:you|u|ya)|your|ur|youre|you)\b"
)
_WHETHER_IT_IS_RIGHT = re.compile(
    r"\b(?:should|shall|ought|must) (?:i|we|one)\b"
    r"|^(?:(?:and|but|so|is|would|be) )+it (?:be )?(?:still )?(?:ok|okay|fine|rude|safe|bad|wrong|weird|worth|better)\b"
)
_POLITELY = re.compile(r"^(?:(?:and|but|so|ok|okay|hey) )*do you (?:think|know if|believe) ")
_REQUEST = re.compile(
    r"^(?:(?:please|now|then|ok|okay|hey|can|could|would|will|you|u|pls) )*(?:write|tell|give|make|help|translate|show"
    r"|explain|recommend|suggest|sing|draw|play|say|list|name|find|describe|define|spell|count|repeat|remind|call|send"
    r"|open|search|look|calculate|solve|sum|summarise|summarize|teach|correct|finish|continue|rewrite|turn|pick|choose"
    r"|invent|imagine|guess|compare|convert|read|check|fix|reword|rephrase|shorten)\b"
    r"|^i (?:need|want|would like|d like) (?:you|some help|help)\b|^any (?:ideas?|tips?|advice|suggestions?)\b"
)
_SORROW = re.compile(r"\b(?:sorry|oh no|oh dear|ouch|ugh|hurts?|hard|tough|awful|annoying|pity|shame|rotten|sad)\b")
_JOY = re.compile(r"\b(?:congratulations|lovely|wonderful|great|well done|glad|happy for|proud|bravo|nice)\b")

_FEW = 2
"""Words that are a scrap of something rather than something told."""

_VOTES = 3
"""By how many of the replies nearby one feeling must lead."""


def kind_of(text: str, replies_nearby: Sequence[str] = ()) -> str:
    """Say of an English text what it is.

    Returns:
        ``why``, ``how``, ``what``, ``who``, ``where``, ``when`` or ``whether`` for questions by what they ask, ``you``
        for those about who is asked, ``should`` for those about what is right to do; ``request``; ``sorrow`` and
        ``joy`` for news; ``scrap`` for a word or two, ``telling`` for all else.

    >>> kind_of("should i tell our manager?"), kind_of("write a poem about rain"), kind_of("I moved to Leeds")
    ('should', 'request', 'telling')
    """
    words = words_of(text)
    said = " ".join(word for word in words if word != "?")
    asks = asked_for(Manner.of(text))
    said = _POLITELY.sub("", said)
    if asks and _WHETHER_IT_IS_RIGHT.search(said):
        return "should"
    if _REQUEST.match(said):
        return "request"
    if asks:
        return "you" if _ASKED_OF_THE_APP.match(said) else "whether" if asks == "?" else asks
    return "scrap" if len(words) <= _FEW else _news(replies_nearby)


def _news(replies_nearby: Sequence[str]) -> str:
    replies = [reply.casefold() for reply in replies_nearby]
    lead = sum(bool(_JOY.search(each)) for each in replies) - sum(bool(_SORROW.search(each)) for each in replies)
    return "joy" if lead >= _VOTES else "sorrow" if lead <= -_VOTES else "telling"


def roughly(kind: str) -> str:
    """Return the kind that stands for several: ``question``, ``request`` or ``telling``."""
    if kind == "request":
        return kind
    return "telling" if kind in ("sorrow", "joy", "scrap", "telling") else "question"

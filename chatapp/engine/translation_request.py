"""Requests to translate that are said in a conversation: "how do you say thank you in German?".

The network that chats translates, too, but not when it is asked to by a sentence: it must be told which language to
write. So the request is read here, and the text in it is translated as ever.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_NAMES = {
    "en": "english anglais englisch englische inglés ingles",
    "fr": "french français francais französisch französische franzoesisch francés frances",
    "de": "german allemand deutsch deutsche alemán aleman",
    "es": "spanish espagnol spanisch spanische español espanol castellano",
}
_LANGUAGES = {name: language for language, names in _NAMES.items() for name in names.split()}
_OTHER_NAMES = (
    "italian portuguese dutch swedish polish russian japanese chinese korean arabic latin greek turkish danish "
    "norwegian finnish czech hungarian hebrew hindi"
)
_OTHERS = frozenset(_OTHER_NAMES.split())
_LANGUAGE = "|".join([*_LANGUAGES, *_OTHERS])
_PLEASE = r"(?:(?:please|and|so|ok|okay|hey|can you|could you|would you|will you|can i|i want you to) )*"
_WHAT = r"(?:this|that|it|the following|the sentence|the phrase|the word|the text)"

_WITH_TEXT = [
    # The language first: "translate to French: I would like a coffee"
    rf"{_PLEASE}translate (?:{_WHAT} )?(?:from (?P<source>{_LANGUAGE}) )?(?:in)?to (?P<target>{_LANGUAGE})(?: for me)?"
    r"(?: ?[:,-] ?| )(?P<text>.+)",
    rf"(?:traduis|traduisez|traduire) en (?P<target>{_LANGUAGE}) ?[:,]? ?(?P<text>.+)",
    rf"(?:übersetze|übersetz|übersetzen sie) (?:bitte )?(?:ins|auf|in das) (?P<target>{_LANGUAGE}) ?[:,]? ?"
    r"(?P<text>.+)",
    rf"(?:traduce|traduzca|traducir) al (?P<target>{_LANGUAGE}) ?[:,]? ?(?P<text>.+)",
    # The text first: "how do you say thank you in German?"
    rf"{_PLEASE}translate (?:{_WHAT} ?[:,-] ?)?(?P<text>.+?) (?:from (?P<source>{_LANGUAGE}) )?(?:in)?to"
    rf" (?P<target>{_LANGUAGE})(?: for me)?(?:,? (?:please|pls|plz|thanks))?",
    rf"{_PLEASE}(?:how|what) (?:do|would|can|could|does|should) (?:you|i|we|one|u|they|people) (?:say|call)"
    rf" (?P<text>.+?) in (?P<target>{_LANGUAGE})",
    rf"{_PLEASE}(?:how to |how d'you )?say (?P<text>.+?) in (?P<target>{_LANGUAGE})(?:,? (?:please|pls|plz|thanks))?",
    rf"{_PLEASE}what(?:'s| is|s) (?:the (?:{_LANGUAGE}) (?:word )?for )?(?P<text>.+?) in (?P<target>{_LANGUAGE})",
    rf"{_PLEASE}what(?:'s| is|s) the (?P<target>{_LANGUAGE}) (?:word |expression |phrase )?for (?P<text>.+?)",
    rf"comment (?:dit-on|dit on|on dit|dire|dis-tu|se dit) (?P<text>.+?) en (?P<target>{_LANGUAGE})",
    rf"(?:traduis|traduisez|traduire)(?:-moi)? (?P<text>.+?) en (?P<target>{_LANGUAGE})",
    rf"(?:wie sagt man|was heißt|was heisst|wie heißt) (?P<text>.+?) (?:auf|in) (?P<target>{_LANGUAGE})",
    rf"(?:übersetze|übersetz) (?:bitte )?(?P<text>.+?) (?:ins|auf|in) (?P<target>{_LANGUAGE})",
    rf"cómo se dice (?P<text>.+?) en (?P<target>{_LANGUAGE})",
    rf"traduce (?P<text>.+?) (?:al|a) (?P<target>{_LANGUAGE})",
]
_REQUESTS = [re.compile(rf"[¿¡]?\s*{each}\s*[?!.]*\s*", re.IGNORECASE | re.DOTALL) for each in _WITH_TEXT]
_AND_IN = re.compile(
    rf"(?:and |what about |how about |et |und |y )?(?:in|into|to|en|auf|al) (?P<target>{_LANGUAGE})"
    r"(?:,? (?:please|pls|plz|thanks))?\s*[?!.]*",
    re.IGNORECASE,
)
_QUOTES = "\"'“”„«»‘’‚ "
_NO_TEXT = frozenset(("it", "that", "this", "something", "anything", "the following"))

ONLY = "I only know English, French, German and Spanish well enough to translate."


class TranslationRequest(NamedTuple):
    """What is to be translated and into which language; ``target`` is None for a language that nobody here knows."""

    text: str
    target: str | None
    source: str | None = None


def translation_request(turns: Sequence[str]) -> TranslationRequest | None:
    """Read the last of ``turns``, oldest first; None if it asks for no translation.

    "And in Spanish?" asks for that of what was asked for before.

    >>> translation_request(["How do you say 'where is the station' in French?"])
    TranslationRequest(text='where is the station', target='fr', source=None)
    """
    found = _read(turns[-1])
    again = _AND_IN.fullmatch(turns[-1].strip())
    before = _read(turns[-3]) if found is None and again is not None and len(turns) > 2 else None
    if again is not None and before is not None:
        return TranslationRequest(before.text, _LANGUAGES.get(again["target"].casefold()), before.source)
    return found


def _read(turn: str) -> TranslationRequest | None:
    for request in _REQUESTS:
        match = request.fullmatch(turn.strip())
        if match is None:
            continue
        text = match["text"].strip(_QUOTES)
        if text.casefold() in _NO_TEXT or not text:
            return None
        source = match.groupdict().get("source")
        return TranslationRequest(
            text, _LANGUAGES.get(match["target"].casefold()), _LANGUAGES.get((source or "").casefold())
        )
    return None

"""What a sentence holds that is copied and never translated: addresses, code, placeholders.

A word that the network knows well stands for each of them while the sentence is translated, as placeholders did for
rare words in Luong et al. 2015; the network so sees a whole sentence, with a name in it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from chatapp.engine.numbers import AMOUNT, FIGURE, NUMBER

VERBATIM = re.compile(
    r"(?P<page><(?:https?://|mailto:)[^<>\s]*>|(?:https?://|www\.)[^\s<>\"'`]*[^\s<>\"'`.,;:!?)\]])"
    r"|(?P<person>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<code>(?P<fence>`+)(?!`).+?(?<!`)(?P=fence)(?!`))"
    r"|(?P<picture>!\[[^\]\n]*\]\([^)\n]*\))"
    r"|(?P<identifier>(?<![\w.-])(?:~?|\.{1,2})/[\w-]+(?:[./][\w-]+)+|(?<![\w-])--[a-z][\w-]+"
    r"|(?<![\w.-])[\w-]+\.(?:py|js|ts|md|txt|toml|json|yaml|yml|html|css|csv|pdf|png|jpg|zip|exe|sh|srt|xml|docx?)(?!\w)"
    r"|(?<!\w)[@#][A-Za-z]\w+|(?<!\w)[A-Za-z]\w*_\w*[A-Za-z0-9](?!\w)|(?<!\w)v\d+(?:\.\d+)+)"
    r"|(?P<note>\[\^[^\]\s]+\])"
    r"|(?P<entity>&(?:#\d+|#x[0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);)"
    r"|(?P<count>%(?:\(\w+\))?[-+0]?\d*(?:\.\d+)?[dixuf](?!\w)|\{\w*:[^{}\n]*[dfeg]\})"
    r"|(?P<name>%(?:\(\w+\)|\d+\$)?[sr@](?!\w)|\$?\{\{?[^\W\d]?[\w.:!\[\]-]*\}\}?|\{[#.:][^{}\n]*\}|%%\w+%%|\$\w*[A-Za-z_]\w*)"
)
_NUMBERS = ("12", "15", "18", "20", "25", "30")
_STANDING_IN = {
    "count": _NUMBERS,
    "number": _NUMBERS,
    "amount": _NUMBERS,
    "name": ("Tom", "Mary"),
    "person": ("Tom", "Mary"),
    "named": ("Smith", "Jackson"),
}
_THING = ("Boston", "Paris", "London")


class Protected(NamedTuple):
    """A sentence in which ``stand_ins`` hold the places of ``originals``."""

    text: str
    stand_ins: tuple[str, ...]
    originals: tuple[str, ...]

    def restore(self, translation: str) -> str | None:
        """Put the originals where their stand-ins are; None unless each of these is there once."""
        found = [_places(stand_in, translation) for stand_in in self.stand_ins]
        if any(len(places) != 1 for places in found):
            return None
        for (begin, end), original in sorted(
            ((places[0], original) for places, original in zip(found, self.originals, strict=True)), reverse=True
        ):
            translation = translation[:begin] + original + translation[end:]
        return translation


_FIGURES = rf"{VERBATIM.pattern}|(?P<amount>{AMOUNT.pattern})|(?P<figure>{FIGURE.pattern})"
VERBATIM_AND_FIGURES = re.compile(_FIGURES)


def verbatim_and_more(names: Sequence[str]) -> re.Pattern[str]:
    """What is copied, all numbers and these names, for a network that loses those."""
    named = rf"|(?P<named>(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w))" if names else ""
    return re.compile(rf"{_FIGURES}|(?P<number>{NUMBER.pattern}){named}")


def protect(sentence: str, kept: re.Pattern[str] = VERBATIM) -> Protected | None:
    """Put stand-ins into a sentence for all that is ``kept``; None where there is too much of it."""
    stand_ins: list[str] = []
    originals: list[str] = []
    parts: list[str] = []
    begin = 0
    for match in kept.finditer(sentence):
        choices = _STANDING_IN.get(match.lastgroup or "", _THING)
        stand_in = next((each for each in choices if each not in stand_ins and not _places(each, sentence)), None)
        if stand_in is None:
            return None
        stand_ins.append(stand_in)
        originals.append(match[0])
        parts += [sentence[begin : match.start()], stand_in]
        begin = match.end()
    return Protected("".join([*parts, sentence[begin:]]), tuple(stand_ins), tuple(originals))


def _places(word: str, text: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", text)]

"""What is said where no exemplar is like what was said, and the network has no good idea either.

An exchange of a corpus whose prompt is a mark, such as ``<why en>``, answers no text but a kind of texts
(``models.exemplars.kind``) in a language. Who says so when at a loss makes sense more often than who says whatever is
likeliest (Adiwardana et al. 2020 count an honest "I don't know" as sensible).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import replace

import numpy

from models.exemplars.exchanges import Exchanges
from models.exemplars.kind import kind_of, roughly
from models.exemplars.manner import last_sentence
from models.exemplars.store import Exemplar, Exemplars

_MARK = re.compile(r"<([a-z]+) ([a-z]{2})>")


class Unsure:
    """Knows what to say to each kind; made of exchanges whose prompts are marks."""

    def __init__(self, exchanges: Sequence[Exemplar]) -> None:
        self._known: dict[tuple[str, str], list[Exemplar]] = {}
        for each in exchanges:
            mark = _MARK.fullmatch(each.prompt)
            if mark is not None:
                self._known.setdefault((mark[2], mark[1]), []).append(each)
        self.languages = frozenset(language for language, _ in self._known)

    def replies(self, text: str, language: str, replies_nearby: Sequence[str] = ()) -> list[Exemplar]:
        """Return what can be said to a text, the first choice first; empty where nothing is known.

        The order depends on the text, so that other texts get other replies and the same always the same.

        Args:
            text: what was said.
            language: that it is in.
            replies_nearby: what was replied to exemplars that are somewhat like it.
        """
        # Who tells something and then asks wants an answer to what is asked.
        kind = kind_of(last_sentence(text), replies_nearby if language == "en" else ())
        found = self._known.get((language, kind)) or self._known.get((language, roughly(kind)), [])
        return sorted(found, key=lambda each: zlib.crc32(f"{text}\t{each.reply}".encode()))


def part(exemplars: Exemplars) -> tuple[Exemplars, Unsure]:
    """Part exemplars that answer texts from those that answer kinds of texts."""
    exchanges = exemplars.exchanges
    marks = [row for row, each in enumerate(exchanges) if _MARK.fullmatch(each.prompt)]
    if not marks:
        return exemplars, Unsure(())
    texts = numpy.setdiff1d(numpy.arange(len(exchanges)), marks)
    left = exchanges.take(texts) if isinstance(exchanges, Exchanges) else [exchanges[row] for row in texts]
    return replace(exemplars, exchanges=left), Unsure([exchanges[row] for row in marks])

"""A long text in parts, so that one translation after another leaves room between them for what else is asked."""

from __future__ import annotations

from collections.abc import Iterator

PART_LENGTH = 4_000
_PLACES = ("\n\n", "\n", ". ", " ")


def parts_of(text: str, length: int = PART_LENGTH) -> Iterator[str]:
    """Cut a text into parts of at most ``length`` letters that together are the text again.

    It is cut after a paragraph where there is one in the second half of a part, else after a line, a sentence, a word.
    """
    begin = 0
    while len(text) - begin > length:
        end = begin + length
        ends = (text.rfind(place, begin + length // 2, end) + len(place) for place in _PLACES)
        end = next((each for each in ends if begin + length // 2 < each), end)
        yield text[begin:end]
        begin = end
    yield text[begin:]

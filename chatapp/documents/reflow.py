"""A translation laid out over as many lines as its original had."""

from __future__ import annotations

import re
from collections.abc import Sequence

_WOULD_BEGIN_SOMETHING = re.compile(r"[-+*>#=~]+$|\d+[.)]$|[#>|]|```|~~~")


def reflow(translation: str, originals: Sequence[str]) -> list[str]:
    """Cut a translation between words into a line for each original, each about as long a part of it.

    Where there are fewer words than lines, the last lines are empty. No line but the first begins with a word that
    would be a list mark, a heading or the like at its place.
    """
    words = translation.split()
    if len(originals) == 1 or not words:
        return [translation, *[""] * (len(originals) - 1)]
    total = sum(len(each) for each in originals) or 1
    length = sum(len(word) + 1 for word in words)
    lines: list[list[str]] = [[] for _ in originals]
    ends = [sum(len(each) for each in originals[: number + 1]) * length / total for number in range(len(originals))]
    line = reached = 0
    for number, word in enumerate(words):
        left = len(words) - number
        middle = reached + (len(word) + 1) / 2
        while line < len(lines) - 1 and lines[line] and (middle > ends[line] or left <= len(lines) - 1 - line):
            if _WOULD_BEGIN_SOMETHING.match(word):
                break
            line += 1
        lines[line].append(word)
        reached += len(word) + 1
    return [" ".join(each) for each in lines]

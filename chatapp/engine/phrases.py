"""What everybody says, translated by hand: a greeting is no place for a network's second-best guess.

A sentence that is the very same but for case and closing marks is translated as ``chatapp/phrases/everyday.tsv`` has
it; what the network makes of it follows as another translation.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from chatapp.engine.candidates import heard

PHRASES = Path(__file__).parents[1] / "phrases" / "everyday.tsv"

_CLOSING = re.compile(r"[\s.!?…]*$")


def phrase(sentence: str, target: str) -> str | None:
    """Return how ``sentence`` is said in language ``target``; None if it is no phrase, or one of that language.

    It ends as the sentence does: without a mark, or with the loud one or the quiet one.
    """
    found = _phrases(target).get(heard(sentence))
    if found is None:
        return None
    ending, own = _closing(sentence), _closing(found)
    if not ending:
        return _CLOSING.sub("", found).lstrip("¡¿")
    if ending[-1] == "!" and own == ".":
        loud = found[:-1] + (" !" if target == "fr" else "!")
        return f"¡{loud}" if target == "es" else loud
    if ending[-1] == "." and own[-1] == "!":
        return _CLOSING.sub("", found).lstrip("¡") + "."
    return found


def _closing(text: str) -> str:
    found = _CLOSING.search(text)
    return found.group().strip() if found else ""


@cache
def _phrases(target: str) -> dict[str, str]:
    head, *lines = PHRASES.read_text("utf-8").splitlines()
    languages = head.split("\t")
    if target not in languages:
        return {}
    known: dict[str, str] = {}
    own: set[str] = set()
    for line in lines:
        said = dict(zip(languages, line.split("\t"), strict=True))
        own.add(heard(said[target]))
        for language, text in said.items():
            if language != target:
                known.setdefault(heard(text), said[target])
    return {text: translation for text, translation in known.items() if text not in own}

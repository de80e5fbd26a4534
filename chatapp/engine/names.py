"""Names of people, where the words before them tell that they are names; all four languages write them alike."""

from __future__ import annotations

import re

_TITLED = re.compile(
    r"\b(?:(?:Mr|Mrs|Ms|Dr|Prof|Mme|Mlle|Sr|Sra|Srta)\.?|M\.|Herrn?|Frau|Monsieur|Madame|Mademoiselle|[Ss]eñor(?:a|ita)?"
    r"|[Nn]ame is|[Nn]ame ist|[Hh]eiße|[Hh]eißt|m'appelle|s'appelle|[Ll]lamo|[Ll]lama)"
    r"\s+(?P<name>[A-ZÀ-ÖØ-Þ](?:['’](?=[A-Z]))?[\w-]*\w)"
)


def names_of(sentence: str) -> list[str]:
    """The names of people in a sentence, as far as the words before them tell."""
    return list(dict.fromkeys(match["name"] for match in _TITLED.finditer(sentence)))


def keeps_names(sentence: str, translation: str) -> bool:
    """Tell whether the translation has these names."""
    return all(re.search(rf"(?<!\w){re.escape(name)}(?:['’]?s)?(?!\w)", translation) for name in names_of(sentence))

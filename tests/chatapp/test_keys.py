"""docs/keys.md says what the bindings say; no key is bound twice in one place."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from chatapp.keys import markdown, sections


def test_the_document_is_up_to_date() -> None:
    written = Path(__file__).parents[2] / "docs" / "keys.md"
    assert written.read_text("utf-8") == markdown(), "write it again: python docs/write_keys.py"


@pytest.mark.parametrize("screen", ["Chat", "Translate"])
def test_no_key_does_two_things(screen: str) -> None:
    found = dict(sections())
    bindings = [*found["Everywhere"], *found["Writing"], *found[screen]]
    keys = Counter(key for binding in bindings for key in binding.key.split(","))
    assert [key for key, count in keys.items() if count > 1] == []

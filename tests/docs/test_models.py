"""The page of the shipped models says what their bundles say."""

from __future__ import annotations

import runpy
from pathlib import Path

from chatapp.engine.library import SHIPPED

DOCS = Path(__file__).parents[2] / "docs"


def test_the_cards_are_those_of_the_bundles() -> None:
    written = (DOCS / "models.md").read_text("utf-8")
    script = runpy.run_path(str(DOCS / "write_models.py"))
    below = written.partition(script["END"] + "\n")[2]
    assert written == script["page"](SHIPPED, below), "run `python docs/write_models.py`"

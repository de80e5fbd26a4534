"""``python docs/write_keys.py``: writes docs/keys.md from the bindings of the app."""

from __future__ import annotations

from pathlib import Path

from chatapp.keys import markdown

if __name__ == "__main__":
    Path(__file__).with_name("keys.md").write_text(markdown(), "utf-8")

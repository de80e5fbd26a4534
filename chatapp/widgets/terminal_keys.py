"""Two corrections to how Textual reads keys from terminals that know no extended key protocol."""

from __future__ import annotations

from typing import Any, cast

from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual.keys import Keys


def correct_terminal_keys() -> None:
    """Let alt+1 to alt+5 and alt+enter arrive.

    Such a terminal sends alt with a key as Escape and the key. Textual takes Escape 1 for the ``¡`` of a Mac keyboard
    (a Mac that means ``¡`` sends ``¡`` itself), and Escape Enter for a plain Enter, which would send half a message.
    """
    table = cast("dict[str, Any]", ANSI_SEQUENCES_KEYS)
    for digit in "12345":
        table.pop(f"\x1b{digit}", None)
    table["\x1b\r"] = (Keys.ControlJ,)

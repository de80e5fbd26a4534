"""What an empty conversation says: at the very first, what the app is and the five keys that matter."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

_BRIEFLY = "Say something.\n\nA network on this machine answers.\nNothing you write leaves it."

_WHAT = (
    "chatapp chats, translates and helps you write, by small networks on this machine. "
    "Nothing you write leaves it. They know no facts, and are sometimes wrong."
)
_KEYS = (
    ("Enter", "sends; Esc stops the reply"),
    ("Tab", "takes the grey text that is suggested"),
    ("ctrl+t", "goes to the translation, and back"),
    ("F1", "shows every key, ctrl+p every command"),
    ("ctrl+q", "leaves; everything is kept"),
)


class Welcome(Static):
    """Lies where the turns will be, and takes no key: who knows what to do just types."""

    def __init__(self, *, first: bool) -> None:
        """``first``: to someone who opens the app for the first time, all of it."""
        super().__init__(_greeting() if first else _BRIEFLY, markup=False)
        self.set_class(first, "-first")


def _greeting() -> Content:
    keys = [Content.assemble((key.rjust(6), "$primary"), f"  {told}") for key, told in _KEYS]
    return Content("\n").join([Content(_WHAT), Content(""), *keys])

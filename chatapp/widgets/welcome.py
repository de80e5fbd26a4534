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

    def __init__(self) -> None:
        super().__init__(_BRIEFLY, classes="welcome", markup=False)

    def greet(self, *, first: bool) -> None:
        """Say all of it to someone who opens the app for the first time."""
        if not first:
            self.update(_BRIEFLY)
            return
        keys = [Content.assemble((key.rjust(6), "$primary"), f"  {told}") for key, told in _KEYS]
        self.update(Content("\n").join([Content(_WHAT), Content(""), *keys]))
        self.add_class("-first")

"""Every key of the app, read from the bindings themselves: for the help in the app, and for docs/keys.md."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.binding import Binding, BindingType
from textual.dom import DOMNode

NAMES = {"escape": "Esc", "enter": "Enter", "tab": "Tab", "pageup": "Page up", "pagedown": "Page down"}
NAMES |= {f"f{number}": f"F{number}" for number in range(1, 13)}


def names_of(binding: Binding) -> list[str]:
    """The keys of a binding, as people call them."""
    return [NAMES.get(key, key) for key in binding.key.split(",")]


def meaning_of(binding: Binding) -> str:
    """What a binding does."""
    return binding.tooltip or binding.description


def bindings_of(kind: type[DOMNode], until: type[DOMNode]) -> list[Binding]:
    """The bindings of a class and of those that it inherits from, as far as before ``until``."""
    bindings: list[Binding] = []
    for each in kind.__mro__[: kind.__mro__.index(until)]:
        bindings += listed(each.__dict__.get("BINDINGS", ()))
    return bindings


def listed(bindings: Iterable[BindingType]) -> list[Binding]:
    """Those that are bindings with a description."""
    return [each for each in bindings if isinstance(each, Binding) and each.description]


def sections() -> list[tuple[str, Sequence[Binding]]]:
    """All keys under the headings of where they work."""
    from chatapp.app import ChatApp
    from chatapp.screens.alignment_picture import AlignmentPicture
    from chatapp.screens.chat import ChatScreen
    from chatapp.screens.mode_screen import ModeScreen
    from chatapp.screens.models import ModelsScreen
    from chatapp.screens.settings import SettingsScreen
    from chatapp.screens.teach import TeachScreen
    from chatapp.screens.translate import TranslateScreen
    from chatapp.widgets.alternatives_list import AlternativesList
    from chatapp.widgets.candidates_list import CandidatesList
    from chatapp.widgets.composer import Composer
    from chatapp.widgets.conversation_list import ConversationList
    from chatapp.widgets.kept_list import KeptList

    return [
        ("Everywhere", [*listed(ChatApp.BINDINGS), *listed(ModeScreen.BINDINGS)]),
        ("Writing", listed(Composer.BINDINGS)),
        ("Chat", bindings_of(ChatScreen, ModeScreen)),
        ("The list of conversations", listed(ConversationList.BINDINGS)),
        ("The list of replies", listed(CandidatesList.BINDINGS)),
        ("Translate", bindings_of(TranslateScreen, ModeScreen)),
        ("Other translations of a sentence", listed(AlternativesList.BINDINGS)),
        ("The picture of words that belong together", listed(AlignmentPicture.BINDINGS)),
        ("What was kept", listed(KeptList.BINDINGS)),
        ("Models", listed(ModelsScreen.BINDINGS)),
        ("Settings", listed(SettingsScreen.BINDINGS)),
        ("Teach", listed(TeachScreen.BINDINGS)),
    ]


def markdown() -> str:
    """Write all keys as Markdown."""
    lines = [
        "# Keys",
        "",
        "Written by `python docs/write_keys.py` from the bindings themselves. In the app, `F1` lists those that work "
        "where you are, and `ctrl+p` has every command by name; the mouse does what the keys do.",
    ]
    for heading, bindings in sections():
        lines += ["", f"## {heading}", "", "| key | does |", "|---|---|"]
        for each in bindings:
            keys = ", ".join(f"`{name}`" for name in names_of(each))
            lines.append(f"| {keys} | {meaning_of(each)} |")
    return "\n".join(lines) + "\n"

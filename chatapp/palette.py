"""Every action by name, for the command palette."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from textual.app import SystemCommand
from textual.screen import Screen

from chatapp.screens.chat import ChatScreen
from chatapp.screens.live_translation import LANGUAGE_NAMES
from chatapp.screens.translate import TranslateScreen

if TYPE_CHECKING:
    from chatapp.app import ChatApp


def commands(app: ChatApp, screen: Screen[Any]) -> Iterator[SystemCommand]:
    """The commands that can be given on a screen; each tells its key."""
    yield SystemCommand("Chat", "Go to the chat (F2)", lambda: app.call_later(app.action_mode, "chat"))
    yield SystemCommand("Translate", "Go to the translation (F3)", lambda: app.call_later(app.action_mode, "translate"))
    if isinstance(screen, ChatScreen):
        yield SystemCommand("New conversation", "Begin a new one (ctrl+n)", screen.action_new_conversation)
        yield SystemCommand("Conversations", "Show or hide the list (ctrl+o)", screen.action_conversations)
        yield SystemCommand("Try again", "Ask for another reply (ctrl+r)", screen.action_try_again)
        yield SystemCommand("Stop", "Stop the reply (Esc)", screen.action_stop)
        yield SystemCommand("Other replies", "Choose among them (alt+a)", screen.action_candidates)
        yield SystemCommand("Correct the reply", "Write what it should be (alt+r)", screen.action_correct)
        yield SystemCommand("Why this reply", "Where it came from, how sure (alt+i)", screen.action_explain)
        yield SystemCommand("Edit your message", "In a copy of the conversation (alt+e)", screen.action_edit)
        yield SystemCommand("Copy the message", "The one pointed at, or the last reply (alt+c)", screen.action_copy)
        yield SystemCommand("Copy the conversation", "All of it (alt+y)", screen.action_copy_all)
        yield SystemCommand("Export the conversation", "To Markdown or JSONL (alt+x)", screen.action_export)
        yield SystemCommand("Import conversations", "From Markdown or JSONL (alt+o)", screen.action_import)
    if isinstance(screen, TranslateScreen):
        yield SystemCommand("Swap", "Swap the two languages (ctrl+s)", screen.action_swap)
        yield SystemCommand("Copy the translation", "To the clipboard (alt+c)", screen.action_copy_translation)
        yield SystemCommand("Try again", "Translate again (ctrl+r)", screen.action_try_again)
        for code, name in LANGUAGE_NAMES.items():
            yield SystemCommand(f"Translate into {name}", "(ctrl+l)", screen.into(code))
        for code, name in {"auto": "any language", **LANGUAGE_NAMES}.items():
            yield SystemCommand(f"Translate from {name}", "(alt+l)", screen.out_of(code))
    yield SystemCommand("Models", "Which there are; give and take them (alt+m)", app.action_models)
    yield SystemCommand("Settings", "Everything that can be chosen (alt+s)", app.action_settings)
    yield SystemCommand("Teach", "Teach a model your own dialogues (alt+t)", app.action_teach)
    if app.settings.chat_model:
        yield SystemCommand("Shipped model", "Let it chat again", lambda: app.call_later(app.let_chat, ""))
    yield SystemCommand("Suggestions", "Switch them on or off (F4)", app.action_suggestions)
    yield SystemCommand("Dark or light", "Go to the other one of the two own themes", app.action_dark_or_light)
    yield SystemCommand("Theme", "Choose any theme", app.action_change_theme)
    yield SystemCommand("Keys", "List the keys (F1)", app.action_key_help)
    yield SystemCommand("Quit", "Leave the app (ctrl+q)", app.action_quit)

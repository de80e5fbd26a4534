"""The conversations and kept translations, in one SQLite file, written as each message is finished."""

from chatapp.history.records import (
    MARK_BEGIN,
    MARK_END,
    Candidate,
    Conversation,
    Found,
    KeptTranslation,
    Message,
    Rating,
    Role,
    State,
    Told,
)
from chatapp.history.store import PAGE, History
from chatapp.history.thread import HistoryThread

__all__ = [
    "MARK_BEGIN",
    "MARK_END",
    "PAGE",
    "Candidate",
    "Conversation",
    "Found",
    "History",
    "HistoryThread",
    "KeptTranslation",
    "Message",
    "Rating",
    "Role",
    "State",
    "Told",
]

"""The app's own engine with the bundle that is to chat; never one that a person put on this machine."""

from __future__ import annotations

from pathlib import Path

from chatapp.engine.engine import Engine
from models.configuration import ConfigurationError

SHIPPED = Path(__file__).parents[1] / "chatapp" / "bundles" / "conversation"


def chat_engine(bundle: Path) -> Engine:
    """Make an engine that chats by ``bundle``.

    Raises:
        ConfigurationError: the bundle does not chat.
        CannotAnswer: it cannot be used.
    """
    engine = Engine.on_this_machine([bundle])
    if not engine.library.bundles[0].serves("chat"):
        raise ConfigurationError(f"{bundle}: this bundle cannot chat; give one that can.")
    return engine

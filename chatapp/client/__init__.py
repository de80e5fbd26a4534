"""The engine process as the screens see it: started, asked, and started again when it dies."""

from chatapp.client.client import ENGINE_COMMAND, EngineClient
from chatapp.client.exchange import Exchange, Question
from chatapp.client.status import EngineStatus, Phase

__all__ = ["ENGINE_COMMAND", "EngineClient", "EngineStatus", "Exchange", "Phase", "Question"]

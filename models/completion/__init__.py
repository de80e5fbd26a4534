"""How a half-typed line could go on: decoding that is held to what was typed so far, whatever its pieces."""

from models.completion.complete import Completion, complete
from models.completion.spellings import Spellings
from models.completion.tree import Node, Tree

__all__ = ["Completion", "Node", "Spellings", "Tree", "complete"]

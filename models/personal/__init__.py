"""What a person tends to write, mixed into what a network expects while it decodes; nothing is trained."""

from models.personal.piece_memory import PieceMemory
from models.personal.remembering_stepper import RememberingStepper

__all__ = ["PieceMemory", "RememberingStepper"]

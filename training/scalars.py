"""The numbers of a run for TensorBoard, on request."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from models.configuration import ConfigurationError


class Scalars:
    """Writes every number of an event as ``event/name``, and those of a corpus as ``event/name/corpus``."""

    def __init__(self, folder: Path) -> None:
        """Begin, or go on.

        Raises:
            ConfigurationError: the package is missing.
        """
        try:
            from torch.utils.tensorboard import SummaryWriter
        except ImportError as error:
            raise ConfigurationError(
                "--tensorboard: the package tensorboard is missing; `pip install tensorboard`, or leave the option out."
            ) from error
        self._writer = SummaryWriter(str(folder))

    def write(self, event: str, fields: Mapping[str, Any]) -> None:
        """Write the numbers of an event."""
        for name, value in fields.items():
            numbers = (
                {f"{name}/{key}": each for key, each in value.items()} if isinstance(value, dict) else {name: value}
            )
            for key, number in numbers.items():
                if key != "step" and isinstance(number, int | float):
                    self._writer.add_scalar(f"{event}/{key}", number, int(fields["step"]))

    def close(self) -> None:
        """Write what is left."""
        self._writer.close()

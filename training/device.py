"""Chooses where to compute."""

from __future__ import annotations

import os

import torch

from models.configuration import ConfigurationError


def choose_device(wanted: str) -> torch.device:
    """Return the device called ``wanted`` (``auto``, ``cpu``, ``cuda``, ``cuda:1``, ``mps``).

    Raises:
        ConfigurationError: there is no such device here.
    """
    if wanted == "auto" and not torch.cuda.is_available():
        return torch.device("mps" if torch.backends.mps.is_available() else "cpu")
    if wanted in ("auto", "cuda") and torch.cuda.is_available():
        # Of the processes that torchrun starts on a machine, each has a GPU of its own.
        device = torch.device("cuda", int(os.environ.get("LOCAL_RANK", "0")))
        torch.cuda.set_device(device)
        return device
    try:
        device = torch.device(wanted)
        torch.empty(1, device=device)
    except (RuntimeError, AssertionError) as error:
        raise ConfigurationError(
            f"--device {wanted}: not to be had here; leave it out to let the app choose."
        ) from error
    return device

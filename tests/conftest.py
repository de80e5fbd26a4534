"""Shared by all tests: nothing reaches the network, and torch computes with one thread."""

from __future__ import annotations

import os
import socket
from typing import Any

import pytest

os.environ.setdefault("OMP_NUM_THREADS", "1")


@pytest.fixture(autouse=True)
def _offline(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = socket.socket.connect

    def refuse(self: socket.socket, address: Any) -> None:
        # What is said to this machine itself does not leave it.
        if self.family == socket.AF_UNIX or address[0] in ("127.0.0.1", "::1"):
            connect(self, address)
            return
        raise AssertionError(f"a test wanted to reach {address!r}; chatapp works offline")

    monkeypatch.setattr(socket.socket, "connect", refuse)

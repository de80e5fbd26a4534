"""Shared by all tests: nothing reaches the network, and torch computes with one thread."""

from __future__ import annotations

import os
import socket

import pytest

os.environ.setdefault("OMP_NUM_THREADS", "1")


@pytest.fixture(autouse=True)
def _offline(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: socket.socket, address: object) -> None:
        if self.family == socket.AF_UNIX:
            return
        raise AssertionError(f"a test wanted to reach {address!r}; chatapp works offline")

    monkeypatch.setattr(socket.socket, "connect", refuse)

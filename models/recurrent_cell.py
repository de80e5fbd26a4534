"""The cells that every shape can be built of, by name; torch-free, so that recipes and manifests can name them."""

from __future__ import annotations

from typing import Literal

Cell = Literal["lstm", "gru", "rnn"]

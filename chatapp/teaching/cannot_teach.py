"""Why there is no teaching."""

from __future__ import annotations


class CannotTeach(Exception):  # noqa: N818 (a sentence, not a fault)
    """What was asked for cannot be taught; the message is one sentence: what is wrong, where, and what to do."""

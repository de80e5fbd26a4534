"""Where a reply came from, in words."""

from __future__ import annotations

from collections.abc import Sequence

from chatapp.history.records import Candidate
from chatapp.widgets.printable import printable


def how_it_came(said: str, candidates: Sequence[Candidate]) -> str:
    """Say in a sentence or two where a reply came from, and how sure the network was of it."""
    reply = next((each for each in candidates if each.text == said), None)
    if reply is None:
        return "It was not kept where this reply came from."
    if reply.origin and reply.prompt == reply.text and reply.likeness is not None:
        told = f"A sentence of {printable(reply.origin)}, {reply.likeness:.0%} like what you asked"
    elif reply.origin:
        told = f"An answer from {printable(reply.origin)}"
        if reply.prompt and reply.likeness is not None:
            told += f" to “{printable(reply.prompt)}”, which is {reply.likeness:.0%} like what you said"
    else:
        told = "The network wrote it" + (" and drew its words by chance" if reply.sampled else ", the likeliest words")
    told += "."
    if reply.probability is not None:
        told += f" The network gives each piece of it {reply.probability:.0%} on average."
    if len(candidates) > 1:
        place = sorted(candidates, key=lambda each: -each.score).index(reply) + 1
        told += f" Of {len(candidates)} candidates it is number {place}; alt+a lists them."
    return told

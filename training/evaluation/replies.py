"""How varied the replies of a chat model are: distinct-1, distinct-2 (Li et al. 2016) and their length.

No reference can say whether a reply is good, but a model that answers everything alike shows here.
"""

from __future__ import annotations

from collections.abc import Sequence

from models import layout
from models.manifest import Score
from models.many_to_many import ManyToMany
from models.pieces import Pieces
from training.evaluation.decode import WIDTH, decode
from training.evaluation.outputs import Output
from training.example import Example
from training.vectors.of_words import words_of

MOST = 200
"""Prompts that are answered, taken evenly from the test."""


def distinct(replies: Sequence[str], length: int) -> float:
    """Return the share of different ones among all runs of ``length`` words within replies, from 0 to 1."""
    runs = []
    for reply in replies:
        words = words_of(reply)
        runs += [tuple(words[start : start + length]) for start in range(len(words) - length + 1)]
    return len(set(runs)) / max(1, len(runs))


def score_replies(
    model: ManyToMany, pieces: Pieces, test: str, examples: Sequence[Example]
) -> tuple[list[Score], list[Output]]:
    """Answer the prompts of a test.

    Returns:
        the scores, and each prompt with its reply and that of the test.
    """
    asked = examples[:: -(-len(examples) // MOST) or 1]
    sources = [
        layout.chat_source(pieces, [pieces.encode(turn) for turn in (*example.context, example.source)])
        for example in asked
    ]
    replies = list(decode(model, pieces, sources))
    lengths = [len(words_of(reply)) for reply in replies]
    signature = f"{len(replies)} replies, beam {WIDTH}"
    scores = [
        Score(test, "distinct-1", round(distinct(replies, 1), 3), signature),
        Score(test, "distinct-2", round(distinct(replies, 2), 3), signature),
        Score(test, "words a reply", round(sum(lengths) / max(1, len(lengths)), 1), signature),
    ]
    outputs = [
        Output(test, "", 0.0, "\n".join((*example.context, example.source)), reply, (example.target,))
        for example, reply in zip(asked, replies, strict=True)
    ]
    return scores, outputs

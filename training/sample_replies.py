"""What a network says to a few fixed prompts while it is trained, so that a person hears it get better."""

from __future__ import annotations

from collections.abc import Sequence

import numpy

from models import layout, search
from models.many_to_many import ManyToMany, ManyToManyStepper
from models.pieces import Pieces

LONGEST = 30
"""Pieces of a reply."""

_NO_REPEAT = 3


def sample_replies(model: ManyToMany, pieces: Pieces, prompts: Sequence[str]) -> list[str]:
    """Answer each prompt by the likeliest next piece, all in one batch; leaves the model in evaluation mode.

    Nothing is drawn by chance, so that a training goes on as if nobody had asked.
    """
    stepper = ManyToManyStepper(model)
    state = stepper.start([layout.chat_source(pieces, [pieces.encode(prompt)]) for prompt in prompts])
    found = search.greedy(
        stepper,
        state,
        numpy.full(len(prompts), pieces.begin),
        numpy.full(len(prompts), LONGEST),
        pieces.end,
        forbidden=numpy.array(sorted(pieces.controls - {pieces.end})),
        no_repeat=_NO_REPEAT,
    )
    return [pieces.decode(each.pieces) for each in found]

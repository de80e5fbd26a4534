"""What to answer where a person has taught answers of their own: those to what is like their questions, else the rest.

The answers are the corpus's own, to the word, as AliMe Chat has it (Qiu et al. 2017); what no question is like goes to
whoever chats otherwise, so that nobody is told the opening hours who wanted to be cheered up.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from chatapp.engine.candidates import Candidate, Considered, Reply, Voices
from chatapp.engine.clean_line import clean_line
from chatapp.engine.replies import Replies
from models.exemplars.asked import Asked
from models.exemplars.manner import Manner
from models.exemplars.nearest import Found
from models.exemplars.words import words_of
from models.stepper import StateType

EVERYDAY = 0.4
"""How much it counts against a question that an everyday prompt is like what was said."""

STATED = 0.12
"""How much it counts against a question that what was said asks nothing."""


def to_the_word(found: Sequence[Found], seed: int | None) -> Considered:
    """Answer as the first of some exemplars does; a seed takes another of them."""
    candidates = tuple(
        Candidate(
            Reply(each.exemplar.reply, each.exemplar.source), each.likeness, None, each.likeness, each.exemplar.prompt
        )
        for each in found
    )
    return Considered(candidates[0 if seed is None else seed % len(candidates)].reply, candidates)


class TaughtReplies(Replies[StateType]):
    """Answers from exemplars above a likeness, and lets ``otherwise`` answer below it."""

    def __init__(self, asked: Asked, answers_from: float, otherwise: Replies[StateType]) -> None:
        super().__init__(otherwise.network, otherwise.pieces, otherwise.nearest)
        self.asked = asked
        self.answers_from = answers_from
        self.otherwise = otherwise

    def consider(
        self,
        turns: Sequence[str],
        seed: int | None = None,
        should_stop: Callable[[], bool] = lambda: False,
        voices: Voices = "both",
    ) -> Considered:
        """Answer the last of ``turns``; a seed takes the next best answer of those that are like enough."""
        fitting = self.fitting(clean_line(turns[-1])) if voices != "network" else []
        if not fitting:
            return self.otherwise.consider(turns, seed, should_stop, voices)
        return to_the_word(fitting, seed)

    def was_taught(self, said: str) -> bool:
        """Tell whether a question that was taught is like enough to what was said."""
        return bool(self.fitting(clean_line(said)))

    def fitting(self, line: str) -> list[Found]:
        """Return the exemplars that are like enough to ``line``, the likest first."""
        found = self.asked.find(line)
        if not found:
            return []
        words = words_of(line)
        if words and words == words_of(found[0].exemplar.prompt):
            return found[:1]
        everyday = self.nearest.find(line, "", 1) if self.nearest is not None else []
        needed = self.answers_from + (EVERYDAY * everyday[0].likeness if everyday else 0.0)
        stated = not Manner.of(line).asks
        return [
            each
            for each in found
            if each.likeness >= needed + (STATED if stated and Manner.of(each.exemplar.prompt).asks else 0.0)
        ]

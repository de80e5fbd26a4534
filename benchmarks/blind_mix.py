"""The replies of several systems in one file to judge, without a word on who gave which."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.json_lines import read_lines
from models.configuration import ConfigurationError

Key = dict[str, list[str]]
"""From the number of a line to be judged to the systems that gave its reply."""


@dataclass(frozen=True)
class Answer:
    """What a system replied; ``turns`` are what came before, oldest first, the last one the prompt."""

    prompt: int
    system: str
    turns: tuple[str, ...]
    reply: str


def read_answers(path: Path) -> list[Answer]:
    """Read what ``answer`` wrote.

    Raises:
        ConfigurationError: the file cannot be read, or says something else.
    """
    answers = []
    for place, line in read_lines(path):
        try:
            answers.append(Answer(int(line["id"]), str(line["system"]), tuple(line["turns"]), str(line["reply"])))
        except (KeyError, TypeError, ValueError) as error:
            raise ConfigurationError(f"{place}: this is no answer; give a file that `answer` wrote.") from error
    return answers


def mix(systems: Sequence[Sequence[Answer]], count: int, seed: int) -> tuple[list[dict[str, Any]], Key]:
    """Draw prompts, the same for all systems, and shuffle the replies.

    A reply that several systems gave in the same conversation stands there once, so that it gets one label.

    Args:
        systems: the answers of each.
        count: how many prompts, at most.
        seed: decides which, and the order.

    Returns:
        the lines to judge, and the key.

    Raises:
        ConfigurationError: two systems have one name, one answered a prompt twice, or no prompt was answered by all.
    """
    tables = [_by_prompt(answers) for answers in systems]
    names = [answers[0].system for answers in systems if answers]
    if len(set(names)) < len(systems):
        raise ConfigurationError(f"Systems must have different names, not {', '.join(names)}: answer with --name.")
    shared = sorted(set(tables[0]).intersection(*tables[1:]))
    if not shared:
        raise ConfigurationError("No prompt was answered by all systems: let them answer the same prompts.")
    draw = random.Random(seed)
    chosen = draw.sample(shared, min(count, len(shared)))
    given: dict[tuple[int, tuple[str, ...], str], list[str]] = {}
    for prompt in chosen:
        for table in tables:
            answer = table[prompt]
            given.setdefault((prompt, answer.turns, answer.reply), []).append(answer.system)
    order = sorted(given)
    draw.shuffle(order)
    lines = [
        {"item": number, "id": prompt, "turns": turns, "reply": reply, "why": "", "sensible": None, "specific": None}
        for number, (prompt, turns, reply) in enumerate(order, 1)
    ]
    return lines, {str(number): given[each] for number, each in enumerate(order, 1)}


def _by_prompt(answers: Sequence[Answer]) -> Mapping[int, Answer]:
    table: dict[int, Answer] = {}
    for answer in answers:
        if answer.system != answers[0].system or answer.prompt in table:
            raise ConfigurationError(
                f"Prompt {answer.prompt} of '{answers[0].system}' is there twice, or under another system's name: "
                "give each system's answers in a file of their own."
            )
        table[answer.prompt] = answer
    return table

"""What is in a person's files, as ``training corpus`` reports it, and whether it can be taught."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from chatapp.teaching.cannot_teach import CannotTeach

LEAST_PAIRS = 2
_TOO_LONG = "too long (over 600 characters)"


@dataclass(frozen=True)
class Preview:
    """What was understood of the files.

    Attributes:
        files: as the person named them.
        format: what they are.
        task: what they are good for: ``chat``, ``translate``, ``labels`` or ``lines``.
        pairs: prompts with a reply.
        duplicates: of these, how many are there already, in the same or nearly the same words.
        left_out: how many of the pairs nothing can be learnt from, by reason.
        dialogues, messages: how many there are.
        speakers: messages by speaker, of a chat export.
        languages: texts by language, of the first ones.
        rejects: what could not be read, by reason, and where first.
        samples: some pairs.
        passages: how many questions are about a text that stands with them.
        me: the speaker whose part the person plays.
    """

    files: tuple[str, ...]
    format: str
    task: str
    pairs: int
    duplicates: int
    dialogues: int
    messages: int
    speakers: dict[str, int] = field(default_factory=dict)
    languages: dict[str, int] = field(default_factory=dict)
    rejects: dict[str, tuple[int, str]] = field(default_factory=dict)
    samples: tuple[tuple[str, ...], ...] = ()
    left_out: dict[str, int] = field(default_factory=dict)
    passages: int = 0
    me: str = ""

    @property
    def learnt(self) -> int:
        """How many different pairs there are to learn."""
        return max(0, self.pairs - self.duplicates - sum(self.left_out.values()))


def preview(files: Sequence[str], me: str = "", least: int = LEAST_PAIRS) -> Preview:
    """Read files once and say what is in them; takes the time of one reading.

    Fewer pairs than ``least`` are too little.

    Raises:
        CannotTeach: they cannot be read, or there is nothing in them to learn replies from.
    """
    if not files:
        raise CannotTeach("There is no file to learn from: give the path of one.")
    command = [sys.executable, "-m", "training", "corpus", *files, "--json", *(["--me", me] if me else [])]
    done = subprocess.run(command, capture_output=True, check=False, stdin=subprocess.DEVNULL)
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise CannotTeach(said[-1].removeprefix("training: ") if said else "The files could not be read.")
    found = _preview(files, json.loads(done.stdout), me)
    check(found, least)
    return found


def check(found: Preview, least: int = LEAST_PAIRS) -> None:
    """Refuse what no reply can be learnt from.

    Raises:
        CannotTeach: says why.
    """
    where = ", ".join(found.files)
    wanted = "give questions with their answers (two columns), or a chat of two people"
    if not found.pairs and len(found.speakers) == 1:
        raise CannotTeach(f"{where}: only {next(iter(found.speakers))} speaks there, nobody answers; {wanted}.")
    if not found.pairs:
        why = "; ".join(f"{count:,} {reason}" for reason, (count, _) in found.rejects.items())
        raise CannotTeach(f"{where}: nobody is answered there{f' (not read: {why})' if why else ''}; {wanted}.")
    if found.task == "labels":
        raise CannotTeach(f"{where}: these are texts with labels, not dialogues; {wanted}.")
    if found.samples and not any(any(map(str.isalnum, prompt)) for prompt, *_ in found.samples):
        raise CannotTeach(f"{where}: what is asked there has no words, only signs; {wanted}.")
    if found.learnt < least and found.left_out:
        why = ", ".join(f"{count:,} {reason}" for reason, count in found.left_out.items())
        raise CannotTeach(f"{where}: {found.learnt:,} of {found.pairs:,} pairs can be learnt ({why}); {wanted}.")
    if found.learnt < least:
        raise CannotTeach(
            f"{where}: one question with its answer, {found.pairs:,} times, is too little to learn; {wanted}."
            if found.pairs > 1
            else f"{where}: a single question with its answer is too little to learn; {wanted}."
        )


def lines(found: Preview) -> Iterator[str]:
    """Say it to a person, a line at a time."""
    yield f"{found.learnt:,} pairs to learn from {', '.join(found.files)} ({found.format})"
    if found.duplicates:
        yield f"{found.duplicates:,} more are there already, in the same or nearly the same words"
    for reason, count in found.left_out.items():
        yield f"left out: {count:,} {_TOO_LONG if reason == 'too long' else reason}"
    if found.passages:
        yield f"{found.passages:,} questions are about a text that stands with them"
    elif found.dialogues:
        plural = "" if found.dialogues == 1 else "s"
        yield f"{found.dialogues:,} dialogue{plural} with {found.messages:,} messages"
    if found.speakers:
        names = ", ".join(f"{name} ({count:,})" for name, count in found.speakers.items())
        plays = f"you are {found.me}" if found.me else "say who you are, or both are learnt"
        yield f"speakers: {names}; {plays}"
    total = sum(found.languages.values())
    if total:
        yield "languages: " + ", ".join(f"{name} {count / total:.0%}" for name, count in found.languages.items())
    for reason, (count, first) in found.rejects.items():
        yield f"not read: {count:,} {reason}, first at {first}"


def _preview(files: Sequence[str], report: dict[str, Any], me: str) -> Preview:
    first = report["first_rejects"]
    return Preview(
        files=tuple(files),
        format=report["format"],
        task=report["task"],
        pairs=report["replies"] if report["dialogues"] else report["pairs"],
        duplicates=report["duplicates"] + report["near_duplicates"],
        left_out=report["left_out"],
        dialogues=report["dialogues"],
        messages=report["messages"],
        speakers=report["speakers"],
        languages=report["languages"],
        rejects={reason: (count, str(first.get(reason, ""))) for reason, count in report["rejects"].items()},
        samples=tuple(tuple(sample) for sample in report["samples"]),
        passages=report["passages"],
        me=me,
    )

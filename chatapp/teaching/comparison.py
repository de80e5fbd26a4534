"""Old and new side by side: what the one that chats now and the one just taught say to the same prompts."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from chatapp.teaching.cannot_teach import CannotTeach
from chatapp.teaching.folder import Teaching


@dataclass(frozen=True)
class Compared:
    """A prompt and two replies."""

    prompt: str
    old: str
    new: str


def compare(teaching: Teaching) -> list[Compared]:
    """Ask both; takes seconds.

    Raises:
        CannotTeach: one of them cannot answer.
    """
    try:
        prompts = [line for line in teaching.prompts.read_text("utf-8").splitlines() if line.strip()]
    except OSError:
        prompts = []
    if not prompts:
        return []
    old = _replies([], prompts)
    new = _replies(["--bundle", str(teaching.bundle)], prompts)
    return [Compared(*each) for each in zip(prompts, old, new, strict=True)]


def _replies(who: Sequence[str], prompts: Sequence[str]) -> list[str]:
    given = "".join(f"{prompt}\n" for prompt in prompts).encode()
    command = [sys.executable, "-m", "chatapp", "chat", "--fresh", *who]
    done = subprocess.run(command, input=given, capture_output=True, check=False)
    if done.returncode:
        raise CannotTeach(done.stderr.decode("utf-8", "replace").strip().removeprefix("chatapp: "))
    return done.stdout.decode("utf-8").splitlines()

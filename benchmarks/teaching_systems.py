"""Who is taught and asked in ``benchmarks.teaching``: this app, its network alone, a plain fine-tune, ChatterBot."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy

from benchmarks.chat_engine import chat_engine
from chatapp.engine.fastest import line_to_line
from chatapp.teaching.begin import begin
from chatapp.teaching.cannot_teach import CannotTeach
from chatapp.teaching.folder import Teaching
from chatapp.teaching.preview import preview
from models import bundle, layout, search
from models.pieces import Pieces

Exchange = tuple[str, str]


@dataclass(frozen=True)
class Answered:
    """What a system answered to a list of prompts, and what it costs.

    Attributes:
        answers: one a prompt.
        taught: seconds of teaching.
        perplexity: of a piece of general dialogue; None where there is no network.
        translations: of some sentences; None where the system cannot translate.
    """

    answers: list[str]
    taught: float
    perplexity: float | None = None
    translations: list[str] | None = None


def teach(name: str, pairs: Path, *, plain: bool) -> tuple[Teaching, float]:
    """Teach as the app does; ``plain``: the same updates on the pairs alone, held near nothing.

    Raises:
        CannotTeach: the training failed.
    """
    teaching = Teaching(name)
    if (teaching.bundle / "bundle.json").exists():
        return teaching, _seconds(teaching)
    teaching = begin(name, preview([str(pairs)]))
    if plain:
        recipe = teaching.recipe.read_text("utf-8")
        recipe = re.sub(r"(?ms)^\[\[corpus\]\]\npath = \"corpora/.*?(?=^\[\[|\Z)", "", recipe)
        recipe = re.sub(r"(?m)^(closeness|average) = .*$", r"\1 = 0.0", recipe)
        teaching.recipe.write_text(recipe, "utf-8")
    done = subprocess.run(
        [
            *(sys.executable, "-m", "training", "run", str(teaching.recipe), str(teaching.run)),
            *("--data", str(teaching.folder), "--bundle", str(teaching.bundle), "--device", "cpu", "--threads", "1"),
        ],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
    )
    if done.returncode:
        raise CannotTeach(done.stderr.decode("utf-8", "replace"))
    return teaching, _seconds(teaching)


def _seconds(teaching: Teaching) -> float:
    """Return how long a teaching took, from its recipe to its bundle."""
    return (teaching.bundle / "bundle.json").stat().st_mtime - teaching.prompts.stat().st_mtime


def ask_app(
    folder: Path, prompts: Sequence[str], general: Sequence[Exchange], sentences: Sequence[str], seconds: float = 0.0
) -> Answered:
    """Ask the app with the bundle in ``folder``; general dialogue goes to the network that answers it there."""
    engine = chat_engine(folder)
    answers = [engine.reply([prompt]).text for prompt in prompts]
    replies: Any = engine.services.replies()
    replies = getattr(replies, "otherwise", replies)
    translations = [engine.translate(sentence, "fr", "en").text for sentence in sentences]
    return Answered(answers, seconds, perplexity(replies.network, replies.pieces, general), translations)


def ask_network(
    folder: Path, prompts: Sequence[str], general: Sequence[Exchange], sentences: Sequence[str], seconds: float
) -> Answered:
    """Ask the network in ``folder`` alone, as if it were all there is."""
    from chatapp.engine.replies import Replies
    from chatapp.engine.translator import Translator
    from models.direction import Direction

    loaded = bundle.load(folder)
    network = line_to_line(loaded)
    replies, translator = Replies(network, loaded.pieces), Translator(network, loaded.pieces)
    return Answered(
        [replies.reply([prompt]).text for prompt in prompts],
        seconds,
        perplexity(network, loaded.pieces, general),
        ["".join(translator.translate(sentence, Direction("en", "fr"))) for sentence in sentences],
    )


def ask_chatterbot(python: Path, pairs: Sequence[Exchange], prompts: Sequence[str]) -> dict[str, Any]:
    """Teach and ask ChatterBot; see ``benchmarks/chatterbot_answers.py`` for what comes back.

    Raises:
        CannotTeach: it did not answer.
    """
    done = subprocess.run(
        [str(python), str(Path(__file__).with_name("chatterbot_answers.py"))],
        input=json.dumps({"pairs": list(pairs), "prompts": list(prompts)}).encode(),
        capture_output=True,
        check=False,
    )
    if done.returncode:
        raise CannotTeach(done.stderr.decode("utf-8", "replace"))
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def perplexity(network: Any, pieces: Pieces, exchanges: Sequence[Exchange]) -> float | None:
    """Return the perplexity of a piece of the replies; None of no exchanges."""
    total = count = 0.0
    for begin_at in range(0, len(exchanges), 32):
        batch = exchanges[begin_at : begin_at + 32]
        state = network.start([layout.chat_source(pieces, [pieces.encode(prompt)]) for prompt, _ in batch])
        lines = [pieces.encode(reply) for _, reply in batch]
        firsts = numpy.full(len(batch), pieces.begin)
        total += float(search.score(network, state, firsts, lines, pieces.end).sum())
        count += sum(len(line) + 1 for line in lines)
    return float(numpy.exp(-total / count)) if count else None

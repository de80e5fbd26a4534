"""``chatapp mood``."""

from __future__ import annotations

from pathlib import Path

import click

from chatapp.command_line.asking import bundle_option, engine_for, text_argument
from chatapp.command_line.lines import answer_each
from chatapp.command_line.told import as_line, json_option


@click.command("mood")
@text_argument
@json_option
@bundle_option
def command(text: tuple[str, ...], as_json: bool, bundle: Path | None) -> None:
    """Tell the mood of TEXT, or of each line of standard input.

    The mood and its probability are written on one line, with a tab between them; where several moods are right, each
    follows the one before after a tab, the clearest first.

    \b
      chatapp mood "Thank you so much, that made my day!"
    """
    engine = engine_for("mood", bundle)

    def answer(line: str) -> str:
        found = engine.mood(line)
        if as_json:
            moods = [{"mood": each.label, "probability": each.probability} for each in found]
            return as_line({"text": line, "moods": moods})
        return "\t".join(f"{each.label}\t{each.probability:.3f}" for each in found)

    answer_each(text, answer)

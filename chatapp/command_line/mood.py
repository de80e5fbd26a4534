"""``chatapp mood``."""

from __future__ import annotations

from pathlib import Path

import click

from chatapp.command_line.asking import bundle_option, engine_for, text_argument
from chatapp.command_line.lines import answer_each


@click.command("mood")
@text_argument
@bundle_option
def command(text: tuple[str, ...], bundle: Path | None) -> None:
    """Tell the mood of TEXT, or of each line of standard input.

    The mood and its probability are written on one line, with a tab between them; where several moods are right, each
    follows the one before after a tab, the clearest first.

    \b
      chatapp mood "Thank you so much, that made my day!"
    """
    engine = engine_for("mood", bundle)
    answer_each(text, lambda line: "\t".join(f"{mood.label}\t{mood.probability:.3f}" for mood in engine.mood(line)))

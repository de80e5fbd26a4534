"""``chatapp detect``."""

from __future__ import annotations

from pathlib import Path

import click

from chatapp.command_line.asking import bundle_option, engine_for, text_argument
from chatapp.command_line.lines import answer_each

_UNDETERMINED = "und"  # ISO 639-2


@click.command("detect")
@text_argument
@bundle_option
def command(text: tuple[str, ...], bundle: Path | None) -> None:
    """Tell the language of TEXT, or of each line of standard input.

    The code of the language and its probability are written on one line, with a tab between them; "und" where there is
    no word to judge by.
    """
    engine = engine_for("detect", bundle)

    def answer(line: str) -> str:
        found = engine.detect(line)
        return f"{found.language}\t{found.probability:.3f}" if found else f"{_UNDETERMINED}\t0.000"

    answer_each(text, answer)

"""``chatapp detect``."""

from __future__ import annotations

from pathlib import Path

import click

from chatapp.command_line.asking import bundle_option, engine_for, text_argument
from chatapp.command_line.lines import answer_each
from chatapp.command_line.told import as_line, json_option

_UNDETERMINED = "und"  # ISO 639-2


@click.command("detect")
@text_argument
@json_option
@bundle_option
def command(text: tuple[str, ...], as_json: bool, bundle: Path | None) -> None:
    """Tell the language of TEXT, or of each line of standard input.

    The code of the language and its probability are written on one line, with a tab between them; "und" where there is
    no word to judge by.
    """
    engine = engine_for("detect", bundle)

    def answer(line: str) -> str:
        found = engine.detect(line)
        if as_json:
            language, probability = (found.language, found.probability) if found else (_UNDETERMINED, 0.0)
            return as_line({"text": line, "language": language, "probability": probability})
        return f"{found.language}\t{found.probability:.3f}" if found else f"{_UNDETERMINED}\t0.000"

    answer_each(text, answer)

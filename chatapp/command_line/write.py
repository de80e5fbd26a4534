"""``chatapp write``."""

from __future__ import annotations

import secrets
import sys
from pathlib import Path

import click

from chatapp.command_line.asking import bundle_option, check_language, engine_for, text_argument
from chatapp.command_line.lines import answer_each
from chatapp.command_line.told import as_line, json_option


@click.command("write")
@text_argument
@click.option("--words", type=click.IntRange(1, 10_000), default=40, show_default=True, help="About how long.")
@click.option(
    "--temperature",
    type=click.FloatRange(0.05, 3.0),
    default=0.7,
    show_default=True,
    help="Lower is more usual, higher is wilder.",
)
@click.option("--seed", type=click.IntRange(min=0), help="The same seed writes the same text.")
@click.option("--language", metavar="LANGUAGE", help="Language of the text; found out if not given.")
@json_option
@bundle_option
def command(
    text: tuple[str, ...],
    words: int,
    temperature: float,
    seed: int | None,
    language: str | None,
    as_json: bool,
    bundle: Path | None,
) -> None:
    """Go on writing from TEXT, or from each line of standard input.

    A text that is given is written on as the words come; Ctrl-C stops it. Each line of standard input is answered by
    one line that begins with it.

    \b
      chatapp write "Once upon"
      chatapp write --words 100 --temperature 1 --seed 7 "Last summer we"
    """
    engine = engine_for("suggest", bundle)
    check_language(language, next((each.manifest.languages for each in engine.library.serving("suggest")), ()))

    def answer(line: str) -> str:
        drawn = secrets.randbits(32) if seed is None else seed
        more = "".join(engine.write(line, words=words, temperature=temperature, seed=drawn, language=language))
        return as_line({"text": line, "written": more, "seed": drawn}) if as_json else line + more

    if as_json or not text:
        answer_each(text, answer)
        return
    beginning = " ".join(text)
    drawn = secrets.randbits(32) if seed is None else seed
    try:
        _show(beginning)
        for part in engine.write(beginning, words=words, temperature=temperature, seed=drawn, language=language):
            _show(part)
    finally:
        _show("\n")  # where it is stopped, too: what a shell says next begins on a line of its own


def _show(part: str) -> None:
    sys.stdout.buffer.write(part.encode("utf-8", "replace"))
    sys.stdout.buffer.flush()

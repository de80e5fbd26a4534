"""``chatapp translate``."""

from __future__ import annotations

from pathlib import Path

import click

from chatapp.command_line.asking import bundle_option, check_language, engine_for, text_argument
from chatapp.command_line.lines import answer_each


@click.command("translate")
@text_argument
@click.option("--from", "source", metavar="LANGUAGE", help="Language of the text; found out if not given.")
@click.option("--to", "target", metavar="LANGUAGE", required=True, help="Language to translate into, such as fr.")
@bundle_option
def command(text: tuple[str, ...], source: str | None, target: str, bundle: Path | None) -> None:
    """Translate TEXT, or each line of standard input.

    Line breaks, indentation, numbers and addresses stay as they are.

    \b
      chatapp translate --from en --to fr "Where is the station?"
      chatapp translate --to de < letter.txt
    """
    engine = engine_for("translate", bundle)
    for language in (source, target):
        check_language(language, engine.library.languages)
    answer_each(text, lambda line: engine.translate(line, target, source).text)

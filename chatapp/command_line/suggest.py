"""``chatapp suggest``."""

from __future__ import annotations

from pathlib import Path

import click

from chatapp.command_line.asking import bundle_option, check_language, engine_for, text_argument
from chatapp.command_line.lines import answer_each, write_line
from chatapp.command_line.told import as_line, json_option


@click.command("suggest")
@text_argument
@click.option("--language", metavar="LANGUAGE", help="Language of the text; found out if not given.")
@click.option("--previous", metavar="MESSAGE", default="", help="The message that TEXT answers.")
@json_option
@bundle_option
def command(text: tuple[str, ...], language: str | None, previous: str, as_json: bool, bundle: Path | None) -> None:
    """Continue TEXT, or each line of standard input.

    Up to five continuations are written on one line, the best first, with a tab between them. Each is what is to be
    appended to the text as it stands: it begins with a space where a new word begins. An empty TEXT is continued by
    whole replies to the message that it answers.

    \b
      chatapp suggest "How are y"
      chatapp suggest --language fr "Je voudrais"
      chatapp suggest --previous "Are you coming?" ""
    """
    engine = engine_for("suggest", bundle)
    check_language(language, next((each.manifest.languages for each in engine.library.serving("suggest")), ()))

    def answer(line: str) -> str:
        found = engine.suggest(line, previous, language)
        if as_json:
            continuations = [{"text": each.text, "probability": each.probability} for each in found]
            return as_line({"text": line, "continuations": continuations})
        return "\t".join(each.text for each in found)

    if text and not "".join(text).strip():
        write_line(answer(""))
    else:
        answer_each(text, answer)

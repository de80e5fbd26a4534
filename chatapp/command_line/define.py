"""``chatapp define``."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from chatapp.command_line.asking import bundle_option, check_language, engine_for, text_argument
from chatapp.command_line.lines import answer_each
from chatapp.command_line.told import as_line, json_option


@click.command("define")
@text_argument
@click.option("--from", "source", metavar="LANGUAGE", help="Language of the word; found out if not given.")
@click.option("--to", "target", metavar="LANGUAGE", required=True, help="Language to look the word up in, such as fr.")
@click.option("--nearest", is_flag=True, help="Tell words of its own language that mean nearly the same instead.")
@json_option
@bundle_option
def command(
    text: tuple[str, ...], source: str | None, target: str, nearest: bool, as_json: bool, bundle: Path | None
) -> None:
    """Tell what one word, TEXT or each line of standard input, can be in another language.

    Up to five words are written on one line, the best first, each followed by its probability, with tabs between them
    all. A word after whose probability stands "?" is a guess by the spelling: the parallel text has no entry for it.

    \b
      chatapp define --from en --to fr house
      chatapp define --to de < words.txt
    """
    engine = engine_for("define", bundle)
    known = next((each.manifest.languages for each in engine.library.serving("define")), ())
    for language in (source, target):
        check_language(language, known)

    def answer(line: str) -> str:
        if nearest:
            words = engine.nearest_words(line, target, source)
            return as_line({"text": line, "nearest": words}) if as_json else "\t".join(words)
        found = engine.define(line, target, source)
        if as_json:
            return as_line({"text": line, "to": target, "definitions": [asdict(each) for each in found]})
        return "\t".join(f"{each.word}\t{each.probability:.3f}{'' if each.listed else '?'}" for each in found)

    answer_each(text, answer)

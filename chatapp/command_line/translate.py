"""``chatapp translate``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from chatapp.command_line.asking import bundle_option, check_language, engine_for
from chatapp.command_line.failure import UsageFailure
from chatapp.command_line.lines import answer_each

if TYPE_CHECKING:
    from chatapp.engine.engine import Engine

_LOOKS_LIKE_A_FILE = {".txt", ".text", ".md", ".markdown", ".srt", ".vtt"}


@click.command("translate")
@click.argument("text", metavar="[TEXT | FILE]...", nargs=-1)
@click.option("--from", "source", metavar="LANGUAGE", help="Language of the text; found out if not given.")
@click.option("--to", "target", metavar="LANGUAGE", required=True, help="Language to translate into, such as fr.")
@click.option(
    "-o",
    "--output",
    metavar="PLACE",
    type=click.Path(path_type=Path),
    help="File, or folder for files of the same names, to write translated files to.",
)
@click.option("--watch", is_flag=True, help="Translate a file again whenever it changes, until Ctrl-C.")
@click.option("--json", "as_json", is_flag=True, help="Write a line of JSON for each text or file.")
@bundle_option
def command(
    text: tuple[str, ...],
    source: str | None,
    target: str,
    output: Path | None,
    watch: bool,
    as_json: bool,
    bundle: Path | None,
) -> None:
    """Translate TEXT, FILEs, or each line of standard input.

    Line breaks, indentation, numbers, addresses, code and placeholders such as {name} stay as they are. What is given
    is taken for FILEs if each is the name of one: a text, Markdown (.md; code, links, tables and front matter are kept)
    or subtitles (times and numbers are kept). Without -o a translated file is written to standard output.

    \b
      chatapp translate --from en --to fr "Where is the station?"
      chatapp translate --to de < letter.txt
      chatapp translate --to fr -o translated/ README.md film.srt
    """
    files = _files(text, output, watch)
    engine = engine_for("translate", bundle)
    for language in (source, target):
        check_language(language, engine.library.languages)
    if files:
        from chatapp.command_line.translate_files import translate_files

        translate_files(engine, files, target, source, output, watch=watch, as_json=as_json)
        return
    answer_each(text, lambda line: _answer(engine, line, target, source, as_json))


def _answer(engine: Engine, line: str, target: str, source: str | None, as_json: bool) -> str:
    translation = engine.translate(line, target, source)
    if not as_json:
        return translation.text
    answer = {"text": line, "translation": translation.text, "from": source or translation.source, "to": target}
    return json.dumps(answer, ensure_ascii=False)


def _files(text: tuple[str, ...], output: Path | None, watch: bool) -> list[Path]:
    """What was given, if it is names of files; none if it is a text.

    Raises:
        UsageFailure: names of files are wanted and something else was given.
    """
    paths = [Path(each) for each in text if "\0" not in each]
    there = [path for path in paths if _is_file(path)]
    option = "-o" if output else "--watch" if watch else ""
    if not there and not option and not (len(paths) == 1 and _looks_like_a_file(text[0])):
        return []
    if not paths:
        raise UsageFailure(f"{option} is for files: give the names of those to translate.")
    missing = next((path for path in paths if path not in there), None)
    if missing is None:
        return there
    # A text may hold a word that is the name of a file.
    if not option and not _looks_like_a_file(str(missing)):
        return []
    why = "is a folder; give the files in it" if missing.is_dir() else "there is no such file; look at its name"
    raise UsageFailure(f"{missing}: {why}.")


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False  # a text too long for a name


def _looks_like_a_file(text: str) -> bool:
    return " " not in text and Path(text).suffix.lower() in _LOOKS_LIKE_A_FILE

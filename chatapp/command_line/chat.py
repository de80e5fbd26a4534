"""``chatapp chat``."""

from __future__ import annotations

from pathlib import Path

import click

from chatapp.command_line.asking import bundle_option, engine_for, taught_folder, text_argument
from chatapp.command_line.failure import UsageFailure
from chatapp.command_line.lines import answer_each
from chatapp.command_line.passage import passage_of
from chatapp.command_line.told import as_line, json_option

_REMEMBERED = 100


@click.command("chat")
@text_argument
@click.option("--fresh", is_flag=True, help="Answer each line by itself, as if it were the first.")
@click.option("--seed", type=click.IntRange(min=0), help="Draw another answer; the same seed draws the same one.")
@click.option("--who", is_flag=True, help="Say after each answer, on standard error, who spoke.")
@click.option(
    "--passage", metavar="FILE", type=click.Path(path_type=Path), help="Answer questions about the text in this file."
)
@click.option("--model", metavar="NAME", help="Talk to the model of this name, such as one you taught.")
@json_option
@bundle_option
def command(
    text: tuple[str, ...],
    fresh: bool,
    seed: int | None,
    who: bool,
    passage: Path | None,
    model: str | None,
    as_json: bool,
    bundle: Path | None,
) -> None:
    """Answer TEXT, or each line of standard input.

    The lines are one conversation: what was said before is kept in mind.

    \b
      chatapp chat "How are you?"
      printf 'Hello!\\nWhat is your name?\\n' | chatapp chat
      chatapp chat --passage article.txt "When was it built?"
    """
    if model and bundle:
        raise UsageFailure("--model and --bundle both say who answers: give one of them.")
    engine = engine_for("chat", taught_folder(model) if model else bundle)
    about = passage_of(passage) if passage else ""
    turns: list[str] = []

    def answer(line: str) -> str:
        if fresh:
            turns.clear()
        turns.append(line)
        considered = engine.consider(turns, seed, passage=about)
        reply = considered.reply
        turns.append(reply.text)
        del turns[:-_REMEMBERED]
        if who:
            click.echo(f"({reply.source or 'the network'})", err=True)
        if as_json:
            candidates = [
                {
                    "text": each.reply.text,
                    "origin": each.reply.source,
                    "score": each.score,
                    "probability": each.probability,
                }
                for each in considered.candidates
            ]
            told = {"text": line, "reply": reply.text, "origin": reply.source, "candidates": candidates}
            return as_line(told)
        return reply.text

    answer_each(text, answer)

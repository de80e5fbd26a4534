"""``chatapp teach``."""

from __future__ import annotations

import time
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from chatapp.command_line.failure import Failure, UsageFailure
from chatapp.command_line.told import Teller, json_option

if TYPE_CHECKING:
    from chatapp.teaching.folder import Teaching
    from chatapp.teaching.preview import Preview

_PAUSE = 0.5


@click.command("teach")
@click.argument("files", nargs=-1, metavar="FILE...")
@click.option("--name", help="What the taught model is called; needed to begin.")
@click.option("--me", default="", metavar="NAME", help="Who you are in a chat export: the others' replies are learnt.")
@click.option("--from-nothing", is_flag=True, help="Begin from nothing instead of adding to what the network knows.")
@click.option("--preview", "only_preview", is_flag=True, help="Say what is in the files and how long it takes.")
@click.option("--corrections", is_flag=True, help="Teach what you chose, corrected and liked in the chat.")
@click.option("--background", is_flag=True, help="Do not wait for the end.")
@click.option("--keep", is_flag=True, help="Stop the teaching called NAME and keep what it has learnt.")
@click.option("--pause", is_flag=True, help="Stop it; the same command without --pause goes on.")
@click.option("--cancel", is_flag=True, help="Stop it and forget it.")
@click.option("--use", is_flag=True, help="From now on, let the model called NAME chat.")
@click.option("--use-shipped", is_flag=True, help="From now on, let the shipped model chat again.")
@json_option
def command(
    files: tuple[str, ...],
    name: str | None,
    me: str,
    from_nothing: bool,
    only_preview: bool,
    corrections: bool,
    background: bool,
    keep: bool,
    pause: bool,
    cancel: bool,
    use: bool,
    use_shipped: bool,
    as_json: bool,
) -> None:
    """Teach a model your own dialogues: questions and answers, or a chat export.

    The training is a process of its own, of low priority. Ctrl-C leaves it running; without FILEs, the same command
    looks after it again, and goes on with one that was paused or killed. Nothing that is there is overwritten.

    \b
      chatapp teach questions.tsv --name shop
      chatapp chat --model shop
      chatapp teach --corrections
    """
    from chatapp.teaching import process
    from chatapp.teaching.cannot_teach import CannotTeach
    from chatapp.teaching.corrections import free_name, write_corrections
    from chatapp.teaching.estimate import estimate, told
    from chatapp.teaching.folder import teachings
    from chatapp.teaching.preview import LEAST_PAIRS, preview

    tell = Teller(as_json)
    try:
        if use or use_shipped:
            _choose("" if use_shipped else _named(name), tell)
            return
        if corrections:
            files = (*files, str(write_corrections()))
            name = name or free_name()
        if only_preview:
            found = preview(files, me, least=1 if corrections else LEAST_PAIRS)
            _say_preview(found, tell)
            seconds = estimate(found, "nothing" if from_nothing else "add")
            tell(told(seconds), "estimate", seconds=seconds)
            return
        wanted = _named(name)
        begun = next((each for each in teachings() if each.name == wanted), None)
        if begun is None and not files:
            raise CannotTeach(f"No teaching called '{wanted}' was begun: give the files to learn from.")
        if begun is not None and files:
            raise CannotTeach(
                f"A teaching called '{wanted}' was begun already: leave the files out to go on, "
                "cancel it with --cancel, or choose another name."
            )
        if begun is None:
            begun = _begin(wanted, files, me, from_nothing, 1 if corrections else LEAST_PAIRS, tell)
        elif keep:
            process.keep(begun)
            _say_end(begun, tell)
            return
        elif pause or cancel:
            (process.cancel if cancel else process.stop)(begun)
            end = "cancelled" if cancel else "stopped; all that it has learnt is kept"
            tell(f"'{wanted}' was {end}.", "cancelled" if cancel else "stopped", name=wanted)
            return
        if not (begun.bundle / "bundle.json").exists():
            process.start(begun)
        if background:
            told_of = f"'{wanted}' is being taught; `chatapp teach --name {wanted}` shows how far it is."
            tell(told_of, "started", name=wanted)
            return
        _follow(begun, tell)
    except CannotTeach as error:
        raise Failure(str(error)) from error


def _named(name: str | None) -> str:
    if not name:
        raise UsageFailure("The model needs a name: give one with --name.")
    return name


def _begin(name: str, files: tuple[str, ...], me: str, from_nothing: bool, least: int, tell: Teller) -> Teaching:
    from chatapp.teaching.begin import begin
    from chatapp.teaching.preview import preview

    found = preview(files, me, least)
    _say_preview(found, tell)
    return begin(name, found, "nothing" if from_nothing else "add")


def _say_preview(found: Preview, tell: Teller) -> None:
    from chatapp.teaching.preview import lines

    tell("\n".join(lines(found)), "preview", **asdict(found), learnt=found.learnt)


def _follow(teaching: Teaching, tell: Teller) -> None:
    from chatapp.teaching.progress import Follower, Phase

    follower = Follower(teaching)
    said = ""
    while True:
        progress = follower.look()
        if progress.phase in (Phase.DONE, Phase.FAILED, Phase.STOPPED):
            break
        minutes, seconds = divmod(round(progress.left), 60)
        # So that a log is not flooded, a tenth of the way is a line.
        told = f"{progress.phase.value}" + (f" {int(progress.share * 10) * 10} %" if progress.steps else "")
        if told != said:
            said = told
            rest = f", {progress.rate:,.0f} tokens/s, {minutes}:{seconds:02} left" if progress.step else ""
            tell(
                f"{told}{rest}",
                "progress",
                phase=progress.phase.name.lower(),
                step=progress.step,
                steps=progress.steps,
                tokens_a_second=progress.rate,
                seconds_left=progress.left,
            )
        time.sleep(_PAUSE)
    if progress.phase is Phase.FAILED:
        raise Failure(progress.reason)
    if progress.phase is Phase.STOPPED:
        raise Failure(f"The training stopped: `chatapp teach --name {teaching.name}` goes on with it.")
    _say_end(teaching, tell)


def _say_end(teaching: Teaching, tell: Teller) -> None:
    name = teaching.name
    tell(
        f"'{name}' is taught: talk to it with `chatapp chat --model {name}`,\n"
        f"or let it chat from now on: `chatapp teach --use --name {name}` (back: --use-shipped).",
        "taught",
        name=name,
        bundle=str(teaching.bundle),
    )


def _choose(name: str, tell: Teller) -> None:
    from chatapp import places, settings
    from chatapp.command_line.asking import taught_folder

    if name:
        taught_folder(name)
    try:
        settings.write(places.settings_file(), chat_model=name)
    except settings.SettingsError as error:
        raise Failure(str(error)) from error
    tell(f"{f'{name!r}' if name else 'The shipped model'} chats from now on.", "chats", name=name)

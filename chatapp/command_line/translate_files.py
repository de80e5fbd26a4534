"""Files translated one after the other, with a progress bar; again when they change."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from chatapp.command_line.failure import UsageFailure
from chatapp.command_line.lines import write_line
from chatapp.documents.reading import read_file, write_file
from chatapp.engine.cannot_answer import CannotAnswer
from chatapp.engine.engine import Engine

_SECONDS_BETWEEN_LOOKS = 0.5


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:.1f} sentences/s" if task.speed else "", style="progress.data.speed")


def translate_files(
    engine: Engine,
    files: Sequence[Path],
    target: str,
    source: str | None,
    output: Path | None,
    *,
    watch: bool,
    as_json: bool,
) -> None:
    """Translate files to ``output``, or to standard output where there is none.

    Raises:
        CannotAnswer: a file cannot be read or written.
        UsageFailure: the place for the output cannot be meant.
    """
    places = _places(files, output)
    if watch and output is None:
        raise UsageFailure("--watch needs a place to write to: give one with -o.")
    seen = {file: _changed(file) for file in files}
    for file in files:
        _translate(engine, file, target, source, places[file], as_json=as_json)
    while watch:
        time.sleep(_SECONDS_BETWEEN_LOOKS)
        for file in files:
            changed = _changed(file)
            # A file that an editor replaces is not there for a moment.
            if changed is not None and changed != seen[file]:
                seen[file] = changed
                try:
                    _translate(engine, file, target, source, places[file], as_json=as_json)
                except CannotAnswer as failure:
                    Console(stderr=True).print(f"chatapp: {failure}", markup=False, highlight=False)


def _translate(
    engine: Engine, file: Path, target: str, source: str | None, place: Path | None, *, as_json: bool
) -> None:
    read = read_file(file)
    passages = list(read.document.passages)
    with _progress(file.name) as progress:
        translations = engine.translate_all(passages, target, source, progress=progress)
    text = read.written(translations)
    if place is not None:
        write_file(place, text)
    if as_json:
        pairs = [
            {"text": passage, "translation": translation}
            for passage, translation in zip(passages, translations, strict=True)
            if passage.strip()
        ]
        told = {"file": str(file), "from": source, "to": target, "output": str(place) if place else None}
        write_line(json.dumps({**told, "translation": text, "passages": pairs}, ensure_ascii=False))
    elif place is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8", "replace"))
        sys.stdout.buffer.flush()


def _places(files: Sequence[Path], output: Path | None) -> dict[Path, Path | None]:
    """Where each file is written to: into a folder under its own name, or to the one file that was named."""
    if output is None:
        return dict.fromkeys(files)
    into_folder = output.is_dir() or len(files) > 1 or not output.suffix
    if into_folder and output.is_file():
        raise UsageFailure(f"{output}: is a file, and several are to be written; give a folder.")
    places: dict[Path, Path | None] = {}
    for file in files:
        place = output / file.name if into_folder else output
        if place in places.values():
            raise UsageFailure(f"{place}: two files of this name are to be written; translate them one by one.")
        if place.exists() and place.samefile(file):
            raise UsageFailure(f"{place}: the translation would replace the original; give another place with -o.")
        places[file] = place
    return places


def _changed(file: Path) -> tuple[int, int] | None:
    try:
        status = file.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


@contextmanager
def _progress(name: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error, with the rate and the time left, if that is a terminal; a line at the end if not."""
    console = Console(stderr=True)
    if not console.is_terminal:
        last = (0, 0)

        def remember(done: int, total: int) -> None:
            nonlocal last
            last = (done, total)

        yield remember
        console.print(f"{name}: {last[0]} sentence{'' if last[0] == 1 else 's'}", markup=False, highlight=False)
        return
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), _Rate())
    with Progress(*columns, TimeRemainingColumn(), console=console) as progress:
        task = progress.add_task(name, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)

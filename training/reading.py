"""From a file, folder, archive or standard input to records: finds the format of each text by what stands in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from training.decoding import NotTextError
from training.decompression import CutError
from training.opening import CUT_SHORT, Text, texts_of
from training.readers import (
    anki,
    chatterbot,
    csv_table,
    discord,
    json_file,
    jsonl,
    moses,
    plain,
    subtitles,
    telegram,
    tmx,
    tsv,
    whatsapp,
)
from training.readers.reader import Expected, Reader
from training.records import Record, RecordError
from training.rejects import Rejects

READERS: tuple[Reader, ...] = (
    tmx.READER,
    telegram.HTML_READER,
    subtitles.VTT_READER,
    subtitles.SRT_READER,
    discord.TEXT_READER,
    discord.CSV_READER,
    whatsapp.READER,
    telegram.JSON_READER,
    discord.JSON_READER,
    json_file.READER,
    jsonl.READER,
    chatterbot.READER,
    anki.READER,
    tsv.READER,
    csv_table.READER,
    plain.READER,
)
"""In the order in which they are asked; the narrow ones first."""


class Reading(NamedTuple):
    """One text in one format."""

    name: str
    format: str
    records: Iterator[Record]


def readings(
    places: Sequence[str | Path],
    rejects: Rejects,
    expected: Expected = Expected(),  # noqa: B008
) -> Iterator[Reading]:
    """Open what a person names, one text after another; nothing is read before its records are asked for.

    Raises:
        RecordError: a place cannot be opened, or is no text.
    """
    texts: dict[str, Text] = {}
    for place in places:
        for each in (place, *_siblings(place, expected)):
            texts.update((text.name, text) for text in texts_of(each, rejects))
    pairs, _ = moses.in_pairs([each for each in texts.values() if _named_as_side(each)], expected.languages)
    sides = {text.name: pair for pair in pairs for text in pair}
    done: set[tuple[str, str]] = set()
    for text in texts.values():
        if text.name not in sides:
            if text.lost:
                rejects.add(text.name, 1, CUT_SHORT, text.lost)
                continue
            reader = reader_of(text)
            yield Reading(text.name, reader.name, reader.read(text, rejects, expected))
            continue
        for pair in pairs:
            names = pair[0].name, pair[1].name
            if text.name in names and names not in done:
                done.add(names)
                yield Reading(f"{names[0]} + {names[1]}", moses.NAME, moses.read(pair, rejects))


def reader_of(text: Text) -> Reader:
    """Find the reader of a text.

    Raises:
        RecordError: it is no text, or empty.
    """
    try:
        if not text.beginning.strip():
            for _ in text.blocks():
                break
            raise RecordError(f"{text.name}: there is nothing in it; give a file that holds a corpus.")
        return next(reader for reader in READERS if reader.fits(text))
    except NotTextError as error:
        raise RecordError(f"{text.name}: not a text ({error}); give a file that holds a corpus.") from error
    except CutError as error:
        raise RecordError(f"{text.name}: {error}; give a whole copy of it.") from error


def _siblings(place: str | Path, expected: Expected) -> list[Path]:
    if str(place) == "-":
        return []
    path = Path(place)
    return moses.sibling_names(path) if path.is_file() else []


def _named_as_side(text: Text) -> bool:
    """Say whether a text can be one side of parallel texts: its name says so and its lines are plain."""
    try:
        return moses.side_of(text) is not None and reader_of(text).name in ("text", "tsv")
    except RecordError:
        return False

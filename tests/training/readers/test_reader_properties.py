"""Any bytes are read without a traceback; well-formed records come back as they were, whatever the format."""

from __future__ import annotations

import csv
import gzip
import io
import json
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from training.reading import readings
from training.records import Dialogue, Pair, Record, RecordError
from training.rejects import Rejects

QUICK = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])

BEGINNINGS = [
    b"",
    b"WEBVTT\n\n00:01.000 --> 00:02.000\n",
    b"1\n00:00:01,000 --> 00:00:02,000\n",
    b"12/31/23, 11:59 PM - Ann: ",
    b"\xe2\x80\x8e[31.12.23, 23:59:59] Ann: ",
    b'{"turns": ["a", ',
    b'[{"prompt": "a", "reply": "b"},\n',
    b'{"name": "x", "messages": [{"type": "message", "from_id": "u", "text": "a"},\n',
    b'{"guild": {}, "channel": {}, "messages": [\n',
    b"AuthorID,Author,Date,Content,Attachments,Reactions\n",
    b"====================\nGuild: x\n====================\n[1-Jan-24 10:00] a\n",
    b"conversations:\n- - a\n  - ",
    b'<tmx version="1.4"><body><tu><tuv xml:lang="en"><seg>',
    b'<html><div class="history"><div class="message default"><div class="from_name">',
    b"prompt,reply\n",
    b"text\tlabel\n",
    b"\xff\xfeH\x00",
    b"\xef\xbb\xbf",
    b"PK\x03\x04",
    b"\x1f\x8b\x08",
    b"\xfd7zXZ\x00",
    b"BZh9",
    b"\x28\xb5\x2f\xfd",
]


def read(content: bytes, name: str = "corpus") -> tuple[list[Record], Rejects]:
    rejects = Rejects()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        return [record for reading in readings([path], rejects) for record in reading.records], rejects


@given(
    beginning=st.sampled_from(BEGINNINGS),
    rest=st.one_of(st.binary(max_size=300), st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))),
    pack=st.sampled_from([bytes, gzip.compress]),
    ending=st.sampled_from(["", ".tsv", ".csv", ".jsonl", ".json", ".en", ".yml", ".srt"]),
)
@settings(QUICK, max_examples=150)
def test_any_bytes(beginning: bytes, rest: bytes, pack: Callable[[bytes], bytes], ending: str) -> None:
    try:
        records, _ = read(pack(beginning + rest), f"corpus{ending}")
    except RecordError as error:
        assert str(error).endswith(".")
        return
    for record in records:
        json.dumps(record.turns if isinstance(record, Dialogue) else str(record), ensure_ascii=False).encode()


@given(cut=st.integers(0, 400), at=st.integers(0, 400), other=st.integers(0, 255), which=st.sampled_from(BEGINNINGS))
@QUICK
def test_damaged_packed_files(cut: int, at: int, other: int, which: bytes) -> None:
    content = bytearray(gzip.compress(which + b"Hello\tBonjour\n" * 50)[: cut + 4])
    content[at % len(content)] = other
    try:
        read(bytes(content))
    except RecordError as error:
        assert str(error).endswith(".")


def zipped(method: int) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        archive.writestr("a.tsv", "Hello\tBonjour\n" * 50)
        archive.writestr("b/c.txt", "Hi\nHo\n" * 20)
    return file.getvalue()


ZIPPED = [zipped(method) for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2)]


@given(whole=st.sampled_from(ZIPPED), cut=st.floats(0, 1), at=st.floats(0, 1), other=st.none() | st.integers(0, 255))
@settings(QUICK, max_examples=60)
def test_cut_and_damaged_archives(whole: bytes, cut: float, at: float, other: int | None) -> None:
    content = bytearray(whole[: 4 + int(cut * len(whole))])
    if other is not None:
        content[int(at * (len(content) - 1))] = other
    try:
        records, rejects = read(bytes(content))
    except RecordError as error:
        assert str(error).endswith(".")
        return
    if len(content) < len(whole) - 4:
        assert rejects.counts
    if other is None:
        assert all(record == Pair("Hello", ("Bonjour",)) for record in records if isinstance(record, Pair))


WORDS = st.text(st.sampled_from("abcdefgh éñßü漢🦀.,;'\"!?-"), min_size=1, max_size=30).map(
    lambda text: "x" + " ".join(text.split()) + "y"
)
TALKS = st.lists(st.lists(WORDS, min_size=2, max_size=4), min_size=2, max_size=5)
PAIRS = st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=8)


def as_csv(rows: list[tuple[str, str]], header: tuple[str, str]) -> bytes:
    file = io.StringIO()
    csv.writer(file).writerows([header, *rows])
    return file.getvalue().encode()


FORMS: dict[str, Callable[[list[tuple[str, str]]], bytes]] = {
    "tsv": lambda rows: "".join(f"{one}\t{other}\n" for one, other in rows).encode(),
    "tsv, header": lambda rows: b"source\ttarget\n" + "".join(f"{a}\t{b}\n" for a, b in rows).encode(),
    "csv": lambda rows: as_csv(rows, ("source", "target")),
    "jsonl": lambda rows: "".join(json.dumps({"source": a, "target": b}) + "\n" for a, b in rows).encode(),
    "json": lambda rows: json.dumps([{"source": a, "target": b} for a, b in rows], indent=2).encode(),
    "utf-16": lambda rows: "".join(f"{a}\t{b}\r\n" for a, b in rows).encode("utf-16"),
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@given(rows=PAIRS)
@QUICK
def test_pairs_come_back(form: Callable[[list[tuple[str, str]]], bytes], rows: list[tuple[str, str]]) -> None:
    records, rejects = read(form(rows))
    assert records == [Pair(one, (other,)) for one, other in rows]
    assert not rejects.counts


@given(talks=TALKS)
@QUICK
def test_dialogues_come_back(talks: list[list[str]]) -> None:
    expected = [tuple(talk) for talk in talks]
    for content in (
        "\n\n".join("\n".join(talk) for talk in talks).encode(),
        "".join(json.dumps({"turns": talk}) + "\n" for talk in talks).encode(),
        json.dumps({"conversations": talks}).encode(),
        ("conversations:\n" + "".join("- - " + "\n  - ".join(map(json.dumps, talk)) + "\n" for talk in talks)).encode(),
    ):
        records, rejects = read(content)
        assert [record.turns for record in records if isinstance(record, Dialogue)] == expected
        assert not rejects.counts


@given(turns=st.lists(st.tuples(st.sampled_from(["Ann", "Ben", "+49 170"]), WORDS), min_size=1, max_size=8))
@QUICK
def test_chats_come_back(turns: list[tuple[str, str]]) -> None:
    telegram = [{"id": 1, "type": "message", "from": name, "from_id": "u", "text": text} for name, text in turns]
    discord = [{"id": "1", "type": "Default", "content": text, "author": {"name": name}} for name, text in turns]
    for content in (
        "".join(f"31.12.23, 23:59 - {name}: {text}\n" for name, text in turns),
        json.dumps({"name": "x", "messages": telegram}, indent=1),
        json.dumps({"guild": {}, "channel": {}, "messages": discord}),
    ):
        records, rejects = read(content.encode())
        (record,) = records
        assert isinstance(record, Dialogue)
        assert list(zip(record.speakers, record.turns, strict=True)) == turns
        assert not rejects.counts

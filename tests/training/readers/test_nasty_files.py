"""One mistake costs the record that it is in, and not the file; a table tells what its columns are."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from training.readers.reader import Expected
from training.reading import readings
from training.records import Dialogue, Labelled, Pair, Record
from training.rejects import SYSTEM_MESSAGE, Rejects


def read(folder: Path, content: str, name: str = "corpus") -> tuple[list[Record], Rejects]:
    path = folder / name
    path.write_text(content, "utf-8")
    rejects = Rejects()
    return [record for reading in readings([path], rejects) for record in reading.records], rejects


@pytest.mark.parametrize(
    ("mistake", "line", "says"),
    [
        ("- - !!python/object/apply:os.system ['true']\n  - b\n", 6, "could not determine a constructor"),
        ('- - "never closed\n  - b\n', 6, "unexpected end"),
        ("- *a\n", 6, "aliases are not read"),
        ("- - a\n   b: [\n", 6, ""),
    ],
)
def test_a_mistake_in_one_conversation_leaves_the_others(tmp_path: Path, mistake: str, line: int, says: str) -> None:
    content = f"categories:\n- x\nconversations:\n- &a\n  - Hello\n  - Hi\n{mistake}- - Bye\n  - See you\nmore: 3\n"
    records, rejects = read(tmp_path, content)
    assert records == [Dialogue(("Hello", "Hi")), Dialogue(("Bye", "See you"))]
    assert dict(rejects.counts) == {"not YAML": 1}
    (place,) = rejects.places["not YAML"]
    assert line <= place.line - 1 <= line + 2
    assert says in place.detail


def test_a_turn_with_a_colon_says_how_it_is_written(tmp_path: Path) -> None:
    records, rejects = read(tmp_path, "conversations:\n- - What is AI?\n  - AI: the thing\n- - Hello\n  - Hi\n")
    assert records == [Dialogue(("Hello", "Hi"))]
    assert "put a turn that has a colon in quotes" in rejects.first["no list of turns"]


def test_anki(tmp_path: Path) -> None:
    content = (
        "#separator:tab\n#html:true\n#deck column:1\n#tags column:4\n"
        "French\tGo.\tVa&nbsp;!<br>[sound:x.mp3]\tverb\n"
        'French\t<i>Hi.</i>\t"Salut, <b>toi</b>"\t\nFrench\tAlone\t\t\n'
    )
    records, rejects = read(tmp_path, content)
    assert records == [Pair("Go.", ("Va !",)), Pair("Hi.", ("Salut, toi",))]
    assert rejects.places["no two texts"][0].line == 7


@pytest.mark.parametrize("separator", ["\t", ","])
def test_labels_without_a_header_are_told_by_what_stands_there(tmp_path: Path, separator: str) -> None:
    name = "a.tsv" if separator == "\t" else "a.csv"
    rows = [(f"I feel {number} today", ("joy", "anger")[number % 2]) for number in range(20)]
    content = "".join(separator.join(row) + "\n" for row in rows)
    records, _ = read(tmp_path, content, name)
    assert records == [Labelled(text, (label,)) for text, label in rows]
    # A recipe that translates, or chats, has said what they are.
    asked = [r for each in readings([tmp_path / name], Rejects(), Expected(labels=False)) for r in each.records]
    assert asked == [Pair(text, (label,)) for text, label in rows]
    records, _ = read(tmp_path, "".join(f"Word {number}{separator}mot{number}\n" for number in range(20)), name)
    assert isinstance(records[0], Pair)


def test_what_is_left_out_within_a_record_is_counted(tmp_path: Path) -> None:
    chats = [
        {"messages": [{"role": "system", "content": "Be kind."}, {"role": "user", "content": "Hi"}]},
        {"turns": ["A", "", "B"], "speakers": ["x", "y", "x"]},
        {"messages": [{"role": "system", "content": "Alone."}]},
    ]
    expected = [Dialogue(("Hi",), {}, ("user",)), Dialogue(("A", "B"), {}, ("x", "x"))]
    counts = {SYSTEM_MESSAGE: 1, "empty message": 1, "no turns, messages, pair or label": 1}
    for content in ("".join(json.dumps(chat) + "\n" for chat in chats), json.dumps(chats)):
        records, rejects = read(tmp_path, content)
        assert records == expected
        assert dict(rejects.counts) == counts
    assert rejects.places["empty message"][0].detail == "number 2 in its list"


def test_a_date_in_arabic_and_letters_that_subtitles_name(tmp_path: Path) -> None:
    day = "\u200f31\u200f/12\u200f/2023\u060c 11:5"
    (chat,), _ = read(tmp_path, f"{day}8 م - Ann: Hi\n{day}9 م - Ben: Ho\n")
    assert chat == Dialogue(("Hi", "Ho"), {}, ("Ann", "Ben"))
    (film,), _ = read(tmp_path, "WEBVTT\n\n00:01.000 --> 00:02.000\nYou &amp; <i>I</i>\n")
    assert film == Dialogue(("You & I",), {}, ())


def test_a_table_that_names_its_separator_for_excel(tmp_path: Path) -> None:
    records, rejects = read(tmp_path, "sep=;\r\nprompt;reply\r\nHi, you;Hello\r\nsep=;\r\n", "faq.csv")
    assert records == [Dialogue(("Hi, you", "Hello"))]
    assert rejects.places["no two texts"][0].line == 4


def test_quotation_marks_that_a_spreadsheet_doubled(tmp_path: Path) -> None:
    content = '"He said ""hi"""\tdit\n"Hi!"\t"Salut !"\n"""a"""\t"b ""c" d""\n'
    records, _ = read(tmp_path, content, "pairs.tsv")
    assert records == [Pair('He said "hi"', ("dit",)), Pair('"Hi!"', ('"Salut !"',)), Pair('"a"', ('"b ""c" d""',))]

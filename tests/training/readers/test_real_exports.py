"""Files as they really come: out of Windows, out of old programs, half of them missing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from training.reading import readings
from training.records import Dialogue, Pair, Record
from training.rejects import MEDIA, SYSTEM_MESSAGE, Rejects

WHATSAPP = """\ufeff\u200e[03.02.24, 23:50:11] Trip 2024: \u200eNachrichten und Anrufe sind Ende-zu-Ende-verschlüsselt.
\u200e[03.02.24, 23:50:12] \u200eAnn hat die Gruppe „Trip: 2024“ erstellt
[03.02.24, 23:51:00] Ann 🌻: Hallo zusammen 👋
wer kommt mit?

- Ben?
[03.02.24, 23:52:00] ~ Ben: \u200e<angehängt: 00000004-PHOTO.jpg>
[03.02.24, 23:53:00] ~ Ben: Ich! Siehe https://example.org/a:b?c=d
[03.02.24, 23:54:00] +49 170 1234567: Nein: keine Zeit \u202a(leider)\u202c
[04.02.24, 07:54:00] Ann 🌻: Ok \u200e<Diese Nachricht wurde bearbeitet.>
[04.02.24, 07:55:00] ~ Ben: Diese Nachricht wurde gelöscht.
[04.02.24, 07:55:00] ~ Ben: Standort: https://maps.example.org/?q=1,2
[04.02.24, 07:56:00] Ann 🌻: \u200eSprachanruf, \u200eVerpasst
[04.02.24, 07:57:00] ~ Ben: UMFRAGE:
Wohin?
OPTION: Meer (2 Stimmen)
"""


def read(folder: Path, content: bytes, name: str) -> tuple[list[Record], Rejects, str]:
    path = folder / name
    path.write_bytes(content)
    rejects = Rejects()
    return [record for reading in readings([path], rejects) for record in reading.records], rejects, str(path)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8"])
def test_a_whatsapp_group_out_of_windows(tmp_path: Path, encoding: str) -> None:
    (record,), rejects, _ = read(tmp_path, WHATSAPP.replace("\n", "\r\n").encode(encoding), "chat.txt")
    assert isinstance(record, Dialogue)
    assert list(zip(record.speakers, record.turns, strict=True)) == [
        ("Ann 🌻", "Hallo zusammen 👋 wer kommt mit? - Ben?"),
        ("Ben", "Ich! Siehe https://example.org/a:b?c=d"),
        ("+49 170 1234567", "Nein: keine Zeit (leider)"),
        ("Ann 🌻", "Ok"),
    ]
    assert dict(rejects.counts) == {SYSTEM_MESSAGE: 3, MEDIA: 3, "deleted message": 1}


def test_a_table_with_line_ends_in_quotes_and_a_quote_that_is_never_closed(tmp_path: Path) -> None:
    content = (
        '\ufeffprompt,reply\r\n"Hello, ""friend""",Hi\r\n"How do\r\nyou do?","Fine,\r\n\r\nthanks"\r\n,nothing\r\n'
        'He said "no" there,And?\r\n"never closed,oh\r\n' + "".join(f"Line {each},too\r\n" for each in range(9000))
    )
    records, rejects, path = read(tmp_path, content.encode(), "talk.csv")
    assert records[:4] == [
        Dialogue(('Hello, "friend"', "Hi")),
        Dialogue(("How do you do?", "Fine, thanks")),
        Dialogue(('He said "no" there', "And?")),
        Dialogue(("Line 0", "too")),
    ]
    assert len(records) == 9003
    assert dict(rejects.counts) == {"no two texts": 1, "not a row of CSV": 1}
    assert rejects.first["not a row of CSV"].startswith(f"{path}:9 ")


def test_old_subtitles_in_latin_1(tmp_path: Path) -> None:
    content = (
        '1\r\n00:00:01,000 --> 00:00:02,000\r\n{\\an8}<font color="#fff">Où est-il\xa0?</font>\r\n\r\n'
        "2\r\n00:00:03,000 --> 00:00:04,000 X1:1 Y1:2\r\n- Là-bas, à l'école...\r\n- Ça va\xa0!\r\n\r\n"
        "3\r\n00:00:05,000 --> 00:00:06,000\r\n# La la la #\r\n\r\n\r\n"
        "4\r\n00:00:07,000 --> 00:00:08,000\r\n\r\n5\r\n00:00:09,000 --> 00:00:10,000\r\nTrès bien."
    )
    records, rejects, _ = read(tmp_path, content.encode("latin-1"), "film.srt")
    assert records == [Dialogue(("Où est-il\xa0?", "Là-bas, à l'école...", "Ça va\xa0!", "Très bien."))]
    assert dict(rejects.counts) == {"sound description": 1, "empty message": 1}


def test_json_lines_with_nul(tmp_path: Path) -> None:
    content = (
        b'{"turns": ["Hi\0 there", "Ho"]}\n\0\0{"turns": ["A\\u0000b", "C\\nD"]}\n\0\0\n{"turns": ["A", "B"]\n'
        b'{"messages": [{"role": "user", "content": [{"type": "text", "text": "look"}, {"type": "image_url"}]},'
        b' {"role": "assistant", "content": null}, {"role": "assistant", "content": "a cat"}]}\nNaN\n'
    )
    records, rejects, path = read(tmp_path, content, "talk.jsonl")
    assert records == [
        Dialogue(("Hi there", "Ho")),
        Dialogue(("Ab", "C D")),
        Dialogue(("look", "a cat"), {}, ("user", "assistant")),
    ]
    assert rejects.first["not JSON"].startswith(f"{path}:4 ")
    assert dict(rejects.counts) == {
        "not JSON": 1,
        "no turns, messages, pair or label": 1,
        "empty message": 1,
    }


def test_a_translation_memory_with_names_of_html(tmp_path: Path) -> None:
    unit = '<tu><tuv xml:lang="en"><seg>{}</seg></tuv><tuv xml:lang="fr"><seg>{}</seg></tuv></tu>\n'
    filler = "".join(unit.format(f"Line {each}&nbsp;&amp; more &eacute;t&#233;", "Oui&nbsp;!") for each in range(3000))
    content = f'<?xml version="1.0" encoding="utf-16"?>\n<tmx version="1.4"><header/><body>\n{filler}</body></tmx>'
    records, rejects, _ = read(tmp_path, content.encode("utf-16"), "memory.tmx")
    assert records == [Pair(f"Line {each}\xa0& more été", ("Oui\xa0!",)) for each in range(3000)]
    assert not rejects.counts
    content = content.replace("&eacute;", "&mine;")
    records, rejects, path = read(tmp_path, content.encode("utf-16"), "memory.tmx")
    assert not records
    assert rejects.first["not XML"].startswith(f"{path}:3 ")


@pytest.mark.parametrize("indent", [None, 1])
def test_half_an_export_of_telegram(tmp_path: Path, indent: int | None) -> None:
    messages = [
        {"id": each, "type": "message", "from": "AB"[each % 2], "from_id": "user1", "text": [f"Text {each}"]}
        for each in range(100)
    ]
    chat = {"name": "Ben", "type": "personal_chat", "id": 1, "messages": messages}
    content = json.dumps(chat, indent=indent).encode()
    (record,), rejects, path = read(tmp_path, content[: len(content) // 2], "result.json")
    assert isinstance(record, Dialogue)
    assert record.turns == tuple(f"Text {each}" for each in range(len(record.turns)))
    assert 45 < len(record.turns) < 55
    assert dict(rejects.counts) == {"cut short": 1}
    assert rejects.first["cut short"].startswith(f"{path}:")

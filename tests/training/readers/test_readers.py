"""Each format as people have it: what is read, what is left out and why."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import zipfile
from pathlib import Path

import pytest
import zstandard

from training.reading import readings
from training.records import Dialogue, Labelled, Pair, Record, RecordError
from training.rejects import MEDIA, SYSTEM_MESSAGE, Rejects

TALK = [("Ann", "Hello!"), ("Ben", "Hi, how are you?"), ("Ann", "Fine, thanks.")]


def read(path: Path | str, *, strict: bool = False) -> tuple[set[str], list[Record], Rejects]:
    rejects = Rejects(strict)
    formats, records = set(), []
    for reading in readings([path], rejects):
        formats.add(reading.format)
        records += reading.records
    return formats, records, rejects


def put(folder: Path, content: str | bytes, name: str = "corpus") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def said(records: list[Record]) -> list[tuple[str, str]]:
    (dialogue,) = records
    assert isinstance(dialogue, Dialogue)
    return list(zip(dialogue.speakers, dialogue.turns, strict=True))


WHATSAPP = {
    "American": "12/31/23, 11:5{} PM - {}: {}",
    "American, narrow space": "12/31/23, 11:5{}\u202fPM - {}: {}",
    "iOS": "\u200e[31.12.23, 23:59:5{}] {}: \u200e{}",
    "iOS, American": "[12/31/23, 11:59:5{}\u202fPM] {}: {}",
    "British": "31/12/2023, 23:5{} - {}: {}",
    "German": "31.12.23, 23:5{} - {}: {}",
    "French": "31/12/2023 à 23:5{} - {}: {}",
    "Spanish": "31/12/23 11:5{} p. m. - {}: {}",
    "ISO": "2023-12-31, 23:5{} - {}: {}",
    "copied": "[23:5{}, 31/12/2023] {}: {}",
    "capital without colon seconds": "31-12-2023 23:5{} - {}: {}",
}


@pytest.mark.parametrize("form", WHATSAPP.values(), ids=WHATSAPP)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_whatsapp_of_every_locale(tmp_path: Path, form: str, line_end: str) -> None:
    lines = [form.format(minute, name, text) for minute, (name, text) in enumerate(TALK)]
    formats, records, rejects = read(put(tmp_path, "\ufeff" + line_end.join(lines) + line_end))
    assert formats == {"whatsapp"}
    assert said(records) == TALK
    assert not rejects.counts


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Messages and calls are end-to-end encrypted. No one outside of this chat can read them.", SYSTEM_MESSAGE),
        ("Nachrichten und Anrufe sind Ende-zu-Ende-verschlüsselt. Tippe, um mehr zu erfahren.", SYSTEM_MESSAGE),
        ("Les messages et les appels sont chiffrés de bout en bout.", SYSTEM_MESSAGE),
        ("Los mensajes y las llamadas están cifrados de extremo a extremo.", SYSTEM_MESSAGE),
        ('Ann created group "Trip: 2024"', SYSTEM_MESSAGE),
        ("Ann added Ben", SYSTEM_MESSAGE),
        ("Ann: \u200eAnn added Ben", SYSTEM_MESSAGE),
        ("Ann: \u200eMessages and calls are end-to-end encrypted. Tap to learn more.", SYSTEM_MESSAGE),
        ("Ann: Missed voice call", SYSTEM_MESSAGE),
        ("Ann: <Media omitted>", MEDIA),
        ("Ann: <Medien ausgeschlossen>", MEDIA),
        ("Ann: <Médias omis>", MEDIA),
        ("Ann: <Multimedia omitido>", MEDIA),
        ("Ann: \u200eimage omitted", MEDIA),
        ("Ann: \u200eBild weggelassen", MEDIA),
        ("Ann: \u200eimage absente", MEDIA),
        ("Ann: \u200eimagen omitida", MEDIA),
        ("Ann: \u200e<attached: 00000012-PHOTO.jpg>", MEDIA),
        ("Ann: IMG-20231231-WA0001.jpg (file attached)", MEDIA),
        ("Ann: This message was deleted", "deleted message"),
        ("Ann: Diese Nachricht wurde gelöscht", "deleted message"),
    ],
)
def test_what_whatsapp_writes_itself_is_dropped_and_counted(tmp_path: Path, line: str, reason: str) -> None:
    content = f"31.12.23, 23:58 - Ann: Hello!\n31.12.23, 23:59 - {line}\n1.1.24, 00:01 - Ben: Hi\nthere!\n"
    _, records, rejects = read(put(tmp_path, content), strict=True)
    assert said(records) == [("Ann", "Hello!"), ("Ben", "Hi there!")]
    assert dict(rejects.counts) == {reason: 1}
    assert rejects.first[reason].startswith(str(tmp_path / "corpus") + ":2")


def test_what_people_write_about_it_is_kept(tmp_path: Path) -> None:
    said_by_ann = ["I left the keys: under the mat", "is this end-to-end encrypted?", "<3", "She added sugar"]
    content = "".join(f"31.12.23, 23:5{minute} - Ann: {text}\n" for minute, text in enumerate(said_by_ann))
    _, records, rejects = read(put(tmp_path, content))
    assert [text for _, text in said(records)] == said_by_ann
    assert not rejects.counts


def test_telegram(tmp_path: Path) -> None:
    messages: list[dict[str, object]] = [
        {"id": 1, "type": "service", "action": "create_group", "actor": "Ann", "actor_id": "user1", "text": ""},
        {"id": 2, "type": "message", "from": "Ann", "from_id": "user1", "text": "Hello!"},
        {
            "id": 3,
            "type": "message",
            "from": "Ben",
            "from_id": "user2",
            "text": ["Hi, ", {"type": "bold", "text": "you"}],
        },
        {"id": 4, "type": "message", "from": "Ben", "from_id": "user2", "text": "", "photo": "p.jpg"},
        {"id": 5, "type": "message", "from": None, "from_id": "user3", "text": "Who?"},
    ]
    chat = {"name": "Trip", "type": "private_group", "id": 7, "messages": messages}
    expected = [("Ann", "Hello!"), ("Ben", "Hi, you"), ("user3", "Who?")]
    formats, records, rejects = read(put(tmp_path, json.dumps(chat, indent=1), "result.json"))
    assert formats == {"telegram"}
    assert said(records) == expected
    assert dict(rejects.counts) == {SYSTEM_MESSAGE: 1, MEDIA: 1}
    _, records, _ = read(put(tmp_path, json.dumps({"about": "x", "chats": {"about": "x", "list": [chat, chat]}})))
    assert [said([record]) for record in records] == [expected, expected]


def test_telegram_html(tmp_path: Path) -> None:
    def message(kind: str, inside: str) -> str:
        return f'<div class="message {kind} clearfix"><div class="body">{inside}</div></div>\n'

    page = (
        '<!DOCTYPE html><html><body><div class="page_body chat_page"><div class="history">\n'
        + message("service", '<div class="body details">31 December 2023</div>')
        + message("default", '<div class="from_name">Ann</div><div class="text">Hello!<br>You &amp; I</div>')
        + message("default", '<div class="text">Again <a href="x">here</a></div>')
        + message("default", '<div class="from_name">Ben</div><div class="media_wrap clearfix">Photo</div>')
        + message("default", '<div class="from_name">Ben</div><div class="text">Hi</div>')
        + "</div></div></body></html>"
    )
    formats, records, rejects = read(put(tmp_path, page, "messages.html"))
    assert formats == {"telegram"}
    assert said(records) == [("Ann", "Hello! You & I"), ("Ann", "Again here"), ("Ben", "Hi")]
    assert dict(rejects.counts) == {SYSTEM_MESSAGE: 1, MEDIA: 1}


def test_discord(tmp_path: Path) -> None:
    def message(kind: str, name: str, content: str) -> dict[str, object]:
        return {"id": "1", "type": kind, "content": content, "author": {"id": "2", "name": name}, "attachments": []}

    chat = {
        "guild": {"id": "0", "name": "Home"},
        "channel": {"id": "0", "name": "talk"},
        "messages": [message("GuildMemberJoin", "ann", "Joined the server.")]
        + [message("Reply" if name == "Ben" else "Default", name, text) for name, text in TALK],
    }
    formats, records, rejects = read(put(tmp_path, json.dumps(chat)))
    assert formats == {"discord"}
    assert said(records) == TALK
    assert dict(rejects.counts) == {SYSTEM_MESSAGE: 1}

    rows = "".join(f'"1","{name}","2023-12-31T23:59:00","{text}","",""\n' for name, text in TALK)
    content = f'AuthorID,Author,Date,Content,Attachments,Reactions\n{rows}"1","Ben","x","","http://p.png",""\n'
    formats, records, rejects = read(put(tmp_path, content))
    assert formats == {"discord"}
    assert said(records) == TALK
    assert dict(rejects.counts) == {MEDIA: 1}

    rule = "=" * 62
    body = "".join(f"[31-Dec-23 11:59 PM] {name}\n{text}\n\n" for name, text in TALK)
    body += "[01-Jan-24 12:00 AM] Ben\n\n{Attachments}\nhttps://example.org/p.png\n\n"
    content = f"{rule}\nGuild: Home\nChannel: talk\n{rule}\n\n{body}{rule}\nExported 4 message(s)\n{rule}\n"
    formats, records, rejects = read(put(tmp_path, content))
    assert formats == {"discord"}
    assert said(records) == TALK
    assert dict(rejects.counts) == {MEDIA: 1}


def test_subtitles(tmp_path: Path) -> None:
    content = (
        "1\r\n00:00:01,000 --> 00:00:02,500\r\n<i>Hello!</i>\r\n\r\n"
        "2\r\n00:00:03,000 --> 00:00:04,000\r\n- Hi, how\r\n- are you?\r\n\r\n"
        "3\r\n00:00:05,000 --> 00:00:06,000\r\n[door slams]\r\n\r\n"
        "4\r\n00:00:07,000 --> 00:00:08,000\r\nFine,\r\nthanks.\r\n"
    )
    formats, records, rejects = read(put(tmp_path, content))
    assert formats == {"srt"}
    assert records == [Dialogue(("Hello!", "Hi, how", "are you?", "Fine, thanks."))]
    assert dict(rejects.counts) == {"sound description": 1}
    cues = "00:01.000 --> 00:02.000\n<v Ann>Hello!\n\n00:02.000 --> 00:03.000\n<v Ben>Hi\n"
    content = f"WEBVTT\n\nNOTE mine\nand yours\n\nintro\n{cues}"
    formats, records, rejects = read(put(tmp_path, content))
    assert formats == {"vtt"}
    assert said(records) == [("Ann", "Hello!"), ("Ben", "Hi")]
    assert not rejects.counts


def test_parallel_texts(tmp_path: Path) -> None:
    put(tmp_path, "Hello.\nThe cat.\n\nMore\n", "x.en")
    path = put(tmp_path, "Bonjour.\nLe chat.\n\n", "x.fr")
    for place in (path, tmp_path):
        formats, records, rejects = read(place)
        assert formats == {"moses"}
        assert records == [Pair("Hello.", ("Bonjour.",)), Pair("The cat.", ("Le chat.",))]
        assert dict(rejects.counts) == {"no line in the other file": 1}
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("README", "about")
        archive.write(tmp_path / "x.en", "x.en")
        archive.write(tmp_path / "x.fr", "x.fr")
    assert read(tmp_path / "x.zip")[1] == records


def test_translation_memory(tmp_path: Path) -> None:
    content = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4"><header srclang="en"/><body>
<tu><tuv xml:lang="en"><seg>Hello, <bpt i="1">&lt;b&gt;</bpt>you<ept i="1">&lt;/b&gt;</ept>!</seg></tuv>
<tuv xml:lang="fr"><seg>Bonjour !</seg></tuv></tu>
<tu><tuv xml:lang="en"><seg>Alone</seg></tuv></tu>
</body></tmx>"""
    formats, records, rejects = read(put(tmp_path, content))
    assert formats == {"tmx"}
    assert records == [Pair("Hello, you!", ("Bonjour !",))]
    assert rejects.first["not in two languages"].endswith(":6")
    _, records, rejects = read(put(tmp_path, content[:-60]))
    assert records == [Pair("Hello, you!", ("Bonjour !",))]
    assert dict(rejects.counts) == {"cut short": 1}


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    content = (
        '<!DOCTYPE tmx [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><tmx><body>'
        '<tu><tuv xml:lang="en"><seg>&b;</seg></tuv><tuv xml:lang="fr"><seg>&b;</seg></tuv></tu></body></tmx>'
    )
    _, records, rejects = read(put(tmp_path, content))
    assert not records
    assert dict(rejects.counts) == {"not XML": 1}


def test_chatterbot(tmp_path: Path) -> None:
    content = "categories:\n- greetings\nconversations:\n- - Hello\n  - Yes\n- - 42\n  - 'No: never'\n"
    formats, records, rejects = read(put(tmp_path, content, "greetings.yml"))
    assert formats == {"chatterbot"}
    assert records == [Dialogue(("Hello", "Yes")), Dialogue(("42", "No: never"))]
    assert not rejects.counts
    _, records, rejects = read(put(tmp_path, content + "- - *a\n  - b\n"))
    assert Dialogue(("Hello", "Yes")) in records
    assert rejects.counts["not YAML"] == 1
    _, records, rejects = read(put(tmp_path, content + "- - !!python/object/apply:os.system ['true']\n  - b\n"))
    assert rejects.counts["not YAML"] == 1


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("prompt\treply\nHi\tHo\n", Dialogue(("Hi", "Ho"))),
        ("source,target\nHi,Salut\n", Pair("Hi", ("Salut",))),
        ("en\tfr\nHi\tSalut\n", Pair("Hi", ("Salut",))),
        ('text,label\n"Great, isn\'t it?",joy\n', Labelled("Great, isn't it?", ("joy",))),
        ("question;answer\nHi;Ho\n", Dialogue(("Hi", "Ho"))),
        ("context,question,answer\nA fact.,Hi?,Ho\n", Dialogue(("Hi?", "Ho"), passage="A fact.")),
        ("question\tanswer\tpassage\nHi?\tHo\tA fact.\n", Dialogue(("Hi?", "Ho"), passage="A fact.")),
        (
            '{"question": "Hi?", "passage": "A fact.", "answers": {"text": ["Ho", "Hum"]}}\n',
            Dialogue(("Hi?", "Ho"), {"question": "Hi?", "passage": "A fact."}, passage="A fact."),
        ),
        ('{"question": "Hi?", "answers": [{"text": "Ho"}]}\n', Dialogue(("Hi?", "Ho"), {"question": "Hi?"})),
        ("Hi\tHo\n", Pair("Hi", ("Ho",))),
        ("Hi.\tSalut.\tCC-BY 2.0 (France) Attribution: tatoeba.org #1 (x)\n", Pair("Hi.", ("Salut.",))),
        ("12\tHi.\t34\tSalut.\n", Pair("Hi.", ("Salut.",))),
        ('{"turns": ["Hi", "Ho"], "persona": "shy"}\n', Dialogue(("Hi", "Ho"), {"persona": "shy"})),
        (
            '[{"conversations": [{"from": "human", "value": "Hi"}, {"from": "gpt", "value": "Ho"}]}]',
            Dialogue(("Hi", "Ho"), {}, ("human", "gpt")),
        ),
        (
            '{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Ho"}]}',
            Dialogue(("Hi", "Ho"), {}, ("user", "assistant")),
        ),
        ('[{"instruction": "Say", "input": "hi", "output": "Hi"}]', Dialogue(("Say hi", "Hi"))),
        ('{"translation": {"en": "Hi", "fr": "Salut"}}\n', Pair("Hi", ("Salut",))),
        ('[\n ["Hi", "Ho"]\n]\n', Dialogue(("Hi", "Ho"))),
        ("Hi\nHo\n", Dialogue(("Hi", "Ho"))),
        ("A: Hi\nB: Ho\nA: Hi\nB: Ho\n", Dialogue(("Hi", "Ho", "Hi", "Ho"), {}, ("A", "B", "A", "B"))),
    ],
)
def test_tables_and_json(tmp_path: Path, content: str, expected: Record) -> None:
    _, records, rejects = read(put(tmp_path, content))
    assert not rejects.counts
    (record,) = records
    if isinstance(record, Dialogue) and isinstance(expected, Dialogue) and not expected.fields:
        assert (record.turns, record.speakers) == (expected.turns, expected.speakers)
    else:
        assert record == expected


def zipped(content: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../corpus.txt", content)
        archive.writestr("photo.jpg", b"\xff\xd8\xff\xe0" + bytes(range(32)) * 40)
    return file.getvalue()


PACKED = {
    "gz": gzip.compress,
    "xz": lzma.compress,
    "bz2": bz2.compress,
    "zst": zstandard.ZstdCompressor().compress,
    "zip": zipped,
    "xz in gz": lambda content: gzip.compress(lzma.compress(content)),
    "two gz": lambda content: gzip.compress(content[:7]) + gzip.compress(content[7:]),
}


@pytest.mark.parametrize("pack", PACKED.values(), ids=PACKED)
def test_packed_files_without_an_ending(tmp_path: Path, pack: object) -> None:
    content = b"Hello.\tBonjour.\n" * 50_000
    path = put(tmp_path, pack(content))  # type: ignore[operator]
    formats, records, _ = read(path)
    assert formats == {"tsv"}
    assert records == [Pair("Hello.", ("Bonjour.",))] * 50_000
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["gz", "xz", "bz2", "zst"])
def test_half_a_packed_file_gives_what_came_before(tmp_path: Path, name: str) -> None:
    lines = [f"Line {number} {number * number}\tLigne {number}" for number in range(60_000)]
    whole = PACKED[name]("\n".join(lines).encode())  # type: ignore[operator]
    _, records, rejects = read(put(tmp_path, whole[: len(whole) // 2]))
    assert 0 < len(records) < 60_000
    source, target = lines[len(records) - 1].split("\t")
    assert records[-1] == Pair(source, (target,))
    assert dict(rejects.counts) == {"cut short": 1}
    assert f":{len(records) + 1} " in rejects.first["cut short"]


def test_half_a_zip_gives_what_came_before(tmp_path: Path) -> None:
    lines = [f"Line {number} {number * number}\tLigne {number}" for number in range(30_000)]
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README", "about")
        archive.writestr("b/", "")
        archive.writestr("b/first.tsv", "Hello.\tBonjour.\n", zipfile.ZIP_STORED)
        archive.writestr("photo.jpg", b"\xff\xd8\xff\xe0" + bytes(range(32)) * 40)
        archive.writestr("a.tsv", "\n".join(lines))
    content = whole.getvalue()
    path = put(tmp_path, content[: len(content) // 2])
    _, records, rejects = read(path)
    assert Pair("Hello.", ("Bonjour.",)) in records
    found = [record for record in records if record != Pair("Hello.", ("Bonjour.",))]
    assert 10_000 < len(found) < 30_000
    source, target = lines[len(found) - 1].split("\t")
    assert found[-1] == Pair(source, (target,))
    assert dict(rejects.counts) == {"cut short": 1, "not a text file": 1}
    assert rejects.first["cut short"].startswith(f"{path}!a.tsv:{len(found) + 1} ")
    with pytest.raises(RecordError, match=r"a.tsv, line \d+: cut short"):
        read(path, strict=True)

    path = put(tmp_path, content[: content.rindex(b"PK\x01\x02") + 9])  # only the list at the end is missing
    _, records, rejects = read(path)
    assert len(records) == 30_001
    assert rejects.first["cut short"].startswith(f"{path} (the list of its files is missing")


def test_of_a_damaged_file_in_a_zip_nothing_is_read(tmp_path: Path) -> None:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.tsv", "".join(f"Line {number}\tLigne {number}\n" for number in range(1000)))
        archive.writestr("b.tsv", "Hello.\tBonjour.\n")
    path = put(tmp_path, whole.getvalue().replace(b"Line 700", b"Lime 700"))
    _, records, rejects = read(path)
    assert records == [Pair("Hello.", ("Bonjour.",))]
    assert rejects.first["cut short"].startswith(f"{path}!a.tsv:1 (Bad CRC-32")


@pytest.mark.parametrize("name", ["bz2", "zst"])
def test_where_not_even_the_first_block_is_whole_that_is_a_reject(tmp_path: Path, name: str) -> None:
    packed = PACKED[name](b"Hello.\tBonjour.\n" * 99)  # type: ignore[operator]
    path = put(tmp_path, packed[: len(packed) // 2])
    put(tmp_path, "Hi.\tSalut.\n", "other.tsv")
    for place, expected in ((path, []), (tmp_path, [Pair("Hi.", ("Salut.",))])):
        _, records, rejects = read(place)
        assert records == expected
        assert rejects.first == {"cut short": f"{path}:1 (the packed file is cut short)"}


def test_a_cut_zip_that_unpacks_to_far_too_much_is_left(tmp_path: Path) -> None:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("a.txt", "w") as inside:
        for _ in range(320):
            inside.write(b"\n" * (1 << 20))
    content = whole.getvalue()
    assert read(put(tmp_path, content[: content.rindex(b"PK\x01\x02")]))[1] == []


def test_cut_json_gives_what_came_before(tmp_path: Path) -> None:
    content = json.dumps([{"prompt": f"p{number}", "reply": "r"} for number in range(100)], indent=1)
    _, records, rejects = read(put(tmp_path, content[: len(content) // 2]))
    assert 40 < len(records) < 60
    assert dict(rejects.counts) == {"cut short": 1}


ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(tmp_path: Path, encoding: str, line_end: str) -> None:
    lines = [
        "Où est le café ?\tWo ist das Café?",
        "L'élève à l'école\tDer Schüler in der Schule",
        "Ça va ?\tWie geht’s?",
    ]
    _, records, rejects = read(put(tmp_path, line_end.join(lines).encode(encoding)))
    assert records == [Pair(one, (other,)) for one, other in (line.split("\t") for line in lines)]
    assert not rejects.counts


def test_nul_bytes_are_taken_out(tmp_path: Path) -> None:
    assert read(put(tmp_path, b"Hello\0 you.\tBon\0jour.\n"))[1] == [Pair("Hello you.", ("Bonjour.",))]


def test_a_line_without_end_is_one_reject(tmp_path: Path) -> None:
    content = b"Hi\tSalut\n" + b"x" * 3_000_000 + b"\nHo\tHo\n"
    _, records, rejects = read(put(tmp_path, gzip.compress(content)))
    assert records == [Pair("Hi", ("Salut",)), Pair("Ho", ("Ho",))]
    assert dict(rejects.counts) == {"line too long": 1}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "there is nothing in it"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "not a text"),
        (b"PK\x03\x04 but no more", "not a whole zip archive"),
        (b"<html><body>Hello</body></html>", "XML or HTML of no known kind"),
    ],
)
def test_what_is_no_corpus(tmp_path: Path, content: bytes, says: str) -> None:
    path = put(tmp_path, content)
    with pytest.raises(RecordError, match=says) as caught:
        read(path)
    assert str(path) in str(caught.value)


def test_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="No such file or directory; give the path"):
        read(tmp_path / "none")
    with pytest.raises(RecordError, match="no text files in this folder"):
        read(tmp_path)


def test_a_long_dialogue_comes_in_parts_and_loses_no_reply(tmp_path: Path) -> None:
    _, records, _ = read(put(tmp_path, "".join(f"Line {number}.\n" for number in range(5000))))
    assert len(records) > 1
    assert all(isinstance(record, Dialogue) for record in records)
    pairs = [pair for record in records for pair in zip(record.turns, record.turns[1:])]  # type: ignore[union-attr]
    assert pairs == [(f"Line {number}.", f"Line {number + 1}.") for number in range(4999)]
    assert sum(len(record.turns) - record.carried for record in records) == 5000  # type: ignore[union-attr]

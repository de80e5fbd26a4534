"""Conversations written to files and read again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chatapp.exchange import ExchangeError, jsonl, markdown, read_file, write_file
from chatapp.history.records import Message, Told
from chatapp.history.store import History

LINES = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]) | st.sampled_from("#\\ *"), max_size=8)
TEXTS = st.lists(LINES, min_size=1, max_size=3).map(lambda lines: "\n".join(lines).strip() or "x")
MESSAGES = st.builds(
    Message,
    st.just(0),
    st.sampled_from(["person", "app"]),
    TEXTS,
    st.sampled_from(["done", "stopped"]),
    st.sampled_from([-1, 0, 1]),
    st.none() | TEXTS,
    st.none() | TEXTS,
)
CONVERSATIONS = st.lists(st.builds(Told, TEXTS, st.lists(MESSAGES, min_size=1, max_size=4).map(tuple)), max_size=3)

BUSY = settings(suppress_health_check=[HealthCheck.too_slow], max_examples=60, deadline=None)


@BUSY
@given(CONVERSATIONS)
def test_jsonl_loses_nothing(told: list[Told]) -> None:
    assert list(jsonl.conversations(jsonl.written(told))) == told


@BUSY
@given(CONVERSATIONS)
def test_markdown_keeps_every_text(told: list[Told]) -> None:
    read = list(markdown.conversations(markdown.written(told)))
    assert [[(each.role, each.text) for each in one.messages] for one in read] == [
        [(each.role, each.correction or each.text) for each in one.messages] for one in told
    ]
    assert [one.title for one in read] == [" ".join(one.title.split()) for one in told]


@pytest.mark.parametrize(
    "line",
    [
        '{"turns": ["Hi", "Hello"]}',
        '{"conversations": [{"from": "human", "value": "Hi"}, {"from": "gpt", "value": "Hello"}]}',
        '{"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}',
    ],
)
def test_other_peoples_jsonl_is_read(line: str) -> None:
    (told,) = jsonl.conversations(line)
    assert [(each.role, each.text) for each in told.messages] == [("person", "Hi"), ("app", "Hello")]


def test_training_reads_what_is_exported(tmp_path: Path) -> None:
    from training.readers.jsonl import read_dialogues

    corrected = Message(0, "app", "No", "done", correction="Yes")
    write_file(tmp_path / "talk.jsonl", [Told("t", (Message(0, "person", "Is it?", "done"), corrected))])
    assert [each.turns for each in read_dialogues(tmp_path / "talk.jsonl")] == [("Is it?", "Yes")]


def test_a_history_goes_through_a_file(tmp_path: Path) -> None:
    history = History(tmp_path / "one.sqlite3")
    talk = history.start_conversation("hi")
    history.add_message(talk, "person", "hi")
    history.correct(history.add_message(talk, "app", "ho", origin="house"), "hello")
    history.add_message(talk, "app", "The engine stopped.", "failed")
    write_file(tmp_path / "talk.jsonl", history.told())
    other = History(tmp_path / "other.sqlite3")
    for told in read_file(tmp_path / "talk.jsonl"):
        other.take_in(told)
    (read,) = other.told()
    assert read.title == "hi"
    assert [(each.role, each.text, each.correction, each.origin) for each in read.messages] == [
        ("person", "hi", None, None),
        ("app", "ho", "hello", "house"),
    ]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.jsonl", b'{"turns": ["a"]}\n{"turn', "line 2 is not JSON"),
        ("a.jsonl", b'["a"]', "line 1 is no conversation"),
        ("a.jsonl", json.dumps({"messages": [{"role": 1}]}).encode(), "line 1 is no conversation"),
        ("a.md", b"nothing here", "holds no conversation"),
        ("a.md", b"\xff\xfe\x00", "UTF-8"),
        ("a.md", None, "cannot be read"),
    ],
)
def test_what_is_no_conversation_is_one_sentence(tmp_path: Path, name: str, content: bytes | None, said: str) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(ExchangeError, match=said):
        read_file(tmp_path / name)

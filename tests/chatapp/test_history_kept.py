"""What was added to the history later: the second version of its file, forks, judgements, candidates, search."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest

from chatapp.history.records import MARK_BEGIN, MARK_END, Candidate, Rating
from chatapp.history.store import History


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "h.sqlite3")


def test_file_of_the_first_version_is_brought_forward(tmp_path: Path) -> None:
    path = tmp_path / "h.sqlite3"
    shutil.copy(Path(__file__).parent / "data" / "history_version_1.sqlite3", path)
    history = History(path)
    assert history.problem == ""
    assert [(each.title, each.pinned, each.forked_from) for each in history.conversations()] == [
        ("hello", False, None),
        ("the café is closed", False, None),
    ]
    assert [(each.text, each.state, each.rating, each.correction, each.origin) for each in history.messages(1)] == [
        ("the café is closed", "done", 0, None, None),
        ("What a pity.", "done", 0, None, None),
        ("be-slow", "done", 0, None, None),
        ("0 1", "stopped", 0, None, None),
    ]
    assert [each.message for each in history.find("cafe")] == [1]
    assert history.kept_translations()[0].target == "bonjour"
    history.rate(2, 1)
    history.close()
    assert History(path).messages(1)[1].rating == 1


def test_removed_conversation_can_be_brought_back_until_it_is_purged(history: History) -> None:
    talk = history.start_conversation("one")
    history.add_message(talk, "person", "secret")
    history.remove_conversation(talk)
    assert history.conversations() == [] and history.find("secret") == [] and list(history.told()) == []
    history.restore_conversation(talk)
    assert [each.text for each in history.messages(talk)] == ["secret"]
    history.remove_conversation(talk)
    assert history.purge(time.time() - 60) == 0
    assert history.purge(time.time() + 60) == 1
    history.restore_conversation(talk)
    assert history.conversations() == []


def test_long_removed_conversation_is_purged_when_the_file_is_opened(
    history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = history.start_conversation("one")
    history.remove_conversation(talk)
    history.close()
    monkeypatch.setattr("chatapp.history.store.DAYS_KEPT", -1)
    again = History(history.path)
    again.restore_conversation(talk)
    assert again.conversations() == []


def test_pinned_comes_first_and_keeps_its_new_name(history: History) -> None:
    first, second = history.start_conversation("one"), history.start_conversation("two")
    history.add_message(second, "person", "x")
    history.pin_conversation(first, True)
    history.rename_conversation(first, "  a new\nname ")
    history.rename_conversation(second, " ")
    assert [(each.title, each.pinned) for each in history.conversations()] == [("a new name", True), ("two", False)]
    history.pin_conversation(first, False)
    assert [each.id for each in history.conversations()] == [second, first]


def test_fork_copies_up_to_the_message_and_leaves_the_original(history: History) -> None:
    talk = history.start_conversation("one")
    ids = [history.add_message(talk, role, role + str(n)) for n in range(3) for role in ("person", "app")]
    history.rate(ids[1], -1)
    fork = history.fork_conversation(talk, ids[2], "other")
    assert [(each.text, each.rating) for each in history.messages(fork)] == [("person0", 0), ("app0", -1)]
    assert len(history.messages(talk)) == 6
    begun = {each.id: (each.title, each.forked_from) for each in history.conversations()}
    assert begun == {talk: ("one", None), fork: ("one", talk)}
    start = history.fork_conversation(talk, ids[0], "other  words")
    assert history.messages(start) == []
    assert next(each.title for each in history.conversations() if each.id == start) == "other words"


def test_fork_outlives_what_it_was_forked_from(history: History) -> None:
    talk = history.start_conversation("one")
    last = history.add_message(talk, "person", "x")
    fork = history.fork_conversation(talk, last + 1, "")
    history.remove_conversation(talk)
    history.purge(time.time() + 1)
    assert [(each.id, each.forked_from) for each in history.conversations()] == [(fork, None)]
    assert [each.text for each in history.messages(fork)] == ["x"]


def test_chosen_candidate_becomes_the_reply(history: History) -> None:
    talk = history.start_conversation("one")
    history.add_message(talk, "person", "hello")
    reply = history.add_message(talk, "app", "hi", origin="")
    candidates = [Candidate("hi", -0.5, ""), Candidate("good day", -1.0, "house")]
    history.keep_candidates(reply, candidates)
    assert history.candidates(reply) == candidates
    history.choose_candidate(reply, 1)
    history.choose_candidate(reply, 7)
    assert [each.chosen for each in history.candidates(reply)] == [False, True]
    assert (history.messages(talk)[1].text, history.messages(talk)[1].origin) == ("good day", "house")
    assert [each.message for each in history.find("good")] == [reply]
    history.remove_message(reply)
    assert history.candidates(reply) == []


def test_what_the_person_judged_is_told_once(history: History) -> None:
    talk = history.start_conversation("one")
    judgements: tuple[tuple[str, Rating, str | None], ...] = (
        ("a", 0, None),
        ("b", 1, None),
        ("c", -1, None),
        ("d", -1, "better"),
        ("b", 1, None),
    )
    for said, rating, correction in judgements:
        history.add_message(talk, "person", said)
        reply = history.add_message(talk, "app", f"to {said}")
        history.rate(reply, rating)
        history.correct(reply, correction)
    history.add_message(talk, "person", "e")
    history.keep_candidates(history.add_message(talk, "app", "x"), [Candidate("x", 0, "", chosen=True)])
    history.fork_conversation(talk, 1 << 60, "")
    assert history.judged() == [("b", "to b"), ("d", "better"), ("e", "x")]


def test_search_marks_what_matches_wherever_it_is(history: History) -> None:
    first, second = history.start_conversation("one"), history.start_conversation("two")
    early = history.add_message(first, "person", "many words " * 30 + "the Café is closed today")
    late = history.add_message(second, "app", "closed cafés")
    found = history.find("clos cafe")
    assert [(each.conversation, each.message) for each in found] == [(second, late), (first, early)]
    assert found[0].excerpt == f"{MARK_BEGIN}closed{MARK_END} {MARK_BEGIN}cafés{MARK_END}"
    assert f"{MARK_BEGIN}Café{MARK_END} is {MARK_BEGIN}closed{MARK_END}" in found[1].excerpt
    assert history.find(" ") == [] and history.find('"') == []


def test_messages_after_one(history: History) -> None:
    talk = history.start_conversation("one")
    ids = [history.add_message(talk, "person", str(number)) for number in range(9)]
    assert [each.text for each in history.messages(talk, after=ids[4], limit=2)] == ["5", "6"]

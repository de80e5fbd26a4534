"""What a person wrote is kept, suggested again, listed and erased."""

from __future__ import annotations

from pathlib import Path

import pytest
from toy_bundles import write_bundles

from chatapp.engine.engine import Engine
from chatapp.engine.own_lines import OwnLine, OwnLines

LINE = "Hello, the weather is nice today"


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Engine:
    monkeypatch.setenv("CHATAPP_HOME", str(tmp_path))
    write_bundles(tmp_path / "data" / "bundles")
    return Engine.on_this_machine()


def offered(engine: Engine) -> list[str]:
    return [each.text for each in engine.suggest("Hello, the ", language="en")]


def test_a_line_that_was_written_is_suggested_from_the_next_one_on_and_after_a_restart(engine: Engine) -> None:
    before = offered(engine)
    for _ in range(8):
        engine.learn(LINE)
    assert not any(text.startswith("weather") for text in before)
    assert any(text.startswith("weather") for text in offered(engine))
    assert any(text.startswith("weather") for text in offered(Engine.on_this_machine()))
    assert [line.text for line in engine.own_lines.newest(100)] == [LINE] * 8


def test_what_was_kept_is_not_used_where_learning_is_switched_off(engine: Engine, tmp_path: Path) -> None:
    for _ in range(8):
        engine.learn(LINE)
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "settings.toml").write_text("learning = false\n")
    assert not any(text.startswith("weather") for text in offered(Engine.on_this_machine()))


def test_the_store_gives_the_newest_and_erases_all_from_the_disk(tmp_path: Path) -> None:
    store = OwnLines(tmp_path / "deep" / "own.sqlite3")
    assert store.newest(3) == []
    assert store.erase() == 0
    for number in range(5):
        store.add(f"A secret {number}", "en")
    assert store.newest(2) == [OwnLine("A secret 3", "en"), OwnLine("A secret 4", "en")]
    assert store.erase() == 5
    assert store.newest(9) == []
    assert not any(b"secret" in file.read_bytes() for file in store.path.parent.iterdir())


def test_a_damaged_store_costs_no_suggestions(engine: Engine) -> None:
    engine.own_lines.path.parent.mkdir(parents=True, exist_ok=True)
    engine.own_lines.path.write_bytes(b"no database at all" * 100)
    engine.load("suggest")
    engine.suggest("Hello, the ", language="en")

from __future__ import annotations

from pathlib import Path

import pytest

from chatapp import places, settings
from chatapp.settings import Settings, SettingsError


def test_no_file_is_no_problem(tmp_path: Path) -> None:
    assert settings.read(tmp_path / "none.toml") == (Settings(), [])


def test_what_is_written_is_read_and_comments_stay(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "settings.toml"
    path.parent.mkdir()
    path.write_text('# mine\ntheme = "nord"  # calm\nmy_key = 3\n')
    settings.write(path, suggestions=False, theme="gruvbox")
    assert "# mine" in path.read_text() and "# calm" in path.read_text() and "my_key = 3" in path.read_text()
    read, problems = settings.read(path)
    assert (read.suggestions, read.theme) == (False, "gruvbox")
    assert len(problems) == 1
    assert [each.name for each in path.parent.iterdir()] == ["settings.toml"]


def test_unknown_key_names_the_nearest_and_the_line(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('theme = "nord"\n\nsugestions = false\n')
    read, problems = settings.read(path)
    assert read == Settings(theme="nord")
    assert problems == [f"{path}, line 3: there is no setting 'sugestions'; did you mean 'suggestions'?"]


@pytest.mark.parametrize(
    ("line", "word"),
    [("suggestions = 1", "true or false"), ("theme = 3", "a text in quotes"), ('target_language = "xx"', "one of")],
)
def test_wrong_value_is_told_and_the_default_holds(tmp_path: Path, line: str, word: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(line)
    read, problems = settings.read(path)
    assert read == Settings()
    assert word in problems[0] and "line 1" in problems[0]


@pytest.mark.parametrize("content", [b"theme = ", b"\xff\xfe\x00", b"[[[", b"theme"])
def test_damaged_file_gives_defaults_and_is_not_overwritten(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(content)
    read, problems = settings.read(path)
    assert read == Settings() and len(problems) == 1
    with pytest.raises(SettingsError):
        settings.write(path, theme="nord")
    assert path.read_bytes() == content


def test_unwritable_place_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="not saved"):
        settings.write(tmp_path / "file" / "settings.toml", theme="nord")


def test_unknown_change_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError):
        settings.write(tmp_path / "settings.toml", colour="red")


def test_every_place_is_below_the_home(home: Path) -> None:
    for place in (
        places.settings_file(),
        places.history_file(),
        places.engine_log_file(),
        places.bundles_folder(),
        places.config_folder(),
        places.state_folder(),
    ):
        assert home in place.parents


def test_places_without_a_home_are_the_platforms(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHATAPP_HOME")
    for place in (places.settings_file(), places.history_file(), places.engine_log_file()):
        assert "chatapp" in place.parts

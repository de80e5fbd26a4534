"""What the commands say as JSON, what ``help`` and ``completion`` say, and conversations through files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from toy_bundles import write_bundles

from chatapp.command_line.group import group
from chatapp.history.store import History

COMMAND = [sys.executable, "-m", "chatapp"]


@pytest.fixture(scope="module")
def toys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    write_bundles(folder / "data" / "bundles")
    return folder


@pytest.fixture
def run(toys: Path):
    def run(*arguments: str, given: str = "") -> tuple[int, str, str]:
        environment = {**os.environ, "CHATAPP_HOME": str(toys)}
        done = subprocess.run(
            [*COMMAND, *arguments], input=given, capture_output=True, check=False, env=environment, text=True
        )
        assert "Traceback" not in done.stderr
        return done.returncode, done.stdout, done.stderr

    return run


def test_every_command_can_answer_in_json() -> None:
    commands = [group.get_command(None, name) for name in group.list_commands(None)]  # type: ignore[arg-type]
    assert not [each.name for each in commands if each and not any("--json" in option.opts for option in each.params)]


@pytest.mark.parametrize(
    ("arguments", "keys"),
    [
        (["chat", "--json", "Hello"], {"text", "reply", "origin", "candidates"}),
        (["suggest", "--json", "How are y"], {"text", "continuations"}),
        (["detect", "--json", "Hello"], {"text", "language", "probability"}),
        (["write", "--json", "--seed", "1", "--words", "3", "How"], {"text", "written", "seed"}),
        (["models", "--verify", "--json", "languages"], {"name", "folder", "problem"}),
        (["help", "--json"], {"topics", "commands"}),
        (["completion", "--json", "fish"], {"shell", "script", "line"}),
        (["own-lines", "--erase", "--json"], {"forgotten"}),
        (["teach", "--use-shipped", "--json"], {"event", "name"}),
    ],
    ids=lambda each: each[0] if isinstance(each, list) else "",
)
def test_answers_are_objects(run, arguments: list[str], keys: set[str]) -> None:
    status, out, errors = run(*arguments)
    assert (status, errors, out.count("\n")) == (0, "", 1)
    assert set(json.loads(out)) == keys


def test_conversations_go_through_files(run, toys: Path, tmp_path: Path) -> None:
    assert run("export")[0] == 1
    history = History(toys / "data" / "history.sqlite3")
    for name in ("apples", "pears"):
        talk = history.start_conversation(name)
        history.add_message(talk, "person", name)
        history.add_message(talk, "app", f"I like {name}.")
    history.close()
    status, out, _ = run("export", "--only", "pear", "--format", "jsonl")
    assert (status, out.count("\n"), json.loads(out)["title"]) == (0, 1, "pears")
    assert run("export", str(tmp_path / "all.md")) == (0, f"2 conversations written to {tmp_path / 'all.md'}.\n", "")
    status, out, errors = run("import", "--json", str(tmp_path / "all.md"))
    assert (status, json.loads(out)["conversations"], errors) == (0, 2, "")
    status, out, errors = run("import", str(tmp_path / "all.md"), str(tmp_path / "none.md"))
    assert (status, out, errors.count("\n")) == (1, "", 1)
    assert run("export")[1].count("\n# ") == 3


def test_a_model_goes_through_a_file(run, toys: Path, tmp_path: Path) -> None:
    file = tmp_path / "languages.bundle"
    assert run("models", "languages", "--export", str(file))[0] == 0
    status, _, errors = run("models", "--import", str(file))
    assert (status, "delete it first" in errors) == (1, True)
    assert run("models", "languages", "--delete")[0] == 0
    assert run("models", "--import", str(file))[0] == 0
    assert (toys / "data" / "bundles" / "languages" / "bundle.json").exists()
    assert run("models", "mood", "--delete")[0] == 1
    assert run("models", "--delete")[0] == 2


def test_help_has_topics_and_commands(run) -> None:
    status, out, errors = run("help")
    assert (status, errors) == (0, "")
    topics = [line.split()[0] for line in out.splitlines() if line and not line.startswith("Commands")]
    for topic in (*topics, "chat"):
        status, out, errors = run("help", topic)
        assert (status, errors) == (0, "") and out.strip()
    assert run("help", "nonsense")[0] == 2


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_a_script_that_the_shell_can_read(run, shell: str, tmp_path: Path) -> None:
    status, out, errors = run("completion", shell)
    assert (status, errors, "_CHATAPP_COMPLETE" in out) == (0, "", True)
    if shell == "bash":
        (tmp_path / "script").write_text(out)
        assert subprocess.run(["bash", "-n", str(tmp_path / "script")], check=False).returncode == 0

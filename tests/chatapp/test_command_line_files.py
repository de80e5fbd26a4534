"""``chatapp translate`` with files, as a process."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest
from toy_bundles import write_bundles

COMMAND = [sys.executable, "-m", "chatapp", "translate", "--from", "en", "--to", "fr"]


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    home = tmp_path_factory.mktemp("home")
    write_bundles(home / "data" / "bundles")
    return {**os.environ, "CHATAPP_HOME": str(home)}


@pytest.fixture
def translate(environment: dict[str, str], tmp_path: Path):
    def translate(*arguments: str) -> tuple[int, str, str]:
        done = subprocess.run(
            [*COMMAND, *arguments],
            capture_output=True,
            check=False,
            env=environment | {"PYTHONPATH": str(Path(__file__).parents[2])},
            cwd=tmp_path,
        )
        assert b"Traceback" not in done.stderr
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    return translate


def test_files_are_translated_to_standard_output_or_into_a_folder(translate, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Hello\n\n```\ncode\n```\n")
    (tmp_path / "b.txt").write_text("  Hello.\n\nHello.\n")
    status, out, errors = translate("a.md")
    assert (status, errors) == (0, "a.md: 1 sentence\n")
    assert out.startswith("# ") and out.endswith("\n\n```\ncode\n```\n")
    assert translate("a.md", "b.txt", "-o", "fr")[:2] == (0, "")
    assert (tmp_path / "fr" / "a.md").read_text() == out
    assert (tmp_path / "fr" / "b.txt").read_text().count("\n") == 3
    assert translate("a.md", "-o", "c.md")[:2] == (0, "")
    assert (tmp_path / "c.md").read_text() == out
    status, out, _ = translate("b.txt", "--json")
    told = json.loads(out)
    assert (told["file"], told["from"], told["to"], len(told["passages"])) == ("b.txt", "en", "fr", 2)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["none.md"], "none.md: there is no such file"),
        (["a.txt", "none.md"], "none.md: there is no such file"),
        (["-o", "x"], "-o is for files"),
        (["a.txt", "--watch"], "--watch needs a place"),
        (["a.txt", "-o", "a.txt"], "would replace the original"),
        (["a.txt", "-o", "."], "would replace the original"),
        (["a.txt", "-o", "a.txt/b.txt"], "cannot be written"),
        (["a.txt", "sub/a.txt", "-o", "out"], "two files of this name"),
        (["sub", "-o", "out"], "is a folder"),
    ],
)
def test_mistakes_are_told_in_one_sentence(translate, tmp_path: Path, arguments: list[str], said: str) -> None:
    (tmp_path / "sub").mkdir()
    for name in ("a.txt", "sub/a.txt"):
        (tmp_path / name).write_text("Hello.\n")
    status, _, errors = translate(*arguments)
    assert status in (1, 2)
    assert said in errors.splitlines()[-1]
    assert (tmp_path / "a.txt").read_text() == "Hello.\n"


def test_a_text_is_a_text_even_where_a_file_has_the_name_of_a_word(translate, tmp_path: Path) -> None:
    (tmp_path / "Hello").write_text("How are you?")
    assert translate("Hello", "there")[1].count("\n") == 1
    assert json.loads(translate("--json", "Hello there")[1])["text"] == "Hello there"


def test_a_watched_file_is_translated_again(environment: dict[str, str], tmp_path: Path) -> None:
    original, translated = tmp_path / "a.txt", tmp_path / "b.txt"
    original.write_text("Hello.\n")
    process = subprocess.Popen(
        [*COMMAND, str(original), "-o", str(translated), "--watch"],
        env=environment,
        stderr=subprocess.DEVNULL,
        # A shell starts what is in the background deaf to Ctrl-C, and children inherit that.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    )

    def lines() -> int:
        return translated.read_text().count("\n") if translated.exists() else 0

    def wait(count: int) -> None:
        until = time.monotonic() + 30
        while lines() != count and time.monotonic() < until:
            time.sleep(0.05)
        assert lines() == count

    try:
        wait(1)
        original.write_text("Hello.\n\nHow are you?\n")
        wait(3)
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 128 + signal.SIGINT

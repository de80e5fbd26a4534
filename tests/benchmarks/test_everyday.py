"""``python -m benchmarks.everyday`` as a process, with a toy bundle; and the prompts themselves."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks.everyday import PROMPTS, read_prompts
from models.configuration import ConfigurationError
from tests.chatapp.toy_bundles import write_bundles

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bundles")
    write_bundles(folder)
    return folder / "conversation"


def run(folder: Path, *arguments: str) -> tuple[int, str, str]:
    environment = {**os.environ, "CHATAPP_HOME": str(folder / "home"), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "benchmarks.everyday", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder, env=environment)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout, done.stderr


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_answered_mixed_judged_and_scored(bundle: Path, tmp_path: Path) -> None:
    prompts = [{"id": 1, "prompts": ["Hello!"]}, {"id": 2, "prompts": ["How are you?", "Why?"]}]
    (tmp_path / "prompts.jsonl").write_text("".join(json.dumps(each) + "\n" for each in prompts), "utf-8")
    answer = ("--prompts", "prompts.jsonl", "--bundle", str(bundle), "--seed", "3")
    for out, name in [("a.jsonl", "one"), ("b.jsonl", "two")]:
        assert run(tmp_path, "answer", out, *answer, "--name", name)[0] == 0
    answers = read(tmp_path / "a.jsonl")
    assert [(each["id"], each["system"], len(each["turns"])) for each in answers] == [(1, "one", 1), (2, "one", 3)]
    assert answers[1]["turns"][::2] == ["How are you?", "Why?"]
    assert [each["reply"] for each in read(tmp_path / "b.jsonl")] == [each["reply"] for each in answers]

    assert run(tmp_path, "mix", "judge.jsonl", "a.jsonl", "b.jsonl", "--seed", "1", "--count", "2")[0] == 0
    lines = read(tmp_path / "judge.jsonl")
    assert len(lines) == 2
    status, out, errors = run(tmp_path, "score", "judge.jsonl", "judge.key.json")
    assert (status, out) == (1, "")
    assert "judge.jsonl, line 1" in errors
    for line in lines:
        line.update(why="it fits", sensible=1, specific=0)
    (tmp_path / "judge.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    status, out, errors = run(tmp_path, "score", "judge.jsonl", "judge.key.json")
    assert (status, errors) == (0, "")
    assert "| one | 2 | 100.0 (100.0 to 100.0) | 0.0 (0.0 to 0.0) | 50.0 (50.0 to 50.0) |" in out


def test_the_prompts_are_two_hundred_different_ones_and_some_follow_up() -> None:
    prompts = read_prompts(PROMPTS)
    assert [number for number, _ in prompts] == list(range(1, 201))
    assert len({tuple(said) for _, said in prompts}) == 200
    assert sum(len(said) == 2 for _, said in prompts) == 40
    assert all(len(said) <= 2 and all(each.strip() == each and each for each in said) for _, said in prompts)


@pytest.mark.parametrize("line", ["{", "[]", '{"id": 1}', '{"id": 1, "prompts": [2]}', '{"id": 1, "prompts": "Hi"}'])
def test_prompts_that_are_none_are_refused_with_their_line(line: str, tmp_path: Path) -> None:
    path = tmp_path / "prompts.jsonl"
    path.write_text('{"id": 1, "prompts": ["Hi"]}\n' + line, "utf-8")
    with pytest.raises(ConfigurationError, match="line 2"):
        read_prompts(path)

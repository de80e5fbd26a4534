"""What a one-shot command loads: modules, not seconds, which depend on the machine."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

NEVER = {"torch", "gensim", "scipy", "pandas", "matplotlib", "sacrebleu", "training", "textual", "asyncio"}


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {**os.environ, "CHATAPP_HOME": str(tmp_path)}


@pytest.mark.parametrize(
    ("arguments", "besides"),
    [
        (["translate", "--to", "fr", "--from", "en", "Good evening."], set()),
        (["translate", "--to", "fr", "Good evening."], set()),
        (["suggest", "Good ev"], set()),
        (["chat", "Good evening."], set()),
        (["detect", "Where is the station?"], {"onnxruntime"}),
        (["mood", "What a lovely day!"], {"onnxruntime"}),
    ],
)
def test_a_one_shot_command_loads_only_what_answers(
    arguments: list[str], besides: set[str], environment: dict[str, str]
) -> None:
    script = (
        "import sys; from chatapp.__main__ import main\n"
        f"sys.argv = ['chatapp', *{arguments!r}]\n"
        "main()\n"
        f"sys.exit(', '.join({NEVER | besides!r} & set(sys.modules)) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=False, env=environment, stdin=subprocess.DEVNULL
    )
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.strip()

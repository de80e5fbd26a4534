"""ChatterBot's answers; run by the interpreter that it is installed for, which knows nothing of this project.

``python benchmarks/chatterbot_answers.py`` reads one JSON object from standard input, ``{"pairs": [[question, answer],
…], "prompts": […]}``, and writes ``{"version", "taught_seconds", "answers", "seconds", "megabytes"}``; the times are of
the processor. ChatterBot answers as it comes, by `BestMatch`; only its tagger is the one that lower-cases, where the
language model that the other needs is not installed.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any


def main() -> None:
    """Teach, ask, write what was answered and how long it took."""
    given = json.load(sys.stdin)
    with tempfile.TemporaryDirectory() as folder:
        bot = _bot(Path(folder) / "bot.sqlite3")
        began = time.process_time()
        _teach(bot, given["pairs"])
        taught = time.process_time() - began
        answers, seconds = [], []
        for prompt in given["prompts"]:
            began = time.process_time()
            answers.append(bot.get_response(prompt).text)
            seconds.append(time.process_time() - began)
    print(
        json.dumps(
            {
                "version": version("chatterbot"),
                "taught_seconds": taught,
                "answers": answers,
                "seconds": seconds,
                "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            }
        )
    )


def _bot(path: Path) -> Any:
    from chatterbot import ChatBot
    from chatterbot.tagging import LowercaseTagger

    options = {"database_uri": f"sqlite:///{path}", "read_only": True}
    try:
        return ChatBot("bot", **options)
    except ChatBot.ChatBotException:
        return ChatBot("bot", tagger=LowercaseTagger, **options)


def _teach(bot: Any, pairs: list[list[str]]) -> None:
    from chatterbot.trainers import ListTrainer

    trainer = ListTrainer(bot, show_training_progress=False)
    for pair in pairs:
        trainer.train(pair)


if __name__ == "__main__":
    main()

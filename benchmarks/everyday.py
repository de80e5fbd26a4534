"""``python -m benchmarks.everyday answer|mix|score``: replies to everyday prompts, judged blind (docs/judging.md).

``answer OUT`` answers the prompts, each as a new conversation; ``mix OUT ANSWERS ...`` makes of the answers of several
systems one file to judge and a key; ``score JUDGED KEY`` counts the labels.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import get_args

from benchmarks.blind_mix import Key, mix, read_answers
from benchmarks.chat_engine import SHIPPED, chat_engine
from benchmarks.json_lines import read_lines, write_lines, write_text
from benchmarks.sensible_specific import read_judgements, score, score_table
from chatapp.engine.candidates import Voices
from chatapp.engine.cannot_answer import CannotAnswer
from chatapp.engine.engine import Engine
from models.configuration import ConfigurationError

PROMPTS = Path(__file__).with_name("everyday_prompts.jsonl")


def main() -> None:
    """Do what is asked, or say in one sentence why not."""
    arguments = _parser().parse_args()
    try:
        arguments.do(arguments)
    except (ConfigurationError, CannotAnswer, OSError) as error:
        raise SystemExit(str(error)) from error


def read_prompts(path: Path) -> list[tuple[int, list[str]]]:
    """Read the number of each prompt and what the person says: the prompt, or what came before it and then the prompt.

    Raises:
        ConfigurationError: the file cannot be read, or a line has no prompts.
    """
    prompts = []
    for place, line in read_lines(path):
        number, said = line.get("id"), line.get("prompts")
        if not isinstance(said, list) or not said or not all(isinstance(each, str) for each in said):
            said = None
        if not isinstance(number, int) or said is None:
            raise ConfigurationError(f"{place}: there must be an 'id' and a list of 'prompts'; mend the line.")
        prompts.append((number, said))
    return prompts


def converse(engine: Engine, said: list[str], seed: int | None, voices: Voices = "both") -> tuple[list[str], str]:
    """Hold a new conversation, saying one thing after the other.

    Returns:
        the turns up to the last thing said, oldest first, and the reply to it.

    Raises:
        CannotAnswer: there is no bundle that chats.
    """
    turns: list[str] = []
    for prompt in said[:-1]:
        turns.append(prompt)
        turns.append(engine.reply(turns, seed, voices=voices).text)
    turns.append(said[-1])
    return turns, engine.reply(turns, seed, voices=voices).text


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.everyday", description=__doc__)
    commands = parser.add_subparsers(required=True)
    answer = commands.add_parser("answer", help="answer the prompts")
    answer.add_argument("out", type=Path)
    answer.add_argument("--bundle", type=Path, default=SHIPPED, metavar="FOLDER", help="the shipped one if left out")
    answer.add_argument("--seed", type=int, help="draw replies; left out, each is the best, as the app first gives it")
    answer.add_argument("--name", help="of the system; the name of the bundle's folder, or 'shipped', if left out")
    answer.add_argument("--voices", choices=get_args(Voices), default="both", help="who may speak")
    answer.add_argument("--prompts", type=Path, default=PROMPTS, help="other prompts than those kept here")
    answer.set_defaults(do=_answer)
    mixing = commands.add_parser("mix", help="make one file to judge")
    mixing.add_argument("out", type=Path)
    mixing.add_argument("answers", type=Path, nargs="+")
    mixing.add_argument("--seed", type=int, default=1)
    mixing.add_argument("--count", type=int, default=120, help="prompts")
    mixing.add_argument("--key", type=Path, help="OUT with .key.json at its end if left out")
    mixing.set_defaults(do=_mix)
    scoring = commands.add_parser("score", help="count the labels")
    scoring.add_argument("judged", type=Path)
    scoring.add_argument("key", type=Path)
    scoring.set_defaults(do=_score)
    return parser


def _answer(arguments: argparse.Namespace) -> None:
    prompts = read_prompts(arguments.prompts)
    engine = chat_engine(arguments.bundle)
    name = arguments.name or ("shipped" if arguments.bundle == SHIPPED else arguments.bundle.resolve().name)
    lines = []
    for number, said in prompts:
        turns, reply = converse(engine, said, arguments.seed, arguments.voices)
        lines.append({"id": number, "system": name, "turns": turns, "reply": reply})
    write_lines(arguments.out, lines)
    print(f"{arguments.out}: {len(lines)} replies of '{name}'")


def _mix(arguments: argparse.Namespace) -> None:
    lines, key = mix([read_answers(path) for path in arguments.answers], arguments.count, arguments.seed)
    key_file = arguments.key or arguments.out.with_suffix(".key.json")
    write_text(key_file, json.dumps(key, indent=1))
    write_lines(arguments.out, lines)
    print(f"{arguments.out}: {len(lines)} replies to judge; do not open {key_file} before they are judged")


def _score(arguments: argparse.Namespace) -> None:
    for line in score_table(*score(read_judgements(arguments.judged), _read_key(arguments.key))):
        print(line)


def _read_key(path: Path) -> Key:
    try:
        key = json.loads(path.read_text("utf-8"))
        return {str(item): [str(system) for system in systems] for item, systems in key.items()}
    except (ValueError, AttributeError, TypeError) as error:
        raise ConfigurationError(f"{path}: this is no key; give the file that `mix` wrote.") from error


if __name__ == "__main__":
    main()

"""``chatapp help``."""

from __future__ import annotations

from importlib import resources

import click

from chatapp.command_line.failure import UsageFailure
from chatapp.command_line.lines import write_line
from chatapp.command_line.told import json_option, write_json

_KEYS = "keys"


@click.command("help")
@click.argument("topic", required=False)
@json_option
@click.pass_context
def command(context: click.Context, topic: str | None, as_json: bool) -> None:
    """Explain a TOPIC or a command; without one, list the topics.

    \b
      chatapp help
      chatapp help exit-status
    """
    topics = {each.name.removesuffix(".md"): each for each in _folder().iterdir() if each.name.endswith(".md")}
    group = context.find_root().command
    commands = group.list_commands(context) if isinstance(group, click.Group) else []
    if topic is None:
        headings = {_KEYS: "Keys"} | {name: _heading(each.read_text("utf-8")) for name, each in sorted(topics.items())}
        if as_json:
            write_json({"topics": headings, "commands": commands})
            return
        for name, heading in headings.items():
            write_line(f"{name:14}{heading}")
        write_line(f"\nCommands, each of which is a topic, too: {', '.join(commands)}.")
    elif topic == _KEYS:
        from chatapp.keys import markdown

        _say(topic, markdown(), as_json)
    elif topic in topics:
        _say(topic, topics[topic].read_text("utf-8"), as_json)
    elif isinstance(group, click.Group) and (found := group.get_command(context, topic)) is not None:
        with click.Context(found, info_name=topic, parent=context.find_root()) as inner:
            _say(topic, found.get_help(inner) + "\n", as_json)
    else:
        raise UsageFailure(f"There is no topic '{topic}': known are {', '.join(sorted(topics))}, and every command.")


def _say(topic: str, text: str, as_json: bool) -> None:
    if as_json:
        write_json({"topic": topic, "text": text})
    else:
        write_line(text.rstrip("\n"))


def _folder() -> resources.abc.Traversable:
    return resources.files("chatapp") / "topics"


def _heading(text: str) -> str:
    return text.split("\n", 1)[0].lstrip("# ")

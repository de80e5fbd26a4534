"""``chatapp completion``."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from chatapp.command_line.failure import Failure
from chatapp.command_line.lines import write_line
from chatapp.command_line.told import json_option, write_json

_WHERE = {
    "bash": '~/.bashrc: eval "$(chatapp completion bash)"',
    "zsh": '~/.zshrc: eval "$(chatapp completion zsh)"',
    "fish": "~/.config/fish/config.fish: chatapp completion fish | source",
}


@click.command("completion")
@click.argument("shell", type=click.Choice(tuple(_WHERE)))
@json_option
def command(shell: str, as_json: bool) -> None:
    """Write what lets SHELL complete chatapp's commands and options; the shell's own file is to read it.

    \b
      ~/.bashrc                   eval "$(chatapp completion bash)"
      ~/.zshrc                    eval "$(chatapp completion zsh)"
      ~/.config/fish/config.fish  chatapp completion fish | source
    """
    from chatapp.command_line.group import group

    completion = get_completion_class(shell)
    if completion is None:
        raise Failure(f"There is no completion for {shell}.")
    # Not its ``source``: for bash that asks which version is installed, by a process that may not be there.
    finder = completion(group, {}, "chatapp", "_CHATAPP_COMPLETE")
    script = finder.source_template % finder.source_vars()
    if as_json:
        write_json({"shell": shell, "script": script, "line": _WHERE[shell]})
    else:
        write_line(script.rstrip("\n"))

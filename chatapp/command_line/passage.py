"""A text that questions are about, read from a file."""

from __future__ import annotations

from pathlib import Path

from chatapp.command_line.failure import Failure


def passage_of(path: Path) -> str:
    """Read it; of a file that is too large no more than shows that it is."""
    from chatapp.engine.passage_replies import LONGEST

    most = 4 * LONGEST  # bytes of as many letters
    try:
        with path.open("rb") as file:
            read = file.read(most + 1)
        text = read.decode("utf-8-sig", "strict" if len(read) <= most else "ignore")
    except OSError as error:
        raise Failure(f"{path}: {error.strerror}; give the path of a text.") from error
    except UnicodeDecodeError as error:
        raise Failure(f"{path}: this is not a text in UTF-8; give one that is.") from error
    if not text.strip():
        raise Failure(f"{path}: there is nothing in it to ask about; give a text.")
    if len(text) > LONGEST:
        raise Failure(f"{path} is longer than {LONGEST:,} characters: give the part that the questions are about.")
    return text

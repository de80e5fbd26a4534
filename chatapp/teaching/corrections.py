"""What the person has put right in the chat, as a corpus: corrections, chosen replies, thumbs up."""

from __future__ import annotations

import json
from pathlib import Path

from chatapp import places
from chatapp.history.store import History
from chatapp.teaching.cannot_teach import CannotTeach
from chatapp.teaching.folder import Teaching, write

NAME = "corrections"


def write_corrections() -> Path:
    """Write them as a file to teach from, and return it; of several replies to the same words the last one counts.

    Raises:
        CannotTeach: there are none, or the file cannot be written.
    """
    history = History(places.history_file())
    try:
        replies = {" ".join(said.split()): " ".join(reply.split()) for said, reply in history.judged()}
    finally:
        history.close()
    if not replies:
        raise CannotTeach(
            "There are no corrections to learn from yet: in the chat, choose or correct a reply, or give it a thumb up."
        )
    path = places.data_folder() / f"{NAME}.jsonl"
    exchanges = ({"prompt": said, "reply": reply} for said, reply in replies.items())
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write(path, "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in exchanges))
    except OSError as error:
        raise CannotTeach(f"{path}: {error.strerror}; make room, or make it writable.") from error
    return path


def free_name() -> str:
    """Return a name that no teaching and no model has: ``corrections``, else with a number."""
    number = 1
    while True:
        teaching = Teaching(NAME if number == 1 else f"{NAME} {number}")
        if not teaching.folder.exists() and not teaching.bundle.exists():
            return teaching.name
        number += 1

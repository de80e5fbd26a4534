"""``python -m benchmarks.memory``: what the two processes of the app hold, in MiB resident, after each thing asked.

Both are processes of their own, started anew; what a process shares with others of its kind is counted, too.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile

from benchmarks.measuring import Report, arguments

_ENGINE = """
import json, psutil
from chatapp.engine.engine import Engine
def held(name):
    found[name] = psutil.Process().memory_info().rss / 2**20
found = {}
engine = Engine.on_this_machine()
held("engine, nothing loaded")
for name, ask in {
    "and suggested": lambda: engine.suggest("How are y"),
    "and detected a language": lambda: engine.detect("Where is the station?"),
    "and translated": lambda: engine.translate("Where is the station?", "fr", "en"),
    "and replied": lambda: engine.reply(["Hello, how are you?"]),
    "and translated a page": lambda: engine.translate("Where is the station? I do not know. " * 40, "de", "en"),
    "and defined a word": lambda: engine.define("house", "fr"),
    "and told a mood": lambda: engine.mood("What a lovely day!"),
}.items():
    ask()
    held(name)
print(json.dumps(found))
"""
_SCREEN = """
import json, psutil
from chatapp.app import ChatApp
ChatApp.on_ready = lambda app: app.exit(psutil.Process().memory_info().rss / 2**20)
print(json.dumps({"screen, at its first paint": ChatApp().run(headless=True)}))
"""


def main() -> None:
    """Print what each process holds."""
    parser = arguments("memory", __doc__)
    given = parser.parse_args()
    report = Report("Memory", ("", "MiB resident"), given.json)
    with tempfile.TemporaryDirectory() as home:
        for program in (_SCREEN, _ENGINE):
            done = subprocess.run(
                [sys.executable, "-c", program],
                env={**os.environ, "CHATAPP_HOME": home},
                capture_output=True,
                text=True,
                check=True,
            )
            for name, held in json.loads(done.stdout.splitlines()[-1]).items():
                report.add(name, held)
    report.close()


if __name__ == "__main__":
    main()

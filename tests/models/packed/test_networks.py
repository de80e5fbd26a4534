"""A bundle answers without torch."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import chatapp

BUNDLES = Path(chatapp.__file__).parent / "bundles"

ANSWER = """
import sys
from pathlib import Path
import numpy
from models import bundle, layout, search
from models.packed.networks import packed_network

loaded = bundle.load(Path(sys.argv[1]))
stepper, pieces = packed_network(loaded), loaded.pieces
source = layout.task_source(pieces, "<to:de>", pieces.encode("Where is the station?"))
first, limits = numpy.array([pieces.begin]), numpy.array([20])
[[best]] = search.beam(stepper, stepper.start([source]), first, limits, pieces.end)
print(pieces.decode(best.pieces), "torch" in sys.modules)
"""


def test_a_shipped_bundle_translates_without_torch() -> None:
    done = subprocess.run(
        [sys.executable, "-c", ANSWER, str(BUNDLES / "conversation")], capture_output=True, text=True, check=True
    )
    assert "Bahnhof" in done.stdout
    assert done.stdout.endswith("False\n")

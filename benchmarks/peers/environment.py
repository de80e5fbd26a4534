"""The peers' own environment: installed without their pins, which no present torch satisfies, and patched to run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_WITH_DEPENDENCIES = [
    *("torch==2.13.0", "numpy", "sacrebleu", "sentencepiece", "pyyaml", "configargparse", "pyonmttok"),
    *("importlib_metadata", "tensorboard", "matplotlib", "tqdm", "six", "subword-nmt"),
]
_ALONE = ["joeynmt==2.3.0", "OpenNMT-py==3.5.1"]
_LEFT_OUT = ("terminology", "fuzzymatch", "clean", "inlinetags")
"""Transforms of OpenNMT-py that import spaCy, fastText and others for what is not asked for here."""
_PATCHES = {
    # Its checkpoints hold more than weights. It reads back what it wrote itself a moment before, in an environment of
    # its own; nothing of ours, and nothing of anybody else's, is read so.
    "onmt/models/model_saver.py": (
        'torch.load(ckpt_path, map_location=torch.device("cpu"))',
        'torch.load(ckpt_path, map_location=torch.device("cpu"), weights_only=False)',
    ),
    # A setting that torch has taken away.
    "joeynmt/builders.py": ('            "verbose": False,\n', ""),
}


def make(folder: Path) -> Path:
    """Make the environment, if it is not there; returns its Python."""
    python = folder / "bin" / "python"
    done = folder / "complete"
    if done.exists():
        return python
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*install, *_WITH_DEPENDENCIES], check=True)
    subprocess.run([*install, "--no-deps", *_ALONE], check=True)
    packages = next((folder / "lib").glob("python*")) / "site-packages"
    for name in _LEFT_OUT:
        (packages / "onmt" / "transforms" / f"{name}.py").unlink(missing_ok=True)
    for name, (before, after) in _PATCHES.items():
        path = packages / name
        path.write_text(path.read_text("utf-8").replace(before, after), "utf-8")
    done.touch()
    return python

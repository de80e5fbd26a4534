"""A model that is asked for next words is scored in per cent, and typing never costs more keys than letters."""

from __future__ import annotations

from pathlib import Path

import torch

from models.architectures import OneToManyArchitecture
from models.one_to_many import OneToMany
from models.pieces import Pieces
from training.evaluation.next_words import score_next_words
from training.example import Example


def test_scores_of_an_untrained_model(prepared: Path) -> None:
    torch.manual_seed(1)
    pieces = Pieces.read(prepared / "pieces.model")
    sizes = {"pieces": len(pieces), "pad": pieces.pad, "begin": pieces.begin, "end": pieces.end}
    model = OneToMany(OneToManyArchitecture(**sizes, hidden=8, layers=1, cell="lstm", dropout=0.0)).eval()
    lines = [Example(0, "<en>", ("Hello!",), "", "I see the cat."), Example(0, "<fr>", (), "", "Je vois.")]
    scores = {score.metric: score.value for score in score_next_words(model, pieces, "t", lines)}
    assert scores.keys() == {"next word right", "keystrokes saved"}
    assert all(0.0 <= value <= 100.0 for value in scores.values())

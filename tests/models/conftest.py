"""Small models with random weights, one of each shape and cell."""

from __future__ import annotations

import io

import pytest
import sentencepiece
import torch

from models.architectures import ManyToManyArchitecture, ManyToOneArchitecture, OneToManyArchitecture
from models.many_to_many import ManyToMany
from models.many_to_one import ManyToOne
from models.one_to_many import OneToMany
from models.pieces import CONTROLS, Pieces

CELLS = ("lstm", "gru", "rnn")
PIECES = 40

TEXT = [
    "hello, how are you?", "I am fine, thank you.", "the cat sat on the mat", "good morning to you all",
    "bonjour, comment allez-vous ?", "guten Morgen, wie geht es dir?", "buenos días, ¿cómo estás?", "we like green tea",
]  # fmt: skip


@pytest.fixture(params=CELLS)
def cell(request: pytest.FixtureRequest) -> str:
    return request.param


def many_to_many(cell: str, seed: int = 1) -> ManyToMany:
    torch.manual_seed(seed)
    sizes = ManyToManyArchitecture(PIECES, pad=0, begin=2, end=3, hidden=16, heads=2, cell=cell)  # type: ignore[arg-type]
    return _loud(ManyToMany(sizes))


def one_to_many(cell: str, seed: int = 1) -> OneToMany:
    torch.manual_seed(seed)
    sizes = OneToManyArchitecture(PIECES, pad=0, begin=2, end=3, hidden=16, cell=cell)  # type: ignore[arg-type]
    return _loud(OneToMany(sizes))


def many_to_one(cell: str, output: str = "softmax") -> ManyToOne:
    torch.manual_seed(1)
    sizes = ManyToOneArchitecture(PIECES, 0, ("en", "fr", "de"), hidden=16, cell=cell, output=output)  # type: ignore[arg-type]
    return _loud(ManyToOne(sizes))


def _loud(model: torch.nn.Module) -> torch.nn.Module:
    """Make random weights large enough that different inputs give clearly different outputs."""
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.mul_(2.0).add_(torch.randn_like(parameter) * 0.1)
    return model.eval()


@pytest.fixture(scope="session")
def pieces() -> Pieces:
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(TEXT * 5), model_writer=model, vocab_size=360, model_type="bpe", byte_fallback=True,
        normalization_rule_name="identity", pad_id=0, unk_id=1, bos_id=2, eos_id=3,
        control_symbols=",".join(CONTROLS), minloglevel=2,
    )  # fmt: skip
    return Pieces(model.getvalue())

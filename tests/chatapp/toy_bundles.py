"""Bundles of tiny untrained networks: they answer nonsense, but always the same, and in the right shape."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import sentencepiece
import torch

from models import bundle, configuration
from models.architectures import ManyToManyArchitecture, ManyToOneArchitecture, OneToManyArchitecture
from models.manifest import Manifest, Score
from models.many_to_many import ManyToMany
from models.many_to_one import ManyToOne
from models.one_to_many import OneToMany
from models.pieces import CONTROLS, Pieces

LANGUAGES = ("en", "fr", "de", "es")

TEXT = """How are you today? I am going to the station. Where is the nearest station, please?
She said that she would come tomorrow, but she did not. We are here and they are there.
Je voudrais un café, s'il vous plaît. Où est la gare ? Nous sommes ici.
Wo ist der Bahnhof? Ich möchte einen Kaffee. Das Wetter ist heute schön.
¿Dónde está la estación? Quiero un café, por favor. Hoy hace buen tiempo.
Hello! Good morning! Thank you very much. The weather is nice today. 12 3 45 678 90"""


@cache
def toy_pieces() -> Pieces:
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(TEXT.splitlines() * 20),
        model_writer=model,
        vocab_size=460,
        model_type="bpe",
        byte_fallback=True,
        normalization_rule_name="identity",
        split_digits=True,
        pad_id=0,
        unk_id=1,
        bos_id=2,
        eos_id=3,
        control_symbols=",".join(CONTROLS),
        minloglevel=2,
    )
    return Pieces(model.getvalue())


def write_bundles(folder: Path, decoder_layers: int = 2) -> None:
    """Write ``conversation``, ``suggestions`` and ``languages`` into ``folder``."""
    pieces = toy_pieces()
    sizes = {"pieces": len(pieces), "pad": pieces.pad}
    ends = {"begin": pieces.begin, "end": pieces.end}
    torch.manual_seed(3)
    _write(
        folder / "conversation",
        "many-to-many",
        ("chat", "translate"),
        ManyToMany(
            ManyToManyArchitecture(
                **sizes, **ends, hidden=16, encoder_layers=1, decoder_layers=decoder_layers, heads=2, dropout=0.1
            )
        ),
    )
    _write(
        folder / "suggestions",
        "one-to-many",
        ("suggest",),
        OneToMany(OneToManyArchitecture(**sizes, **ends, hidden=16, layers=1)),
    )
    _write(
        folder / "languages",
        "many-to-one",
        ("detect",),
        ManyToOne(ManyToOneArchitecture(**sizes, labels=LANGUAGES, hidden=16)),
    )


def _write(folder: Path, shape: str, tasks: tuple[str, ...], model: torch.nn.Module) -> None:
    for weights in model.parameters():
        torch.nn.init.normal_(weights, std=0.5)
    manifest = Manifest(
        format=1,
        name=folder.name,
        shape=shape,
        tasks=tasks,
        languages=LANGUAGES,
        architecture=configuration.write(model.architecture),
        scores=(Score("toy", "accuracy", 0.25),),
    )
    bundle.save(folder, manifest, toy_pieces(), model.state_dict())

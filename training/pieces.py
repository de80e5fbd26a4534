"""The second stage: one sentencepiece model over all text of the run."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import sentencepiece

from models.configuration import ConfigurationError
from models.pieces import CONTROLS
from training.example import read_examples, texts_of

MOST_LINES = 400_000
"""Lines that sentencepiece looks at; more change its pieces hardly and cost minutes."""


def train_pieces(examples: Path, size: int, output: Path, casefold: bool = False) -> None:
    """Train byte-pair pieces (Sennrich et al. 2016) with byte fallback and write ``output``.

    Raises:
        ConfigurationError: the text is too little for so many pieces.
    """
    model = io.BytesIO()
    try:
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=_lines(examples),
            model_writer=model,
            vocab_size=size,
            model_type="bpe",
            byte_fallback=True,
            character_coverage=0.9998,
            normalization_rule_name="nfkc_cf" if casefold else "identity",
            remove_extra_whitespaces=True,
            split_digits=True,
            pad_id=0,
            unk_id=1,
            bos_id=2,
            eos_id=3,
            control_symbols=",".join(CONTROLS),
            input_sentence_size=MOST_LINES,
            shuffle_input_sentence=True,
            num_threads=1,
            minloglevel=2,
        )
    except RuntimeError as error:
        raise ConfigurationError(
            f"{examples}: {size} pieces are too many for this text; set a smaller size."
        ) from error
    partial = output.with_suffix(".partial")
    partial.write_bytes(model.getvalue())
    partial.replace(output)


def share_pieces(source: Path, output: Path) -> None:
    """Take the pieces of another run, so that two models can read each other's lines.

    Raises:
        ConfigurationError: the other run has none.
    """
    if not source.exists():
        raise ConfigurationError(f"{source}: missing; train the run whose pieces are shared first.")
    partial = output.with_suffix(".partial")
    partial.write_bytes(source.read_bytes())
    partial.replace(output)


def _lines(examples: Path) -> Iterator[str]:
    for example in read_examples(examples):
        yield from filter(None, texts_of(example))

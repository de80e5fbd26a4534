"""OpenNMT-py: bi-LSTM encoder, LSTM decoder with input feeding, attention of Luong et al. 2015."""

from __future__ import annotations

import re
import subprocess
import zipfile
from collections.abc import Generator, Sequence
from pathlib import Path

from benchmarks.peers.curve import BleuTest, Point, follow
from benchmarks.peers.sizes import PIECES_WRITTEN, Sizes
from benchmarks.peers.text import text_of, write_pieces
from models.pieces import Pieces

NAME = "OpenNMT-py 3.5.1"
_SETTINGS = """
save_data: onmt
data:
  train: {{path_src: train.en, path_tgt: train.de}}
  valid: {{path_src: test.en, path_tgt: test.de}}
src_vocab: vocabulary
tgt_vocab: vocabulary
share_vocab: true
encoder_type: brnn
decoder_type: rnn
rnn_type: LSTM
enc_layers: 1
dec_layers: 1
hidden_size: {hidden}
word_vec_size: {hidden}
share_embeddings: true
share_decoder_embeddings: true
global_attention: general
input_feed: 1
label_smoothing: 0.1
dropout: [0.2]
optim: adam
learning_rate: {rate}
average_decay: {average}
batch_type: tokens
batch_size: {tokens}
normalization: tokens
num_workers: 0
bucket_size: 32768
train_steps: {updates}
report_every: 2
valid_steps: 1000000
save_checkpoint_steps: {every}
save_model: onmt
"""


def train(python: Path, folder: Path, sizes: Sizes) -> list[float]:
    """Train for some updates; returns target tokens a second, of each two updates."""
    said = _run(_training(python, folder, sizes, sizes.updates, 0.001, 0.0), folder)
    return [float(rate) for rate in re.findall(r"(\d+) tok/s", said)]


def follow_training(
    python: Path, folder: Path, sizes: Sizes, every: int, rate: float, pieces: Pieces, test: BleuTest
) -> Generator[Point, None, None]:
    """Train, and measure after every so many updates."""

    def saved(count: int) -> bool:
        return zipfile.is_zipfile(folder / f"onmt_step_{count}.pt")  # whose directory is written last

    def measured(count: int) -> float:
        model = folder / f"onmt_step_{count}.pt"
        found = test.bleu(lambda lines: _translated(python, folder, model, pieces, test.sources[:lines]))
        model.unlink()
        return found

    command = _training(python, folder, sizes, every, rate, 0.02)
    yield from follow(command, folder, range(every, sizes.updates + 1, every), saved, measured)


def _translated(python: Path, folder: Path, model: Path, pieces: Pieces, lines: Sequence[str]) -> list[str]:
    write_pieces(folder, "translated", [(line, "") for line in lines], pieces)
    files = ["-model", str(model), "-src", "translated.en", "-output", "onmt.de"]
    how = ["-beam_size", "5", "-batch_size", "64", "-max_length", "80"]
    _run([python.with_name("onmt_translate"), *files, *how], folder)
    return [text_of(line, pieces) for line in (folder / "onmt.de").read_text("utf-8").splitlines()]


def _training(python: Path, folder: Path, sizes: Sizes, every: int, rate: float, average: float) -> list[str | Path]:
    """Write the settings; returns the command. ``average`` is what an update takes into the average of the weights."""
    values = {"hidden": sizes.hidden, "tokens": sizes.tokens, "updates": sizes.updates}
    text = _SETTINGS.format(**values, every=every, rate=rate, average=average)
    (folder / "onmt.yaml").write_text(text, "utf-8")
    return [python.with_name("onmt_train"), "-config", "onmt.yaml"]


def decode(python: Path, folder: Path, sizes: Sizes, batch: int, beam: int) -> float:
    """Translate the test set; returns seconds a sentence, without loading."""
    length = ["-min_length", str(PIECES_WRITTEN), "-max_length", str(PIECES_WRITTEN)]
    model = ["-model", f"onmt_step_{sizes.updates}.pt", "-src", "test.en", "-output", "onmt.de", "-report_time"]
    how = ["-beam_size", str(beam), "-batch_size", str(batch)]
    said = _run([python.with_name("onmt_translate"), *model, *how, *length], folder)
    return float(re.findall(r"Total translation time \(s\): ([\d.]+)", said)[-1]) / sizes.sentences


def _run(command: list[str | Path], folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"OpenNMT-py ended with {done.returncode}:\n{done.stdout[-2000:]}")
    return done.stdout

"""OpenNMT-py: bi-LSTM encoder, LSTM decoder with input feeding, attention of Luong et al. 2015."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from benchmarks.peers.sizes import PIECES_WRITTEN, Sizes

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
learning_rate: 0.001
batch_type: tokens
batch_size: {tokens}
normalization: tokens
num_workers: 0
bucket_size: 32768
train_steps: {updates}
report_every: 2
valid_steps: 1000000
save_checkpoint_steps: {updates}
save_model: onmt
"""


def train(python: Path, folder: Path, sizes: Sizes) -> list[float]:
    """Train for some updates; returns target tokens a second, of each two updates."""
    values = {"hidden": sizes.hidden, "tokens": sizes.tokens, "updates": sizes.updates}
    (folder / "onmt.yaml").write_text(_SETTINGS.format(**values), "utf-8")
    said = _run([python.with_name("onmt_train"), "-config", "onmt.yaml"], folder)
    return [float(rate) for rate in re.findall(r"(\d+) tok/s", said)]


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

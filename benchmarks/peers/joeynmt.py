"""JoeyNMT: bi-LSTM encoder, LSTM decoder with input feeding, attention of Luong et al. 2015."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from benchmarks.peers.sizes import PIECES_WRITTEN, Sizes

NAME = "JoeyNMT 2.3.0"
_SETTINGS = """
name: joey
joeynmt_version: 2.3.0
model_dir: joey
use_cuda: False
fp16: False
random_seed: 42
data:
  train: train
  dev: dev
  test: test
  dataset_type: plain
  src: {{lang: en, level: word, voc_file: vocabulary.joey, max_length: 100, lowercase: False, normalize: False}}
  trg: {{lang: de, level: word, voc_file: vocabulary.joey, max_length: 100, lowercase: False, normalize: False}}
  special_symbols:
    {{unk_token: <unk>, unk_id: 0, pad_token: <pad>, pad_id: 1, bos_token: <s>, bos_id: 2, eos_token: </s>, eos_id: 3}}
testing:
  {load}
  n_best: 1
  beam_size: {beam}
  beam_alpha: 1.0
  batch_size: {batch}
  batch_type: sentence
  max_output_length: {length}
  min_output_length: {length}
  eval_metrics: []
training:
  scheduling: plateau
  patience: 100
  optimizer: adam
  learning_rate: 0.001
  batch_size: {tokens}
  batch_type: token
  normalization: tokens
  label_smoothing: 0.1
  loss: crossentropy
  updates: {updates}
  epochs: 1000
  validation_freq: 1000000
  logging_freq: 2
  model_dir: joey
  overwrite: True
  shuffle: True
  keep_best_ckpts: 1
model:
  tied_embeddings: True
  tied_softmax: True
  encoder:
    type: recurrent
    rnn_type: lstm
    embeddings: {{embedding_dim: {hidden}, scale: False}}
    hidden_size: {half}
    bidirectional: True
    dropout: 0.2
    num_layers: 1
  decoder:
    type: recurrent
    rnn_type: lstm
    embeddings: {{embedding_dim: {hidden}, scale: False}}
    hidden_size: {hidden}
    dropout: 0.2
    hidden_dropout: 0.2
    num_layers: 1
    input_feeding: True
    init_hidden: bridge
    attention: luong
"""


def train(python: Path, folder: Path, sizes: Sizes) -> list[float]:
    """Train for some updates; returns target tokens a second, of each two updates."""
    said = _run(python, folder, sizes, 1, 1, ["train"], ["--skip-test"], load="")
    return [float(rate) for rate in re.findall(r"Tokens per Sec:\s*([\d.]+)", said)]


def decode(python: Path, folder: Path, sizes: Sizes, batch: int, beam: int) -> float:
    """Translate the test set; returns seconds a sentence, without loading."""
    load = f"load_model: joey/{sizes.updates}.ckpt"
    said = _run(python, folder, sizes, batch, beam, ["test"], ["--output-path", "joey.out"], load=load)
    return float(re.findall(r"Generation took ([\d.]+)", said)[-1]) / sizes.sentences


def _run(
    python: Path, folder: Path, sizes: Sizes, batch: int, beam: int, task: list[str], settings: list[str], *, load: str
) -> str:
    values = {"hidden": sizes.hidden, "half": sizes.hidden // 2, "tokens": sizes.tokens, "updates": sizes.updates}
    text = _SETTINGS.format(**values, batch=batch, beam=beam, length=PIECES_WRITTEN, load=load)
    (folder / "joey.yaml").write_text(text, "utf-8")
    command: list[str | Path] = [python, "-m", "joeynmt", *task, "joey.yaml", *settings]
    done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"JoeyNMT ended with {done.returncode}:\n{done.stdout[-2000:]}")
    return done.stdout

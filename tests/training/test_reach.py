"""The gradient of a plain cell vanishes sooner than that of an LSTM; the command prints and draws it."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest
import torch

from training.__main__ import main
from training.reach import SYMBOLS, copy_task, measure_reach, text_task


def test_an_untrained_lstm_reaches_farther_than_gru_tanh_and_sigmoid() -> None:
    found = measure_reach(copy_task(40), 1, hidden=32)
    reach = {each.cell: each.steps_back() for each in found if not each.steps}
    assert reach["rnn, sigmoid"] < reach["rnn, tanh"] < reach["lstm"]
    assert reach["gru"] < reach["lstm"]


def test_the_copy_task_asks_for_the_one_symbol() -> None:
    symbols, answers = copy_task(12).draw(50, torch.Generator().manual_seed(1))
    assert (answers[:, :-1] == -100).all()
    assert ((symbols < SYMBOLS).sum(dim=1) == 1).all()
    assert torch.equal(symbols[symbols < SYMBOLS], answers[:, -1])


def test_the_text_task_asks_for_the_next_byte() -> None:
    task = text_task(["hello", "world"], 4)
    assert task is not None
    symbols, answers = task.draw(5, torch.Generator().manual_seed(1))
    assert torch.equal(symbols[:, 1:], answers[:, :-1])
    assert text_task(["hi"], 4) is None


def test_the_command(prepared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    picture = tmp_path / "docs" / "reach.svg"
    settings = ["--steps", "2", "--length", "10", "--hidden", "8"]
    assert main(["reach", str(prepared), "--output", str(picture), *settings]) == 0
    printed = capsys.readouterr().out
    assert printed.count("lstm") == 4
    titles = [each.text for each in fromstring(picture.read_text("utf-8")).iter() if each.get("class") == "title"]
    assert len(titles) == 4

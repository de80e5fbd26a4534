"""Where is computed."""

from __future__ import annotations

import pytest
import torch

from models.configuration import ConfigurationError
from training.device import choose_device


@pytest.mark.parametrize("wanted", ["auto", "cuda"])
def test_each_process_of_a_machine_has_a_gpu_of_its_own(wanted: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "set_device", lambda device: None)
    monkeypatch.setenv("LOCAL_RANK", "1")
    assert choose_device(wanted) == torch.device("cuda", 1)


def test_a_device_that_is_not_there_is_one_sentence() -> None:
    with pytest.raises(ConfigurationError, match="not to be had here"):
        choose_device("cuda:7" if torch.cuda.device_count() < 8 else "nowhere")

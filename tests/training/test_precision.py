"""Who computes in bfloat16."""

from __future__ import annotations

import pytest
import torch

from training.precision import autocast, in_bfloat16

CPU = torch.device("cpu")


@pytest.mark.parametrize("native", [True, False])
def test_a_cpu_does_where_it_can_and_it_is_worth_it(native: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: {"avx512_bf16": native}, raising=False)
    assert in_bfloat16("auto", CPU, 384) is native
    assert not in_bfloat16("auto", CPU, 32)


def test_a_torch_that_cannot_tell_means_no(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(torch.cpu, "get_capabilities", raising=False)
    assert not in_bfloat16("auto", CPU, 384)


def test_the_recipe_has_the_last_word() -> None:
    assert in_bfloat16("bfloat16", CPU, 8)
    assert not in_bfloat16("float32", torch.device("cuda"), 1024)


@pytest.mark.parametrize(("capability", "has_them"), [((7, 5), False), ((8, 0), True), ((9, 0), True)])
def test_a_gpu_does_where_it_has_such_numbers(
    capability: tuple[int, int], has_them: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cuda, "get_device_capability", lambda _: capability)
    assert in_bfloat16("auto", torch.device("cuda"), 8) is has_them


def test_products_are_short_and_weights_are_not() -> None:
    layer = torch.nn.Linear(4, 4)
    with autocast(CPU, True):
        assert layer(torch.ones(1, 4)).dtype == torch.bfloat16
    with autocast(CPU, False):
        assert layer(torch.ones(1, 4)).dtype == torch.float32
    assert layer.weight.dtype == torch.float32

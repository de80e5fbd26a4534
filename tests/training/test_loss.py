"""The sliced loss and its gradients equal torch's own; the sampled one equals it when all is looked at."""

from __future__ import annotations

import pytest
import torch

from training.loss import cross_entropy


def tensors(positions: int = 50, hidden: int = 8, pieces: int = 30) -> list[torch.Tensor]:
    torch.manual_seed(3)
    made = [torch.randn(positions, hidden), torch.randn(pieces, hidden), torch.randn(pieces)]
    return [each.requires_grad_() for each in made]


@pytest.mark.parametrize("smoothing", [0.0, 0.1])
@pytest.mark.parametrize("slice_size", [7, 1024])
def test_equals_the_plain_one(smoothing: float, slice_size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training.loss.SLICE", slice_size)
    targets = torch.randint(0, 30, (50,))
    ours, plain = tensors(), tensors()
    loss = cross_entropy(*ours, targets, smoothing)
    logits = torch.nn.functional.linear(plain[0], plain[1], plain[2])
    expected = torch.nn.functional.cross_entropy(logits, targets, reduction="sum", label_smoothing=smoothing)
    torch.testing.assert_close(loss, expected)
    (loss / 3).backward()
    (expected / 3).backward()
    for mine, theirs in zip(ours, plain, strict=True):
        torch.testing.assert_close(mine.grad, theirs.grad, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("smoothing", [0.0, 0.1])
def test_sampled_estimates_the_whole(smoothing: float) -> None:
    targets = torch.randint(0, 5, (50,))
    whole = cross_entropy(*tensors(pieces=400), targets, smoothing)
    estimates = torch.stack([cross_entropy(*tensors_again(), targets, smoothing, sampled=150) for _ in range(30)])
    assert abs(float((estimates.mean() / whole).detach()) - 1.0) < 0.05


def tensors_again() -> list[torch.Tensor]:
    """The same tensors, without setting the random state back, so that each estimate draws other pieces."""
    state = torch.get_rng_state()
    made = tensors(pieces=400)
    torch.set_rng_state(state)
    torch.rand(1)
    return made


@pytest.mark.parametrize("sampled", [0, 10])
def test_takes_a_hidden_layer_in_bfloat16(sampled: int) -> None:
    targets = torch.randint(0, 5, (50,))
    hidden, weight, bias = tensors()
    torch.manual_seed(4)
    exact = cross_entropy(hidden, weight, bias, targets, 0.1, sampled)
    with torch.autocast("cpu", torch.bfloat16):
        torch.manual_seed(4)
        short = cross_entropy(hidden.bfloat16(), weight, bias, targets, 0.1, sampled)
    short.backward()
    assert short.dtype == weight.grad.dtype == torch.float32
    assert abs(float((short / exact).detach()) - 1.0) < 0.01

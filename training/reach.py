"""How far back the gradient of each cell reaches: why an LSTM is used.

The loss at the last step of a sequence is derived by the input at each step before it. Where that derivative is
nothing, nothing can be learnt from that step, however much there would be to learn: the vanishing gradient of
Hochreiter 1991 and Bengio et al. 1994. Plain cells multiply it at every step by the slope of their squashing function,
which for a sigmoid is a quarter at most and for tanh one at most; an LSTM adds to its memory instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import torch
from torch import Tensor, nn

from models.recurrent import RecurrentLayer

Name = Literal["rnn, sigmoid", "rnn, tanh", "gru", "lstm"]
NAMES: tuple[Name, ...] = get_args(Name)

SYMBOLS = 8
"""What the copy task has to remember one of."""

FILLERS = 8
BATCH = 32
MEASURED = 256
"""Sequences over which a gradient is averaged."""


class SigmoidLayer(nn.Module):
    """The simple recurrent layer with the squashing function of Rumelhart et al. 1986, which torch does not offer."""

    def __init__(self, inputs: int, hidden: int) -> None:
        super().__init__()
        self.read = nn.Linear(inputs, hidden)
        self.recall = nn.Linear(hidden, hidden, bias=False)
        nn.init.xavier_uniform_(self.read.weight)
        nn.init.zeros_(self.read.bias)
        nn.init.orthogonal_(self.recall.weight)

    def forward(self, inputs: Tensor) -> tuple[Tensor, Tensor]:
        """Read ``inputs`` ``(batch, time, inputs)``; return ``(batch, time, hidden)`` and the last of them."""
        read = self.read(inputs)
        hidden = read.new_zeros(read.shape[0], read.shape[2])
        outputs = []
        for step in range(read.shape[1]):
            hidden = torch.sigmoid(read[:, step] + self.recall(hidden))
            outputs.append(hidden)
        return torch.stack(outputs, dim=1), hidden


class Reader(nn.Module):
    """One layer between an embedding and an output."""

    def __init__(self, name: Name, symbols: int, answers: int, hidden: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(symbols, hidden)
        self.layer: nn.Module
        if name == "rnn, sigmoid":
            self.layer = SigmoidLayer(hidden, hidden)
        else:
            self.layer = RecurrentLayer("rnn" if name == "rnn, tanh" else name, hidden, hidden)
        self.output = nn.Linear(hidden, answers)

    def forward(self, embedded: Tensor) -> Tensor:
        """``(batch, time, hidden)`` embedded symbols to ``(batch, time, answers)`` logits."""
        outputs: Tensor = self.output(self.layer(embedded)[0])
        return outputs


@dataclass(frozen=True)
class Task:
    """What a reader is asked.

    Attributes:
        name: what to call it.
        symbols: how many there are to read.
        answers: how many there are to give.
        draw: from how many sequences and a generator to symbols ``(batch, time)`` and answers ``(batch, time)``, -100
            where none is wanted.
        measured: the same, for measuring.
    """

    name: str
    symbols: int
    answers: int
    draw: Callable[[int, torch.Generator], tuple[Tensor, Tensor]]
    measured: Callable[[int, torch.Generator], tuple[Tensor, Tensor]]


@dataclass(frozen=True)
class Reach:
    """What was measured of one cell on one task.

    Attributes:
        cell: its name.
        task: the task's name.
        steps: how many updates it was trained for before.
        norms: of the derivative of the last step's loss by the input so many steps back; 0 is the last step itself.
        right: share of the last answers that were right.
    """

    cell: Name
    task: str
    steps: int
    norms: tuple[float, ...]
    right: float

    def steps_back(self, share: float = 0.001) -> int:
        """Return the farthest step whose derivative is at least ``share`` of the greatest."""
        least = share * max(self.norms)
        return max((back for back, norm in enumerate(self.norms) if norm >= least > 0), default=0)


def copy_task(length: int) -> Task:
    """Say at the end which symbol came among the fillers; measured where it came at the very beginning."""

    def draw(count: int, generator: torch.Generator, first: bool = False) -> tuple[Tensor, Tensor]:
        symbols = torch.randint(SYMBOLS, SYMBOLS + FILLERS, (count, length), generator=generator)
        wanted = torch.randint(SYMBOLS, (count,), generator=generator)
        places = torch.randint(length, (count,), generator=generator)
        symbols[torch.arange(count), torch.zeros_like(places) if first else places] = wanted
        answers = torch.full((count, length), -100)
        answers[:, -1] = wanted
        return symbols, answers

    return Task("copy", SYMBOLS + FILLERS, SYMBOLS, draw, lambda count, generator: draw(count, generator, True))


def text_task(texts: Iterable[str], length: int, most: int = 2_000_000) -> Task | None:
    """Say the next byte of a text; None where there is too little of it. ``most`` is how many bytes are taken."""
    taken = bytearray()
    for text in texts:
        taken += text.encode("utf-8", "replace") + b"\n"
        if len(taken) >= most:
            break
    if len(taken) <= length + 1:
        return None
    whole = torch.frombuffer(taken, dtype=torch.uint8).long()

    def draw(count: int, generator: torch.Generator) -> tuple[Tensor, Tensor]:
        starts = torch.randint(len(whole) - length, (count,), generator=generator)
        parts = whole[starts[:, None] + torch.arange(length + 1)]  # (batch, time + 1)
        return parts[:, :-1], parts[:, 1:]

    return Task("text", 256, 256, draw, draw)


def measure_reach(
    task: Task,
    steps: int,
    hidden: int = 64,
    seed: int = 13,
    cells: Sequence[Name] = NAMES,
    report: Callable[[Reach], None] = lambda _: None,
) -> list[Reach]:
    """Measure each cell before and after ``steps`` updates on a task; all begin with the same seed."""
    found = []
    for cell in cells:
        torch.manual_seed(seed)
        reader = Reader(cell, task.symbols, task.answers, hidden)
        for trained in (0, steps):
            if trained:
                _train(reader, task, trained, seed)
            found.append(_measure(reader, cell, task, trained, seed))
            report(found[-1])
    return found


def _train(reader: Reader, task: Task, steps: int, seed: int) -> None:
    generator = torch.Generator().manual_seed(seed)
    optimiser = torch.optim.Adam(reader.parameters(), lr=0.003)
    for _ in range(steps):
        symbols, answers = task.draw(BATCH, generator)
        logits = reader(reader.embedding(symbols))
        loss = nn.functional.cross_entropy(logits.flatten(0, 1), answers.flatten())
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
        optimiser.step()


def _measure(reader: Reader, cell: Name, task: Task, steps: int, seed: int) -> Reach:
    symbols, answers = task.measured(MEASURED, torch.Generator().manual_seed(seed + 1))
    embedded = reader.embedding(symbols).detach().requires_grad_()
    last = reader(embedded)[:, -1]  # (batch, answers)
    loss = nn.functional.cross_entropy(last, answers[:, -1], reduction="sum")
    (gradient,) = torch.autograd.grad(loss, embedded)  # (batch, time, hidden)
    norms = gradient.norm(dim=2).mean(dim=0).flip(0)  # (time,), the last step first
    right = (last.argmax(dim=1) == answers[:, -1]).float().mean()
    return Reach(cell, task.name, steps, tuple(norms.tolist()), float(right))

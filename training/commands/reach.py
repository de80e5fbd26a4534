"""``reach``: how far back the gradient of each cell reaches, as a table and a plot."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import torch

from training.example import read_examples, texts_of
from training.reach import Reach, copy_task, measure_reach, text_task
from training.report.plot import Line, Plot, plots_svg
from training.run_folder import RunFolder

HELP = "plot how far back the gradient of each cell reaches (rnn, gru, lstm)"

SHOWN = (0, 1, 2, 5, 10, 20, 50, 100)
"""Steps back that the table has a column for, as far as the sequences go."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    parser.add_argument("run", type=Path, nargs="?", help="a run whose text is read too; the copy task alone without")
    parser.add_argument("--output", type=Path, default=Path("reach.svg"), help="the plot (default: reach.svg)")
    parser.add_argument("--steps", type=int, default=300, help="updates of the short training (default: 300)")
    parser.add_argument("--length", type=int, default=40, help="steps of a sequence (default: 40)")
    parser.add_argument("--hidden", type=int, default=64, help="size of the layer (default: 64)")
    parser.add_argument("--seed", type=int, default=13)


def call(arguments: argparse.Namespace) -> int:
    """Measure, print and draw."""
    torch.set_num_threads(1)  # so that a seed gives the same figures everywhere; more would not be faster at this size
    length = max(2, arguments.length)
    tasks = [copy_task(length)]
    if arguments.run:
        run = RunFolder(arguments.run)
        texts = text_task(_texts(run.need(run.train_examples, "corpus")), length)
        tasks += [texts] if texts else []
    backs = [*(back for back in SHOWN if back < length - 1), length - 1]
    print(
        f"{'task':5} {'cell':13} {'updates':>7}  {'right':>5}  {'reach':>5}" + "".join(f"{back:>9}" for back in backs)
    )

    def show(found: Reach) -> None:
        norms = "".join(f"{found.norms[back]:9.1e}" for back in backs)
        begin = f"{found.task:5} {found.cell:13} {found.steps:7,}  {found.right:5.0%}  {found.steps_back():5}"
        print(begin + norms, flush=True)

    found = [
        each
        for task in tasks
        for each in measure_reach(task, max(1, arguments.steps), arguments.hidden, arguments.seed, report=show)
    ]
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    partial = arguments.output.with_suffix(".partial")
    partial.write_text(plots_svg(list(_plots(found))), "utf-8")
    partial.replace(arguments.output)
    print(arguments.output)
    return 0


def _texts(path: Path) -> Iterator[str]:
    for example in read_examples(path):
        yield from texts_of(example)


def _plots(found: list[Reach]) -> Iterator[Plot]:
    for task, steps in dict.fromkeys((each.task, each.steps) for each in found):
        lines = [
            Line(each.cell, list(enumerate(map(float, each.norms))))
            for each in found
            if (each.task, each.steps) == (task, steps)
        ]
        when = f"after {steps:,} updates" if steps else "untrained"
        yield Plot(f"{task}, {when}: norm of the gradient", lines, "steps back from the loss", logarithmic=True)

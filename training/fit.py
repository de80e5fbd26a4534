"""The training loop: one for every shape and device, resumable to the exact step."""

from __future__ import annotations

import logging
import math
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from types import FrameType

import torch
from safetensors.torch import load_file
from torch import nn

from models.many_to_one import ManyToOne
from models.pieces import Pieces
from training.batches import Batch, TokenBatches
from training.building import build
from training.checkpoint import Position, load_checkpoint, save_checkpoint, write_tensors
from training.device import choose_device, keep_freed_memory
from training.encoding import EncodedExamples
from training.events import EventLog
from training.label_weights import label_weights
from training.objective import loss_of
from training.progress import Progress
from training.recipe import Recipe
from training.run_folder import RunFolder
from training.schedule import rate_at


@dataclass(frozen=True)
class FitResult:
    """How a run ended: ``finished`` (all steps, or no more improvement) or ``stopped`` (by a person)."""

    position: Position
    finished: bool


def fit(run: RunFolder, device_name: str = "auto", threads: int = 0) -> FitResult:
    """Train the run's model, going on from its last checkpoint if there is one.

    Raises:
        ConfigurationError: an earlier stage has not run, or the checkpoint does not fit the recipe.
    """
    recipe = run.recipe()
    if threads:
        torch.set_num_threads(threads)
    keep_freed_memory()
    torch.manual_seed(recipe.seed)
    device = choose_device(device_name)
    pieces = Pieces.read(run.need(run.pieces, "pieces"))
    model = build(recipe, pieces)
    if run.vectors.exists():
        _start_from_vectors(model, run)
    model.to(device)
    loop = _Loop(run, recipe, model, pieces, device)
    with EventLog(run.events) as events, _interruptible() as interrupted:
        return loop.run(events, interrupted)


class _Interrupted:
    """Set by Ctrl-C or a termination signal; the loop looks at it between two updates."""

    def __init__(self) -> None:
        self.asked = False

    def ask(self, _number: int, _frame: FrameType | None) -> None:
        self.asked = True


@contextmanager
def _interruptible() -> Iterator[_Interrupted]:
    interrupted = _Interrupted()
    before = {number: signal.signal(number, interrupted.ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield interrupted
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _start_from_vectors(model: nn.Module, run: RunFolder) -> None:
    vectors = load_file(str(run.vectors))["vectors"]
    embedding = model.get_submodule("embedding")
    assert isinstance(embedding, nn.Embedding)
    if vectors.shape == embedding.weight.shape:
        embedding.weight.data.copy_(vectors)
    else:
        logging.warning("%s: vectors are of another size than the embedding and are not used", run.vectors)


class _Loop:
    def __init__(self, run: RunFolder, recipe: Recipe, model: nn.Module, pieces: Pieces, device: torch.device) -> None:
        self.files = run
        self.recipe = recipe
        self.model = model
        self.device = device
        target_pad = -1 if recipe.shape in ("many-to-one", "one-to-one") else pieces.pad
        train = EncodedExamples.read(run.need(run.train_batches, "batches"))
        held_out = EncodedExamples.read(run.need(run.held_out_batches, "batches"))
        if isinstance(model, ManyToOne):
            model.label_weights.copy_(label_weights(train, len(model.architecture.labels), recipe.fit.balance))
        weights = [entry.weight for entry in recipe.corpus]
        self.train = TokenBatches(train, weights, recipe.fit.tokens, pieces.pad, recipe.seed, target_pad)
        even = [1.0] * len(recipe.held_out or recipe.corpus)
        self.held_out = TokenBatches(held_out, even, recipe.fit.tokens, pieces.pad, recipe.seed, target_pad)
        self.optimiser = torch.optim.AdamW(
            model.parameters(), lr=recipe.fit.rate, betas=(0.9, 0.98), eps=1e-8, weight_decay=0.0, fused=True
        )
        self.position = Position()

    def run(self, events: EventLog, interrupted: _Interrupted) -> FitResult:
        settings = self.recipe.fit
        if self.files.last.exists():
            self.position = load_checkpoint(self.files.last, self.model, self.optimiser)
        events.write(
            "start",
            step=self.position.step,
            steps=settings.steps,
            device=str(self.device),
            threads=torch.get_num_threads(),
            parameters=sum(each.numel() for each in self.model.parameters()),
        )
        progress = Progress(settings.steps, self.position.step)
        finished = self.position.step >= settings.steps
        tally = _Tally()
        begun = time.monotonic() - self.position.seconds
        for batch, position in self._batches():
            if finished or interrupted.asked:
                break
            self._update(batch, tally)
            step = position.step + 1
            self.position = replace(
                position, step=step, tokens=position.tokens + tally.last_tokens, seconds=time.monotonic() - begun
            )
            progress.show(step, tally.summary())
            if step % settings.log_every == 0:
                events.write(
                    "step", step=step, tokens=self.position.tokens, rate=self._rate(step - 1), **tally.report()
                )
                tally = _Tally()
            if step % settings.check_every == 0 or step == settings.steps:
                self._look(events)
            finished = step >= settings.steps or self._no_better()
            if step % settings.save_every == 0 or finished:
                save_checkpoint(self.files.last, self.model, self.optimiser, self.position)
        progress.close()
        save_checkpoint(self.files.last, self.model, self.optimiser, self.position)
        events.write("stop", step=self.position.step, finished=finished, best=self.position.best)
        return FitResult(self.position, finished)

    def _batches(self) -> Iterator[tuple[Batch, Position]]:
        """Yield batches for ever, each with the position as it is to be when that batch is done (but for its step)."""
        epoch, index = self.position.epoch, self.position.batch
        while True:
            plan = self.train.plan(epoch)
            while index < len(plan):
                batch = self.train.batch(plan[index])
                index += 1
                yield batch, replace(self.position, epoch=epoch, batch=index)
            epoch, index = epoch + 1, 0

    def _rate(self, step: int) -> float:
        settings = self.recipe.fit
        return rate_at(step, settings.rate, settings.warm_up, settings.steps, settings.decay)

    def _update(self, batch: Batch, tally: _Tally) -> None:
        settings = self.recipe.fit
        for group in self.optimiser.param_groups:
            group["lr"] = self._rate(self.position.step)
        self.model.train()
        moved = batch.to(self.device)
        with torch.autocast("cuda", torch.bfloat16, enabled=self.device.type == "cuda"):
            loss, decisions = loss_of(self.model, moved, settings.smoothing, settings.sampled_softmax)
        self.optimiser.zero_grad(set_to_none=True)
        (loss / decisions).backward()  # type: ignore[no-untyped-call]
        norm = nn.utils.clip_grad_norm_(self.model.parameters(), settings.clip)
        if math.isfinite(float(norm)):
            self.optimiser.step()
        tally.add(float(loss.detach()), decisions, batch, math.isfinite(float(norm)))

    @torch.inference_mode()
    def _look(self, events: EventLog) -> None:
        """Measure perplexity on the held-out examples, keep the weights if they are the best so far."""
        self.model.eval()
        losses: dict[int, list[float]] = {}
        for indices in self.held_out.plan(0):
            for group in set(self.held_out.examples.corpus[indices].tolist()):
                members = indices[self.held_out.examples.corpus[indices] == group]
                loss, decisions = loss_of(self.model, self.held_out.batch(members).to(self.device), 0.0, 0)
                sums = losses.setdefault(group, [0.0, 0.0])
                sums[0] += float(loss)
                sums[1] += decisions
        mean = sum(loss for loss, _ in losses.values()) / max(1.0, sum(count for _, count in losses.values()))
        better = mean < self.position.best
        self.position = replace(
            self.position,
            best=min(mean, self.position.best),
            looks_since_best=0 if better else self.position.looks_since_best + 1,
        )
        if better:
            write_tensors(self.files.best, self.model.state_dict(), {"step": str(self.position.step)})
        named = [entry.path for entry in self.recipe.held_out] or [entry.path for entry in self.recipe.corpus]
        groups = {named[group]: round(math.exp(loss / count), 3) for group, (loss, count) in sorted(losses.items())}
        events.write("held_out", step=self.position.step, loss=mean, perplexity=groups, best=better)

    def _no_better(self) -> bool:
        return 0 < self.recipe.fit.patience <= self.position.looks_since_best


class _Tally:
    """What happened since the last event."""

    def __init__(self) -> None:
        self.begun = time.monotonic()
        self.loss = 0.0
        self.decisions = 0
        self.skipped = 0
        self.cells = 0
        self.real = 0
        self.last_tokens = 0

    def add(self, loss: float, decisions: int, batch: Batch, applied: bool) -> None:
        self.last_tokens = decisions
        self.decisions += decisions
        self.skipped += not applied
        if applied:
            self.loss += loss
        for tensor in (batch.sources, batch.targets):
            self.cells += tensor.numel()
            self.real += int((tensor > 0).sum())

    def report(self) -> dict[str, float]:
        seconds = max(1e-9, time.monotonic() - self.begun)
        return {
            "loss": round(self.loss / max(1, self.decisions), 4),
            "tokens_per_second": round(self.decisions / seconds, 1),
            "padding": round(1.0 - self.real / max(1, self.cells), 4),
            "skipped": self.skipped,
        }

    def summary(self) -> str:
        report = self.report()
        return f"loss {report['loss']:.3f}  {report['tokens_per_second']:,.0f} tokens/s"

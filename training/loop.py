"""The loop itself: update, say, look, save; where it stands is a value, so that it can be taken up anywhere."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Generator
from dataclasses import dataclass, replace

import torch
from torch import nn

from models.allocator import return_freed_memory
from models.configuration import ConfigurationError
from models.many_to_many import ManyToMany
from models.many_to_one import ManyToOne
from models.pieces import Pieces
from training.batches import Batch, TokenBatches
from training.checkpoint import Position, load_checkpoint, save_checkpoint, write_tensors
from training.decisions import decisions_of
from training.encoding import EncodedExamples
from training.events import EventLog
from training.held_out import held_out_losses
from training.interruption import Interrupted
from training.label_weights import label_weights
from training.piece_dropout import PieceDropout
from training.precision import in_bfloat16
from training.prefetch import prefetch
from training.processes import Processes
from training.progress import Progress
from training.recipe import Recipe
from training.run_folder import RunFolder
from training.sample_replies import sample_replies
from training.schedule import rate_at
from training.tally import Tally
from training.update import Updater

MOST_SKIPPED = 100
"""Updates in a row whose numbers are not finite, after which there is no hope left."""


@dataclass(frozen=True)
class FitResult:
    """How a run ended: ``finished`` (all steps, or no more improvement) or ``stopped`` (by a person).

    Of several processes only the ``first`` is to speak.
    """

    position: Position
    finished: bool
    first: bool = True


@dataclass(frozen=True)
class Work:
    """What one update learns from: batches of this process, and the position as it is to be afterwards."""

    batches: list[Batch]
    decisions: int
    after: Position


class Loop:
    """A model, what it learns from, and where it stands."""

    def __init__(
        self,
        run: RunFolder,
        recipe: Recipe,
        model: nn.Module,
        pieces: Pieces,
        device: torch.device,
        processes: Processes,
    ) -> None:
        self.files = run
        self.recipe = recipe
        self.model = model
        self.device = device
        self.processes = processes
        self.pieces = pieces
        self.pad = pieces.pad
        settings = recipe.fit
        target_pad = -1 if recipe.shape in ("many-to-one", "one-to-one") else pieces.pad
        train = EncodedExamples.read(run.need(run.train_batches, "batches"))
        held_out = EncodedExamples.read(run.need(run.held_out_batches, "batches"))
        if not len(train):
            raise ConfigurationError(f"{run.train_batches}: no examples; give the recipe a corpus with more text.")
        if isinstance(model, ManyToOne):
            model.label_weights.copy_(label_weights(train, len(model.architecture.labels), settings.balance))
        weights = [entry.weight for entry in recipe.corpus]
        dropout = PieceDropout(pieces, settings.piece_dropout) if settings.piece_dropout else None
        self.train = TokenBatches(train, weights, settings.tokens, pieces.pad, recipe.seed, target_pad, dropout)
        self.held_out_names = [entry.path for entry in recipe.held_out or recipe.corpus]
        even = [1.0] * len(self.held_out_names)
        self.held_out = TokenBatches(held_out, even, settings.tokens, pieces.pad, recipe.seed, target_pad)
        bfloat16 = in_bfloat16(settings.precision, device, recipe.model.hidden)
        self.updater = Updater(model, settings, device, processes, bfloat16)
        self.position = Position()

    def run(self, events: EventLog, interrupted: Interrupted) -> FitResult:
        """Learn until all updates are done, nothing gets better, or somebody asks for an end."""
        settings = self.recipe.fit
        self._resume()
        events.write(
            "start",
            step=self.position.step,
            steps=settings.steps,
            device=str(self.device),
            processes=self.processes.count,
            threads=torch.get_num_threads(),
            precision="bfloat16" if self.updater.bfloat16 else "float32",
            parameters=sum(each.numel() for each in self.model.parameters()),
        )
        progress = Progress(settings.steps, self.position.step) if self.processes.first else None
        finished = self.position.step >= settings.steps
        tally = Tally()
        skipped_in_a_row = 0
        begun = time.monotonic() - self.position.seconds
        shown = ""
        work = prefetch(self.work()) if self.device.type == "cuda" else self.work()
        for each in work:
            if finished:
                break
            # The sum tells every process alike whether one of them was asked to stop.
            decisions, asked = self.processes.total(each.decisions, interrupted.asked)
            if asked:
                break
            step = self.position.step + 1
            for batch in each.batches:
                tally.add_batch(batch)
            rate = self._rate(step - 1)
            outcome = self.updater.update(each.batches, int(decisions), rate, step - 1)
            tally.add(outcome.loss, outcome.norm, int(decisions), outcome.split)
            self.position = replace(
                self.position,
                step=step,
                epoch=each.after.epoch,
                batch=each.after.batch,
                tokens=self.position.tokens + int(decisions),
                seconds=time.monotonic() - begun,
            )
            if step % settings.log_every == 0 or not shown:
                report = self._report(tally)
                shown = f"loss {report['loss']:.3f}  {report['tokens_per_second']:,.0f} tokens/s"
            if progress:
                progress.show(step, shown)
            if step % settings.log_every == 0:
                left = progress.left(step) if progress else 0.0
                events.write(
                    "step",
                    step=step,
                    steps=settings.steps,
                    epoch=self.position.epoch,
                    tokens=self.position.tokens,
                    rate=rate,
                    seconds=round(self.position.seconds, 1),
                    left=round(left, 1),
                    **report,
                )
                updates = settings.log_every
                skipped_in_a_row = skipped_in_a_row + updates if report["skipped"] >= updates else 0
                if skipped_in_a_row >= MOST_SKIPPED:
                    work.close()
                    raise ConfigurationError(
                        f"{self.files.path}: the loss is not finite after {skipped_in_a_row} updates in a row; "
                        f"set a lower rate than {settings.rate} in [fit] of {self.files.recipe_file} and fit again."
                    )
                tally = Tally()
            if step % settings.check_every == 0 or step == settings.steps:
                self._look(events)
            finished = step >= settings.steps or self._no_better()
            if step % settings.save_every == 0 and not finished:
                self._save(events, last=False)
        work.close()
        if progress:
            progress.close()
        self._save(events, last=True)
        events.write("stop", step=self.position.step, finished=finished, best=self.position.best)
        return FitResult(self.position, finished, self.processes.first)

    def _resume(self) -> None:
        """Go on from the last checkpoint, if there is one.

        Raises:
            ConfigurationError: it cannot be read, or not every process has found the same.
        """
        if self.files.last.exists():
            self.position, average = load_checkpoint(
                self.files.last, self.model, self.updater.optimiser, self.processes.rank
            )
            self.updater.average.restore(average)
        if self.processes.total(self.position.step)[0] != self.position.step * self.processes.count:
            raise ConfigurationError(
                f"{self.files.path}: not every process finds the checkpoint of update {self.position.step:,} there; "
                f"let all hosts share this folder, or copy the newest {self.files.last.name} to all of them."
            )

    def work(self) -> Generator[Work, None, None]:
        """Yield for ever what the updates learn from.

        An update takes ``accumulate`` batches for each process, the next in the plan; so several processes learn
        together what one learns alone that accumulates as many batches more.
        """
        mine = range(self.processes.rank, self.processes.count * self.recipe.fit.accumulate, self.processes.count)
        batches: list[Batch] = []
        taken = 0
        epoch, index = self.position.epoch, self.position.batch
        while True:
            plan = self.train.plan(epoch)
            while index < len(plan):
                if taken in mine:
                    batch = self.train.batch(plan[index], epoch)
                    batches.append(batch.pinned() if self.device.type == "cuda" else batch)
                index += 1
                taken += 1
                if taken == self.processes.count * self.recipe.fit.accumulate:
                    decisions = sum(decisions_of(self.recipe.shape, each, self.pad) for each in batches)
                    yield Work(batches, decisions, Position(epoch=epoch, batch=index))
                    batches, taken = [], 0
            epoch, index = epoch + 1, 0

    def _rate(self, step: int) -> float:
        settings = self.recipe.fit
        return rate_at(step, settings.rate, settings.warm_up, settings.steps, settings.decay)

    def _report(self, tally: Tally) -> dict[str, float]:
        """Add up what happened in all processes; rates and norms are the same everywhere."""
        loss, skipped = tally.sums()
        loss, split, real, cells = self.processes.total(loss, tally.split, tally.real, tally.cells)
        return {
            "loss": round(loss / max(1, tally.decisions), 4),
            "tokens_per_second": round(tally.tokens_per_second, 1),
            "norm": round(tally.norm, 4),
            "padding": round(1.0 - real / max(1.0, cells), 4),
            "skipped": skipped,
            "split": int(split),
        }

    def _look(self, events: EventLog) -> None:
        """Measure perplexity on the held-out examples, keep the weights if they are the best so far."""
        with self.updater.average.in_use():
            sums = held_out_losses(self.model, self.held_out, len(self.held_out_names), self.device, self.processes)
            count = sum(count for _, count in sums)
            mean = sum(loss for loss, _ in sums) / max(1.0, count)
            # With nothing to judge by, the newest weights are the best.
            better = mean < self.position.best or not count
            if better and self.processes.first:
                try:
                    write_tensors(self.files.best, self.model.state_dict(), {"step": str(self.position.step)})
                except OSError as error:
                    self._not_saved(events, error)
            replies = self._replies()
        self.position = replace(
            self.position,
            best=min(mean, self.position.best),
            looks_since_best=0 if better else self.position.looks_since_best + 1,
        )
        named = {name: loss / count for name, (loss, count) in zip(self.held_out_names, sums, strict=True) if count}
        events.write(
            "held_out",
            step=self.position.step,
            loss=mean,
            losses={name: round(loss, 4) for name, loss in named.items()},
            perplexity={name: round(math.exp(min(loss, 700.0)), 3) for name, loss in named.items()},
            best=better,
            best_loss=self.position.best,
        )
        if replies:
            events.write("replies", step=self.position.step, replies=replies)

    def _replies(self) -> list[tuple[str, str]]:
        """Answer the prompts of the recipe; one process is enough for that."""
        prompts = self.recipe.fit.prompts
        if not prompts or not self.processes.first or not isinstance(self.model, ManyToMany):
            return []
        return list(zip(prompts, sample_replies(self.model, self.pieces, prompts), strict=True))

    def _no_better(self) -> bool:
        return 0 < self.recipe.fit.patience <= self.position.looks_since_best

    def _save(self, events: EventLog, last: bool) -> None:
        """Write a checkpoint; one that cannot be written is made up for by the next, if there is to be one."""
        return_freed_memory()
        states = self.processes.gather(torch.get_rng_state())
        if not self.processes.first:
            return
        try:
            save_checkpoint(
                self.files.last,
                self.model,
                self.updater.optimiser,
                self.position,
                self.updater.average.tensors(),
                states,
            )
        except OSError as error:
            self._not_saved(events, error)
            if last:
                raise ConfigurationError(
                    f"{error}; the checkpoint before is kept: make room on the disk and fit again to go on from there."
                ) from error

    def _not_saved(self, events: EventLog, error: OSError) -> None:
        logging.warning("%s; training goes on, and what was saved before is kept", error)
        events.write("not_saved", step=self.position.step, reason=str(error))

"""Measures a run on the test files of its recipe."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import asdict, replace
from pathlib import Path

from safetensors.torch import load_file
from torch import nn

from models import layout
from models.configuration import ConfigurationError
from models.direction import Direction
from models.lexicon import Lexicon
from models.manifest import Score
from models.many_to_many import ManyToMany
from models.many_to_one import ManyToOne
from models.one_to_many import OneToMany
from models.one_to_one import OneToOne
from models.pieces import Pieces
from training.building import build
from training.corpus_examples import examples_of
from training.encoding import EncodedExamples, encode
from training.evaluation.labels import LabelledLine, judge
from training.evaluation.measure_labels import measure_labels
from training.evaluation.next_words import score_next_words
from training.evaluation.outputs import Keep, Output, nowhere, write_outputs
from training.evaluation.perplexity import line_losses, score_perplexity
from training.evaluation.replies import score_replies
from training.evaluation.thresholds import find_thresholds
from training.evaluation.translation import score_direction
from training.evaluation.words import score_words
from training.example import LABEL, Example, read_examples, write_examples
from training.readers.tsv import read_pairs
from training.recipe import CorpusRecipe, Recipe
from training.run_folder import RunFolder
from training.start import directions

LONGEST = 400
"""Pieces of a line; longer ones are not scored."""

LOOKED_AT = 300
"""Lines of a test whose loss is kept, taken evenly."""

Report = Callable[[Score], None]
Show = Callable[[str], None]


def _nothing(_line: str) -> None:
    pass


def measure_run(run: RunFolder, data: Path, most: int, report: Report, show: Show = _nothing) -> list[Score]:
    """Score the best weights of a run on every test of its recipe; keep the scores and the outputs in the run.

    The thresholds of labels are found first, on the held-out lines, and kept in the run, too.

    Raises:
        ConfigurationError: a test file or an earlier stage is missing.
    """
    recipe = run.recipe()
    pieces = Pieces.read(run.need(run.pieces, "pieces"))
    model = build(recipe, pieces)
    model.load_state_dict(load_file(str(run.need(run.best, "fit"))))
    if isinstance(model, ManyToOne) and model.architecture.output == "sigmoid":
        thresholds = _thresholds(model, pieces, recipe, run)
        model.architecture = replace(model.architecture, thresholds=thresholds)
        _write_json(run.thresholds, thresholds)
    outputs: list[Output] = []
    taught = frozenset(map(Direction.of, directions(run.path)))
    scores = measure(model, pieces, recipe, data, most, report, show, outputs.extend, _lexicon(run), taught)
    write_outputs(run.outputs, outputs)
    _write_json(run.scores, [asdict(score) for score in scores])
    return scores


def measure(
    model: nn.Module,
    pieces: Pieces,
    recipe: Recipe,
    data: Path,
    most: int,
    report: Report,
    show: Show = _nothing,
    keep: Keep = nowhere,
    lexicon: Lexicon | None = None,
    taught: Collection[Direction] = (),
) -> list[Score]:
    """Score a model on every test of a recipe.

    Args:
        model: what to score.
        pieces: its pieces.
        recipe: whose tests.
        data: the folder that the recipe's paths are below.
        most: rows of each test; 0 for all.
        report: called with each score as it is known.
        show: called with each line of the tables that say more than the scores.
        keep: called with what the model made of the lines of each test.
        lexicon: what is right, for a one-to-one model.
        taught: the directions of translation that the model learnt, if known.

    Raises:
        ConfigurationError: a test file is missing.
    """
    model.eval()
    scores: list[Score] = []
    if isinstance(model, OneToOne) and lexicon is not None:
        for found in score_words(model, pieces, lexicon, recipe, show):
            scores.append(found)
            report(found)
    for entry in recipe.test:
        for found in _measure(model, pieces, recipe, entry, data, most or None, show, keep, taught):
            scores.append(found)
            report(found)
    return scores


def _measure(
    model: nn.Module,
    pieces: Pieces,
    recipe: Recipe,
    entry: CorpusRecipe,
    data: Path,
    most: int | None,
    show: Show,
    keep: Keep,
    taught: Collection[Direction],
) -> Iterator[Score]:
    path = data / entry.path
    if not path.exists():
        raise ConfigurationError(f"{path}: no such file; say with --data where the corpora are.")
    name = path.name.split(".")[0]
    if entry.kind == "translate" and isinstance(model, ManyToMany):
        rows = list(read_pairs(path))[:most]
        for back in (False, True):
            languages = (entry.languages[0], entry.languages[-1])
            scores, outputs = score_direction(model, pieces, name, rows, languages, back, taught)
            keep(outputs)
            yield from scores
    elif isinstance(model, ManyToOne):
        lines = _labelled(examples_of(entry, 0, data))[:most]
        yield from measure_labels(model, pieces, f"{name} {'-'.join(entry.languages)}", lines, recipe, show)
    else:
        label = f"{name} {'-'.join(entry.languages)}" if len(entry.languages) > 1 else name
        yield from _measure_text(model, pieces, recipe, label, list(examples_of(entry, 0, data))[:most], keep)


def _measure_text(
    model: nn.Module, pieces: Pieces, recipe: Recipe, label: str, lines: list[Example], keep: Keep
) -> Iterator[Score]:
    """Score how probable lines are, and what else can be said of a model that writes them."""
    with tempfile.TemporaryDirectory() as folder:
        text, numbers = Path(folder) / "test.jsonl", Path(folder) / "test.safetensors"
        write_examples(text, lines)
        encode(text, recipe.shape, pieces, recipe.labels, LONGEST, numbers)
        examples = EncodedExamples.read(numbers)
        yield from score_perplexity(model, pieces, label, examples)
        if len(examples) == len(lines):  # otherwise the numbers do not stand beside their lines
            looked_at = range(0, len(lines), -(-len(lines) // LOOKED_AT) or 1)
            losses = line_losses(model, pieces, examples, looked_at)
            keep(
                Output(label, "loss", round(loss, 3), "\n".join((*line.context, line.source)), "", (line.target,))
                for loss, line in zip(losses, (lines[index] for index in looked_at), strict=True)
            )
    if isinstance(model, ManyToMany) and all(line.task == layout.CHAT for line in lines):
        scores, outputs = score_replies(model, pieces, label, lines)
        keep(outputs)
        yield from scores
    if isinstance(model, OneToMany):
        yield from score_next_words(model, pieces, label, lines)


def _labelled(examples: Iterable[Example]) -> list[LabelledLine]:
    return [LabelledLine(each.source, tuple(each.target.split(","))) for each in examples if each.task == LABEL]


def _thresholds(model: ManyToOne, pieces: Pieces, recipe: Recipe, run: RunFolder) -> dict[str, float]:
    lines = _labelled(read_examples(run.need(run.held_out_examples, "corpus")))
    if not lines:
        return {}
    given = judge(model, pieces, [line.text for line in lines])
    return find_thresholds(given, lines, model.architecture.labels, recipe.groupings)


def _lexicon(run: RunFolder) -> Lexicon | None:
    return Lexicon.read(run.lexicon) if run.lexicon.exists() else None


def _write_json(path: Path, content: object) -> None:
    partial = path.with_suffix(".partial")
    partial.write_text(json.dumps(content, indent=2), "utf-8")
    partial.replace(path)

"""Labels found in a corpus, thresholds found on held-out lines, and the scores that come of them."""

from __future__ import annotations

from pathlib import Path

import numpy
import pytest

from models import bundle
from training.__main__ import main
from training.evaluation.labels import LabelledLine, f1_scores, grouped, in_groups, label_scores
from training.evaluation.tables import confusion_table
from training.evaluation.thresholds import decide, find_thresholds

RECIPE = """
name = "moods"
shape = "many-to-one"
tasks = ["mood"]
held_out_share = 0.3
[groupings.kind]
good = ["joy", "love"]
bad = ["anger"]
[pieces]
size = 340
casefold = true
[vectors]
epochs = 1
[model]
hidden = 16
output = "sigmoid"
[fit]
steps = 4
check_every = 2
balance = 0.5
[[corpus]]
path = "moods.tsv"
kind = "labels"
[[corpus]]
path = "talk.jsonl"
kind = "lines"
[[test]]
path = "moods.tsv"
kind = "labels"
"""


def test_f1_of_labels() -> None:
    right = numpy.array([[1, 0], [1, 0], [0, 1], [0, 0]], dtype=bool)
    given = numpy.array([[1, 0], [0, 0], [1, 1], [0, 0]], dtype=bool)
    first, second = label_scores(given, right, ["a", "b"])
    assert (first.precision, first.recall, first.f1, first.lines) == (0.5, 0.5, 0.5, 2)
    assert (second.f1, second.lines) == (1.0, 1)
    assert [score.value for score in f1_scores("t", given, right, ["a", "b"], "")] == [0.75, 0.667]


def test_a_threshold_parts_the_lines_and_every_line_gets_a_label() -> None:
    lines = [LabelledLine("", ("rare",))] * 4 + [LabelledLine("", ("usual",))] * 16
    given = numpy.array([[0.2, 0.4]] * 4 + [[0.05, 0.9]] * 16, dtype=numpy.float32)
    found = find_thresholds(given, lines, ["rare", "usual"], {"kind": {"any": ["rare", "usual"]}})
    assert 0.05 < found["rare"] < 0.2
    assert 0.4 < found["usual"] < 0.9
    assert "kind.any" in found
    assert decide(given, ["rare", "usual"], found).tolist() == [[True, False]] * 4 + [[False, True]] * 16
    assert decide(numpy.array([[0.01, 0.02]], numpy.float32), ["rare", "usual"], found).sum() == 1


def test_groups() -> None:
    groups = {"good": ["joy", "love"], "bad": ["anger"]}
    given = numpy.array([[0.5, 0.1, 0.5]], numpy.float32)
    numpy.testing.assert_allclose(grouped(given, ["joy", "anger", "love"], groups), [[0.75, 0.1]], rtol=1e-6)
    assert in_groups([LabelledLine("x", ("love", "joy"))], groups)[0].labels == ("good",)


def test_the_confusion_table_counts_lines_of_one_label() -> None:
    right = numpy.array([[1, 0], [0, 1], [1, 1]], dtype=bool)
    given = numpy.array([[0.9, 0.1], [0.8, 0.2], [0.5, 0.5]], numpy.float32)
    lines = [line.split() for line in confusion_table(given, right, ["a", "b"])]
    assert lines == [["right,", "given", "1", "2"], ["1", "a", "1", "."], ["2", "b", "1", "."]]


def test_from_labelled_lines_to_a_bundle(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [f"{text} {number}\t{labels}" for number in range(12) for text, labels in
             (("What a lovely day", "joy,love"), ("Go away at once", "anger"), ("It is a day", "neutral"))]  # fmt: skip
    (tmp_path / "moods.tsv").write_text("\n".join(lines) + "\n", "utf-8")
    (tmp_path / "talk.jsonl").write_text((data / "talk.jsonl").read_text("utf-8"), "utf-8")
    (tmp_path / "moods.toml").write_text(RECIPE, "utf-8")
    run = tmp_path / "run"
    command = ["run", str(tmp_path / "moods.toml"), str(run), "--data", str(tmp_path), "--device", "cpu"]
    assert main([*command, "--threads", "1"]) == 0
    loaded = bundle.load(run / "bundle")
    assert loaded.manifest.labels == ("anger", "joy", "love", "neutral")
    assert loaded.manifest.tasks == ("mood",)
    assert set(loaded.architecture.thresholds) == {"anger", "joy", "love", "neutral", "kind.good", "kind.bad"}
    assert {score.metric for score in loaded.manifest.scores} == {"macro-F1", "micro-F1"}
    assert loaded.pieces.encode("LOVELY") == loaded.pieces.encode("lovely")
    out = capsys.readouterr().out
    assert "precision" in out and "right, given" in out

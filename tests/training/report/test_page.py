"""The report of a run escapes everything and needs nothing from elsewhere; runs are compared line by line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from models.configuration import ConfigurationError
from training.__main__ import main
from training.evaluation.outputs import Output, read_outputs, worst, write_outputs
from training.report.comparison import compare, paired_bootstrap
from training.report.page import read_events, training_plots
from training.run_folder import RunFolder

NASTY = "<script>alert('x')</script>&\"\u202e"


def output(answer: str, score: float, source: str = "s") -> Output:
    return Output("t en->fr", "chrF2", score, source, answer, ("the right line of words",))


def run_with(prepared: Path, folder: Path, bleu: float, answers: list[str]) -> RunFolder:
    folder.mkdir()
    shutil.copyfile(prepared / "recipe.toml", folder / "recipe.toml")
    run = RunFolder(folder)
    scores = [{"test": "t en->fr", "metric": "BLEU", "value": bleu, "signature": "s"}]
    run.scores.write_text(json.dumps(scores), "utf-8")
    write_outputs(run.outputs, [output(answer, 1.0, str(index)) for index, answer in enumerate(answers)])
    return run


def test_nothing_gets_out_of_its_place(prepared: Path, tmp_path: Path) -> None:
    run = run_with(prepared, tmp_path / "run", 1.0, [NASTY, "fine"])
    run.recipe_file.write_text(
        run.recipe_file.read_text("utf-8").replace('name = "toy"', f"name = {json.dumps(NASTY)}"), "utf-8"
    )
    events = [
        {"event": "start", "time": 1.0, "step": 0, "device": NASTY, "parameters": 5},
        {"event": "step", "time": 2.0, "step": 5, "tokens": 9, "loss": 3.0, "rate": 0.1, "tokens_per_second": 7},
        {"event": "held_out", "time": 3.0, "step": 5, "perplexity": {NASTY: 4.0}},
    ]
    run.events.write_text("".join(json.dumps(event) + "\n" for event in events) + '{"event": "st', "utf-8")
    assert main(["report", str(run.path)]) == 0
    page = run.report.read_text("utf-8")
    assert "<script" not in page
    assert "alert(" in page
    assert "src=" not in page
    assert "<svg" in page
    assert not list(run.path.glob("*.partial"))


def test_a_run_that_has_only_begun_has_a_report(prepared: Path, tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    shutil.copyfile(prepared / "recipe.toml", tmp_path / "run" / "recipe.toml")
    assert main(["report", str(tmp_path / "run")]) == 0
    assert "Not evaluated yet" in (tmp_path / "run" / "report.html").read_text("utf-8")


def test_no_run_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", str(tmp_path)]) == 1
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_what_was_done_twice_is_drawn_once(tmp_path: Path) -> None:
    log = tmp_path / "events.jsonl"
    steps = [("start", 0), ("step", 5), ("step", 10), ("start", 5), ("step", 10)]
    log.write_text("".join(json.dumps({"event": e, "step": s, "loss": 1.0}) + "\n" for e, s in steps), "utf-8")
    points = training_plots(read_events(log))[0].lines[0].points
    assert [step for step, _ in points] == [5, 10]


def test_outputs_are_read_as_written(tmp_path: Path) -> None:
    outputs = [output(NASTY, 12.5), output("", 0.0)]
    write_outputs(tmp_path / "outputs.jsonl", outputs)
    assert read_outputs(tmp_path / "outputs.jsonl") == outputs
    (tmp_path / "outputs.jsonl").write_text("{]\n", "utf-8")
    with pytest.raises(ConfigurationError, match="line 1: damaged"):
        read_outputs(tmp_path / "outputs.jsonl")


def test_the_worst_come_first() -> None:
    loss = [Output("t", "loss", value, "", "", ("x",)) for value in (1.0, 3.0, 2.0)]
    assert [each.score for each in worst(loss, 2)] == [3.0, 2.0]
    assert [each.score for each in worst([output("a", 50.0), output("b", 5.0)], 1)] == [5.0]


def test_compared_with_chance(prepared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    right, wrong = ["the right line of words"] * 40, ["something else is said here"] * 40
    first = run_with(prepared, tmp_path / "first", 10.0, wrong)
    second = run_with(prepared, tmp_path / "second", 90.0, right)
    (row,) = compare([first, second])
    assert row.values == (10.0, 90.0)
    assert row.chance[0] is not None
    assert row.chance[0] < 0.05
    assert main(["compare", str(first.path), str(second.path)]) == 0
    assert "90.00 (+80.00)*" in capsys.readouterr().out


def test_the_same_outputs_do_not_differ() -> None:
    lines = [f"this is line {index} of the test" for index in range(30)]
    assert paired_bootstrap(lines, lines, [(line,) for line in lines]) > 0.05
    wrong = [["nothing"] * 30, ["of the kind"] * 30]
    assert paired_bootstrap(*wrong, [(line.replace("of", ""),) for line in lines]) > 0.05


def test_scores_of_other_signatures_stand_apart(prepared: Path, tmp_path: Path) -> None:
    runs = [run_with(prepared, tmp_path / name, 1.0, ["a"]) for name in ("first", "second")]
    text = runs[1].scores.read_text("utf-8").replace('"signature": "s"', '"signature": "other"')
    runs[1].scores.write_text(text, "utf-8")
    assert [row.values for row in compare(runs, significance=False)] == [(1.0, None), (None, 1.0)]

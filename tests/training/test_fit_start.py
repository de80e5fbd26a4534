"""Training goes on from a bundle or another run, with its pieces, and stays as close to it as it is told."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from models import bundle
from models.configuration import ConfigurationError
from tests.training.test_fit_robust import copy, events
from training.__main__ import main
from training.fit import fit
from training.pack import pack
from training.run_folder import RunFolder
from training.start import directions


@pytest.fixture(scope="module")
def first(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    run = copy(prepared, tmp_path_factory.mktemp("starts") / "first", steps=60)
    fit(run, "cpu", 1)
    pack(run, run.path / "bundle")
    return run


@pytest.mark.parametrize("kind", ["run", "bundle"])
def test_it_begins_where_the_other_ended(kind: str, first: RunFolder, prepared: Path, tmp_path: Path) -> None:
    start = first.path if kind == "run" else first.path / "bundle"
    run = copy(prepared, tmp_path / "run", start=str(start), rate=1e-9, steps=1)
    fit(run, "cpu", 1)
    assert events(run, "held_out")[-1]["loss"] == pytest.approx(events(first, "held_out")[-1]["loss"], rel=0.02)
    begun = bundle.load(first.path / "bundle").weights["embedding.weight"]
    assert torch.allclose(load_file(str(run.last))["model.embedding.weight"], torch.from_numpy(begun), atol=0.02)


def test_closeness_draws_back(first: RunFolder, prepared: Path, tmp_path: Path) -> None:
    begun = load_file(str(first.best))["embedding.weight"]
    distances = []
    for closeness in (0.0, 20.0):
        run = copy(prepared, tmp_path / str(closeness), start=str(first.path), closeness=closeness)
        fit(run, "cpu", 1)
        distances.append(float((load_file(str(run.last))["model.embedding.weight"] - begun).norm()))
    assert distances[1] < 0.9 * distances[0]


def test_an_encoder_of_fewer_layers_grows(first: RunFolder, prepared: Path, tmp_path: Path) -> None:
    run = copy(prepared, tmp_path / "run", start=str(first.path), encoder_layers=3, rate=1e-9, steps=1)
    fit(run, "cpu", 1)
    assert events(run, "held_out")[-1]["loss"] == pytest.approx(events(first, "held_out")[-1]["loss"], rel=0.02)


def test_other_sizes_are_one_sentence(first: RunFolder, prepared: Path, tmp_path: Path) -> None:
    run = copy(prepared, tmp_path / "run", start=str(first.path), hidden=32)
    with pytest.raises(ConfigurationError, match=r"hidden 16, not 32; give \[model\] of 'toy' the same sizes"):
        fit(run, "cpu", 1)


def test_no_start_is_one_sentence(prepared: Path, tmp_path: Path) -> None:
    run = copy(prepared, tmp_path / "run", start="nowhere")
    with pytest.raises(ConfigurationError, match="neither a bundle nor a trained run is at nowhere"):
        fit(run, "cpu", 1)


def test_the_pieces_are_taken_too_and_others_refused(first: RunFolder, prepared: Path, tmp_path: Path) -> None:
    run = copy(prepared, tmp_path / "run", start=str(first.path / "bundle"))
    run.pieces.unlink()
    assert main(["pieces", str(run.path)]) == 0
    assert run.pieces.read_bytes() == first.pieces.read_bytes()
    run.pieces.write_bytes((Path(__file__).parents[2] / "chatapp/bundles/languages/pieces.model").read_bytes())
    with pytest.raises(ConfigurationError, match="has other pieces than this run"):
        fit(run, "cpu", 1)


def test_the_bundle_says_what_its_start_was_trained_on(first: RunFolder, prepared: Path, tmp_path: Path) -> None:
    run = copy(prepared, tmp_path / "run", start=str(first.path / "bundle"), steps=1, source="elsewhere")
    fit(run, "cpu", 1)
    manifest = pack(run, tmp_path / "bundle")
    assert {corpus.source for corpus in manifest.corpora} == {"ours", "talk.jsonl", "elsewhere"}
    assert (manifest.training["steps"], manifest.training["before"]["steps"]) == (1, 60)
    assert str(tmp_path) not in str(manifest.training)


def test_the_bundle_says_which_translations_it_and_its_start_were_taught(
    first: RunFolder, prepared: Path, tmp_path: Path
) -> None:
    assert bundle.load(first.path / "bundle").manifest.directions == ("en-fr", "fr-en")
    alone = copy(prepared, tmp_path / "alone", both_ways=False)
    assert directions(alone.path) == ("en-fr",)
    after = copy(
        prepared, tmp_path / "after", start=str(first.path / "bundle"), both_ways=False, languages=["fr", "de"]
    )
    assert directions(after.path) == ("en-fr", "fr-en", "fr-de")
    old = tmp_path / "old"
    shutil.copytree(first.path / "bundle", old)
    manifest = json.loads((old / "bundle.json").read_text("utf-8"))
    del manifest["directions"]
    (old / "bundle.json").write_text(json.dumps(manifest), "utf-8")
    assert directions(copy(prepared, tmp_path / "unknown", start=str(old)).path) == ()

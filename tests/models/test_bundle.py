"""What is saved is loaded; what is damaged is refused in one sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models import bundle, configuration
from models.architectures import OneToManyArchitecture
from models.bundle import BundleError
from models.direction import Direction
from models.manifest import Corpus, Manifest
from models.one_to_many import OneToMany
from models.pieces import Pieces


def make(folder: Path, pieces: Pieces) -> OneToMany:
    architecture = OneToManyArchitecture(len(pieces), pieces.pad, pieces.begin, pieces.end, hidden=16, layers=1)
    model = OneToMany(architecture)
    manifest = Manifest(
        1, "toy", "one-to-many", ("suggest",), ("en",), configuration.write(architecture),
        corpora=(Corpus("ours", "MIT"),),
    )  # fmt: skip
    bundle.save(folder, manifest, pieces, model.state_dict())
    return model


def test_weights_come_back_within_half_a_step(tmp_path: Path, pieces: Pieces) -> None:
    model = make(tmp_path / "toy", pieces)
    loaded = bundle.load(tmp_path / "toy")
    assert loaded.manifest.name == "toy"
    assert loaded.manifest.corpora == (Corpus("ours", "MIT"),)
    for name, value in model.state_dict().items():
        step = value.abs().amax(dim=-1, keepdim=True) / 127 if value.ndim == 2 else torch.tensor(1e-6)
        assert ((loaded.model.state_dict()[name] - value).abs() <= step * 0.5001).all()


def test_saving_again_replaces_and_leaves_nothing_else(tmp_path: Path, pieces: Pieces) -> None:
    make(tmp_path / "toy", pieces)
    make(tmp_path / "toy", pieces)
    assert [each.name for each in tmp_path.iterdir()] == ["toy"]


def test_directions_are_read_and_others_refused(tmp_path: Path, pieces: Pieces) -> None:
    make(tmp_path / "toy", pieces)
    file = tmp_path / "toy" / "bundle.json"
    values = json.loads(file.read_text("utf-8"))
    del values["directions"]
    file.write_text(json.dumps(values), "utf-8")
    assert bundle.load(tmp_path / "toy").manifest.taught == frozenset()
    file.write_text(json.dumps({**values, "directions": ["en-de"]}), "utf-8")
    assert bundle.load(tmp_path / "toy").manifest.taught == {Direction("en", "de")}
    file.write_text(json.dumps({**values, "directions": ["en"]}), "utf-8")
    with pytest.raises(BundleError, match="'en' is not of two languages"):
        bundle.load(tmp_path / "toy")


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(place=st.floats(0, 1, exclude_max=True), name=st.sampled_from(["weights.safetensors", "pieces.model"]))
def test_one_changed_byte_is_noticed(tmp_path: Path, pieces: Pieces, place: float, name: str) -> None:
    make(tmp_path / "toy", pieces)
    path = tmp_path / "toy" / name
    content = bytearray(path.read_bytes())
    content[int(place * len(content))] ^= 1
    path.write_bytes(content)
    with pytest.raises(BundleError, match=r"checksum"):
        bundle.load(tmp_path / "toy")


@pytest.mark.parametrize("name", ["bundle.json", "weights.safetensors", "pieces.model"])
def test_a_missing_file_is_one_sentence(tmp_path: Path, pieces: Pieces, name: str) -> None:
    make(tmp_path / "toy", pieces)
    (tmp_path / "toy" / name).unlink()
    with pytest.raises(BundleError) as caught:
        bundle.load(tmp_path / "toy")
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("format", 99, "newer"),
        ("shape", "round", "not a possible value"),
        ("architecture", {"hiden": 3}, "did you mean 'hidden'"),
        ("colour", "red", "unknown key"),
    ],
)
def test_a_wrong_manifest_is_one_sentence(tmp_path: Path, pieces: Pieces, key: str, value: object, says: str) -> None:
    make(tmp_path / "toy", pieces)
    path = tmp_path / "toy" / "bundle.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), key: value}))
    with pytest.raises(BundleError, match=says):
        bundle.load(tmp_path / "toy")


def test_a_manifest_cut_in_half_is_one_sentence(tmp_path: Path, pieces: Pieces) -> None:
    make(tmp_path / "toy", pieces)
    path = tmp_path / "toy" / "bundle.json"
    path.write_text(path.read_text()[:50])
    with pytest.raises(BundleError, match="damaged"):
        bundle.load(tmp_path / "toy")

"""A bundle goes through one file; a file that means harm is refused, and leaves nothing behind."""

from __future__ import annotations

import io
import json
import stat
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.bundle import load
from models.bundle_file import pack, unpack
from models.manifest import BundleError
from models.pieces import Pieces
from tests.models.test_bundle import make


@pytest.fixture
def packed(tmp_path: Path, pieces: Pieces) -> Path:
    make(tmp_path / "toy", pieces)
    pack(tmp_path / "toy", tmp_path / "toy.bundle")
    return tmp_path / "toy.bundle"


def files_of(packed: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(packed) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def written(path: Path, files: dict[str, bytes], *, compression: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def refused(file: Path, parent: Path, said: str, **limits: int) -> None:
    with pytest.raises(BundleError, match=said) as told:
        unpack(file, parent, **limits)
    assert str(told.value).count("\n") == 0
    assert not parent.exists() or list(parent.iterdir()) == []


def test_a_bundle_goes_through_a_file(packed: Path, tmp_path: Path) -> None:
    folder = unpack(packed, tmp_path / "other")
    assert folder == tmp_path / "other" / "toy"
    assert load(folder).manifest == load(tmp_path / "toy").manifest
    again = tmp_path / "again.bundle"
    pack(folder, again)
    assert again.read_bytes() == packed.read_bytes()
    with pytest.raises(BundleError, match="already"):
        unpack(packed, tmp_path / "other")
    assert [each.name for each in (tmp_path / "other").iterdir()] == ["toy"]


def test_a_damaged_bundle_is_not_packed(packed: Path, tmp_path: Path) -> None:
    (tmp_path / "toy" / "weights.safetensors").write_bytes(b"cut")
    with pytest.raises(BundleError, match="damaged"):
        pack(tmp_path / "toy", tmp_path / "new.bundle")
    assert not (tmp_path / "new.bundle").exists()


@pytest.mark.parametrize(
    "name",
    ["../evil", "/etc/evil", "a/b", "..", ".hidden", "c:evil", "back\\slash", "new\nline", "x" * 200, "folder/"],
)
def test_names_that_lead_elsewhere_are_refused(packed: Path, tmp_path: Path, name: str) -> None:
    refused(written(tmp_path / "evil", {**files_of(packed), name: b"x"}), tmp_path / "new", "do not trust it")


@pytest.mark.parametrize("name", ["../toy", "", ".toy", "a/b", "x" * 100])
def test_a_bundle_cannot_name_itself_elsewhere(packed: Path, tmp_path: Path, name: str) -> None:
    files = files_of(packed)
    manifest = {**json.loads(files["bundle.json"]), "name": name}
    files["bundle.json"] = json.dumps(manifest).encode()
    refused(written(tmp_path / "evil", files), tmp_path / "new", "cannot be that of a folder")


def test_a_link_is_refused(packed: Path, tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    refused(packed, tmp_path / "new", "do not trust it")


def test_what_is_too_large_is_refused_before_it_is_unpacked(packed: Path, tmp_path: Path) -> None:
    files = {**files_of(packed), "weights.safetensors": bytes(10_000_000)}
    bomb = written(tmp_path / "bomb", files, compression=zipfile.ZIP_DEFLATED)
    assert bomb.stat().st_size < 1_000_000
    refused(bomb, tmp_path / "new", "larger than", most_bytes=5_000_000)
    refused(bomb, tmp_path / "new", "damaged")
    many = written(tmp_path / "many", {str(number): b"" for number in range(100)})
    refused(many, tmp_path / "new", "larger than")


def test_a_size_that_lies_is_found_out(packed: Path, tmp_path: Path) -> None:
    content = written(
        tmp_path / "bomb",
        {**files_of(packed), "weights.safetensors": bytes(5_000_000)},
        compression=zipfile.ZIP_DEFLATED,
    ).read_bytes()
    size = (5_000_000).to_bytes(4, "little")
    assert content.count(size) == 2
    (tmp_path / "liar").write_bytes(content.replace(size, (100).to_bytes(4, "little")))
    refused(tmp_path / "liar", tmp_path / "new", "damaged|larger than announced")


def test_more_or_fewer_files_than_the_manifest_lists_are_refused(packed: Path, tmp_path: Path) -> None:
    files = files_of(packed)
    refused(written(tmp_path / "more", {**files, "more": b""}), tmp_path / "new", "does not hold")
    del files["pieces.model"]
    refused(written(tmp_path / "fewer", files), tmp_path / "new", "does not hold")
    refused(written(tmp_path / "none", {"a": b""}), tmp_path / "new", "no fitting bundle.json")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.data())
def test_a_file_with_any_damage_is_refused_or_whole(packed: Path, tmp_path: Path, data: st.DataObject) -> None:
    content = bytearray(packed.read_bytes())
    if data.draw(st.booleans()):
        del content[data.draw(st.integers(0, len(content) - 1)) :]
    else:
        content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    damaged = tmp_path / "damaged"
    damaged.write_bytes(io.BytesIO(content).getvalue())
    parent = tmp_path / "new"
    try:
        folder = unpack(damaged, parent)
    except BundleError:
        assert not parent.exists() or list(parent.iterdir()) == []
    else:
        load(folder)
        for each in folder.iterdir():
            each.unlink()
        folder.rmdir()

"""Every reject has its file and line: the first few in the report, all of them in a file if asked for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from training.__main__ import main
from training.rejects import SHOWN, Rejects


def test_the_first_places_are_kept_and_the_rest_counted() -> None:
    rejects = Rejects()
    for line in range(1, 20):
        rejects.add("a.tsv" if line < 4 else "b.tsv", line, "no two texts", f"detail {line}")
    assert rejects.first["no two texts"] == "a.tsv:1 (detail 1)"
    assert len(rejects.places["no two texts"]) == SHOWN
    assert rejects.others("no two texts") == "line 2, line 3, b.tsv:4, b.tsv:5 and 14 more"


def test_all_of_them_are_written_if_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, output = tmp_path / "a.tsv", tmp_path / "rejects.tsv"
    path.write_text("Hello.\tBonjour.\n" + "broken\n" * 30 + "Bye.\tAu revoir.\n", "utf-8")
    recipe = tmp_path / "r.toml"
    recipe.write_text(
        'name = "r"\nshape = "many-to-many"\n[[corpus]]\npath = "a.tsv"\nkind = "translate"\nlanguages = ["en", "fr"]\n'
    )
    for command in ([str(path)], [str(recipe), str(tmp_path / "run"), "--data", str(tmp_path)]):
        assert main(["corpus", *command, "--rejects", str(output)]) == 0
        said = capsys.readouterr().out
        assert "also at line 3, line 4, line 5, line 6 and 25 more" in said
        lines = [line.split("\t") for line in output.read_text("utf-8").splitlines()]
        assert [line[:3] for line in lines] == [[str(path), str(row), "no two texts"] for row in range(2, 32)]
    assert main(["corpus", str(path), "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["reject_places"]["no two texts"]) == SHOWN
    assert main(["corpus", str(path), "--rejects", str(tmp_path / "none" / "x")]) == 1
    assert "No such file or directory; give a file that can be written to." in capsys.readouterr().err

"""The replies to fixed prompts while a network learns: one event a look, and nothing learnt otherwise."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from models.configuration import ConfigurationError
from training.fit import fit
from training.recipe import read_recipe
from training.run_folder import RunFolder

PROMPTS = ["Hello!", "I saw a cat.", "Ünheard 🙂 of"]


def run_with(prepared: Path, folder: Path, prompts: list[str]) -> RunFolder:
    shutil.copytree(prepared, folder)
    recipe = folder / "recipe.toml"
    text = recipe.read_text("utf-8")
    assert "prompts = []" in text
    recipe.write_text(text.replace("prompts = []", f"prompts = {json.dumps(prompts, ensure_ascii=False)}"), "utf-8")
    return RunFolder(folder)


def test_each_look_has_the_replies_and_the_weights_are_the_same(prepared: Path, tmp_path: Path) -> None:
    silent, asked = run_with(prepared, tmp_path / "silent", []), run_with(prepared, tmp_path / "asked", PROMPTS)
    for run in (silent, asked):
        fit(run, "cpu", 1)
    events = [json.loads(line) for line in asked.events.read_text("utf-8").splitlines()]
    said = [event for event in events if event["event"] == "replies"]
    assert [event["step"] for event in said] == [10, 20, 30]
    for event in said:
        assert [prompt for prompt, _ in event["replies"]] == PROMPTS
        assert all(isinstance(reply, str) for _, reply in event["replies"])
    assert '"replies"' not in silent.events.read_text("utf-8")
    ours, theirs = load_file(str(asked.last)), load_file(str(silent.last))
    assert all(torch.equal(ours[name], theirs[name]) for name in theirs if name.startswith("model."))


@pytest.mark.parametrize(
    ("shape", "kind", "said"), [("many-to-many", "translate", "corpus"), ("one-to-many", "chat", "does not reply")]
)
def test_prompts_need_a_network_that_replies(tmp_path: Path, shape: str, kind: str, said: str) -> None:
    path = tmp_path / "recipe.toml"
    path.write_text(
        f'name = "x"\nshape = "{shape}"\n[fit]\nprompts = ["Hi"]\n[[corpus]]\npath = "a"\nkind = "{kind}"\n', "utf-8"
    )
    with pytest.raises(ConfigurationError, match=said):
        read_recipe(path)

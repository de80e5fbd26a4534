"""Word vectors: written and read, asked by known and unknown words, drawn."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import fromstring

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.configuration import ConfigurationError
from training.__main__ import main
from training.run_folder import RunFolder
from training.vectors.of_words import words_of
from training.vectors.picture import principal_components, words_svg
from training.vectors.words import WordVectors

WORDS = WordVectors.of(
    ["king", "queen", "man", "woman", "<apple>"],
    numpy.array([[1, 1, 0], [1, -1, 0], [0, 1, 0], [0, -1, 0], [0, 0, 1]], numpy.float32),
)


def test_written_and_read_again(tmp_path: Path) -> None:
    WORDS.write(tmp_path / "words.safetensors")
    found = WordVectors.read(tmp_path / "words.safetensors")
    assert found.words == WORDS.words
    assert numpy.allclose(found.vectors, WORDS.vectors)
    assert [file.name for file in tmp_path.iterdir()] == ["words.safetensors"]


def test_questions() -> None:
    assert WORDS.nearest("King", 1)[0][0] == "man"
    assert WORDS.analogy("man", "king", "woman", 1)[0][0] == "queen"
    assert WORDS.odd(["king", "man", "<apple>"])[0][0] == "<apple>"


def test_a_word_is_not_its_own_neighbour() -> None:
    assert "king" not in [word for word, _ in WORDS.nearest("king")]


@pytest.mark.parametrize(("word", "hint"), [("quen", "did you mean 'queen'"), ("zzzzzz", "not in the corpus")])
def test_an_unknown_word_is_one_sentence(word: str, hint: str) -> None:
    with pytest.raises(ConfigurationError, match=f"unknown word '{word}'.*{hint}"):
        WORDS.nearest(word)


@pytest.mark.parametrize("content", [b"", b"not vectors", b"\x80\x04pickle"])
def test_a_file_of_another_kind_is_one_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "words.safetensors").write_bytes(content)
    with pytest.raises(ConfigurationError, match="holds no word vectors"):
        WordVectors.read(tmp_path / "words.safetensors")


def test_a_missing_file_says_how_to_make_it(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="vectors RUN --words"):
        WordVectors.read(tmp_path / "words.safetensors")


def test_the_picture_holds_every_word_as_text() -> None:
    drawn = fromstring(words_svg(WORDS, WORDS.words))
    assert [each.text for each in drawn.iter() if each.tag.endswith("}text")] == list(WORDS.words)


def test_the_first_component_is_where_vectors_differ_most() -> None:
    vectors = numpy.array([[0, 0, 9], [0, 1, 0], [0, 0, -9], [0, -1, 0]], numpy.float32)
    found = principal_components(vectors)
    assert numpy.allclose(numpy.abs(found), [[9, 0], [0, 1], [9, 0], [0, 1]], atol=1e-5)


@given(st.text())
def test_words_have_letters_and_no_capitals(text: str) -> None:
    for word in words_of(text):
        assert word
        assert not any(letter.isspace() for letter in word)


@pytest.mark.parametrize("algorithm", ["word2vec", "fasttext"])
def test_trained_over_the_words_of_a_run(
    prepared: Path, tmp_path: Path, algorithm: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run = tmp_path / "run"
    run.mkdir()
    for name in ("recipe.toml", "train.jsonl"):
        (run / name).write_bytes((prepared / name).read_bytes())
    assert main(["vectors", str(run), "--words", "--algorithm", algorithm, "--size", "8"]) == 0
    vectors = WordVectors.read(RunFolder(run).words)
    assert {"the", "le", "vois"} <= set(vectors.words)
    assert vectors.vectors.shape == (len(vectors.words), 8)
    assert main(["explore", str(run), "nearest", "the", "--count", "2"]) == 0
    assert main(["explore", str(run), "picture", str(tmp_path / "w.svg")]) == 0
    assert (tmp_path / "w.svg").read_text("utf-8").startswith("<svg")
    capsys.readouterr()
    assert main(["explore", str(run), "picture", str(tmp_path / "w.png")]) == 1
    assert ".svg or .html" in capsys.readouterr().err


def test_pieces_by_fasttext_are_vectors_of_the_size_of_the_model(prepared: Path, tmp_path: Path) -> None:
    from safetensors.numpy import load_file

    run = tmp_path / "run"
    run.mkdir()
    for name in ("recipe.toml", "train.jsonl", "pieces.model"):
        (run / name).write_bytes((prepared / name).read_bytes())
    assert main(["vectors", str(run), "--algorithm", "fasttext"]) == 0
    vectors = load_file(str(run / "vectors.safetensors"))["vectors"]
    assert vectors.shape[1] == 16
    assert numpy.isfinite(vectors).all()

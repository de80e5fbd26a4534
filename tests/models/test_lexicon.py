"""A lexicon is read back as it was written, whatever the words."""

from __future__ import annotations

from pathlib import Path

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st
from safetensors.numpy import save_file

from models.lexicon import Entry, Lexicon

WORD = st.text(st.characters(categories=["L"]), min_size=1, max_size=12)


@given(st.data())
def test_written_and_read_back(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    words = [data.draw(st.lists(WORD, min_size=1, max_size=6, unique_by=str.casefold)) for _ in range(3)]
    total = sum(map(len, words))
    entry = st.builds(Entry, st.integers(0, total - 1), st.floats(0, 1))
    entries = [data.draw(st.lists(entry, max_size=4)) for _ in range(total)]
    path = tmp_path_factory.mktemp("lexicon") / "lexicon.safetensors"
    path.write_bytes(Lexicon(words, entries).to_bytes())
    read = Lexicon.read(path)
    assert read.words == tuple(word for each in words for word in each)
    assert read.sizes == tuple(map(len, words))
    for number, expected in enumerate(entries):
        found = list(read.entries(number))
        assert [each.word for each in found] == [each.word for each in expected]
        numpy.testing.assert_allclose([e.probability for e in found], [e.probability for e in expected], atol=1 / 255)
    assert all(read.words[read.find(word, 1) or 0].casefold() == word.casefold() for word in words[1])


def test_a_word_is_found_in_its_own_language_whatever_its_case() -> None:
    lexicon = Lexicon([["cat"], ["Katze", "cat"]], [[Entry(1, 0.9)], [], []])
    assert (lexicon.find("CAT", 0), lexicon.find("katze", 1), lexicon.find("cat", 1)) == (0, 1, 2)
    assert lexicon.find("Katze", 0) is None


def test_one_that_is_cut_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "lexicon.safetensors"
    one = numpy.zeros(1, numpy.uint8)
    arrays = {"words": numpy.frombuffer(b"a\nb", numpy.uint8), "sizes": numpy.array([1], numpy.int32)}
    save_file({**arrays, "counts": one, "targets": one, "probabilities": one}, str(path))
    with pytest.raises(ValueError, match="2 words where 1 were expected"):
        Lexicon.read(path)

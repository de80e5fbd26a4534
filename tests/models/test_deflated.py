import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from safetensors.numpy import save_file

from models.deflated import load_deflated, save_deflated


@given(
    st.sampled_from([numpy.uint8, numpy.uint16, numpy.float32]).flatmap(lambda kind: arrays(kind, st.integers(0, 40)))
)
def test_what_was_written_is_read(tmp_path_factory, array) -> None:
    path = tmp_path_factory.mktemp("deflated") / "a.safetensors"
    path.write_bytes(save_deflated({"2.pieces": array}))
    [(name, read)] = load_deflated(path).items()
    assert name == "2.pieces" and read.dtype == array.dtype
    assert read.tobytes() == array.tobytes()


def test_arrays_that_are_not_deflated_are_read_as_they_are(tmp_path) -> None:
    save_file({"a": numpy.arange(5)}, tmp_path / "a.safetensors")
    assert load_deflated(tmp_path / "a.safetensors")["a"].tolist() == [0, 1, 2, 3, 4]


def test_what_cannot_be_inflated_is_named(tmp_path) -> None:
    save_file({"a.deflated.u2": numpy.arange(9, dtype=numpy.uint8)}, tmp_path / "a.safetensors")
    with pytest.raises(ValueError, match=r"a\.deflated\.u2"):
        load_deflated(tmp_path / "a.safetensors")


def test_text_of_numbers_takes_less_room() -> None:
    numbers = numpy.sort(numpy.random.default_rng(0).integers(0, 500, 5000)).astype(numpy.uint16)
    assert len(save_deflated({"numbers": numbers})) < numbers.nbytes / 2

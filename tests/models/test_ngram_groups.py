"""Groups stand where their sizes say, however many of them are empty."""

from __future__ import annotations

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.ngram_groups import Groups


@given(st.lists(st.sampled_from([0, 0, 0, 1, 2, 5, 3000]), max_size=900))
def test_every_group_is_where_those_before_it_end(sizes) -> None:
    groups = Groups.of(numpy.array(sizes, numpy.int64))
    starts = numpy.cumsum([0, *sizes])
    for place, size in enumerate(sizes):
        first, last = groups.span(place)
        assert last - first == size
        assert not size or first == starts[place]
    assert groups.total == sum(sizes)
    assert groups.sizes.tolist() == [size for size in sizes if size]


def test_bits_and_sizes_must_agree() -> None:
    with pytest.raises(ValueError, match="1 groups where 2 were expected"):
        Groups(numpy.packbits([1, 0, 1]), numpy.array([4]), 3)

"""Plots are well-formed and stand alone, whatever is drawn."""

from __future__ import annotations

import math
from xml.etree.ElementTree import fromstring

from hypothesis import given
from hypothesis import strategies as st

from training.report.plot import Line, Plot, plots_svg, ticks

NUMBERS = st.floats(allow_nan=True, allow_infinity=True, width=32)


@given(st.lists(st.tuples(NUMBERS, NUMBERS), max_size=5), st.text(), st.booleans())
def test_any_points_and_any_name(points: list[tuple[float, float]], name: str, logarithmic: bool) -> None:
    text = plots_svg([Plot(name, [Line(name, points)], name, logarithmic)])
    root = fromstring(text)
    assert not any(each.tag.endswith(("script", "image", "use", "foreignObject")) for each in root.iter())
    assert "nan" not in "".join(each.get("points", "") for each in root.iter())


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6))
def test_ticks_are_few_and_within(low: float, span: float) -> None:
    found = ticks(low, low + span)
    assert len(found) <= 7
    assert all(low - span * 1e-6 <= tick <= low + span * (1 + 1e-6) for tick in found)
    assert all(math.isfinite(tick) for tick in found)

"""Plots as SVG that stands alone: no script, no font, no picture from elsewhere; light and dark by the reader's choice.

Made as a tree of elements, so that no label can break out of its text.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

COLOURS = ("#2a78c8", "#d9541e", "#2e9e5b", "#8e5bc0", "#b08800", "#c23b7a", "#3a9a9a", "#7a7a7a")
DASHES = ("", "7 3", "2 3", "9 3 2 3")
STYLE = """
text { font: 12px system-ui, sans-serif; fill: #333 }
.title { font-weight: 600 }
.grid { stroke: #8884; stroke-width: 1 }
.line { fill: none; stroke-width: 2; stroke-linejoin: round }
@media (prefers-color-scheme: dark) { text { fill: #ccc } }
"""
LEFT, RIGHT, TOP, BOTTOM = 62, 12, 28, 62
FLOOR = 1e-12
"""What a logarithmic axis takes for anything smaller."""


@dataclass(frozen=True)
class Line:
    """One curve: its name and its points, ``(x, y)`` in order of x."""

    name: str
    points: Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Plot:
    """Curves over the same axes; ``logarithmic`` is said of y."""

    title: str
    lines: Sequence[Line]
    across: str = ""
    logarithmic: bool = False
    width: int = 460
    height: int = 270


def plots_svg(plots: Sequence[Plot], columns: int = 2) -> str:
    """Draw plots side by side and below each other."""
    columns = max(1, min(columns, len(plots)))
    width = max((plot.width for plot in plots), default=1)
    height = max((plot.height for plot in plots), default=1)
    rows = -(-len(plots) // columns)
    root = picture(columns * width, rows * height, "; ".join(plot.title for plot in plots))
    for index, plot in enumerate(plots):
        row, column = divmod(index, columns)
        _draw(SubElement(root, "g", transform=f"translate({column * width} {row * height})"), plot)
    return svg_text(root)


def picture(width: float, height: float, title: str) -> Element:
    """Begin a picture."""
    root = Element(
        "svg",
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width:g} {height:g}",
        width=f"{width:g}",
        height=f"{height:g}",
        role="img",
    )
    SubElement(root, "title").text = _printable(title)
    SubElement(root, "style").text = STYLE
    return root


def svg_text(root: Element) -> str:
    """Write a picture."""
    return tostring(root, encoding="unicode")


def write(parent: Element, x: float, y: float, text: str, anchor: str = "start", **attributes: str) -> None:
    """Put a text into a picture; ``anchor`` is ``start``, ``middle`` or ``end``."""
    element = SubElement(parent, "text", {"x": f"{x:.1f}", "y": f"{y:.1f}", "text-anchor": anchor, **attributes})
    element.text = _printable(text)


def ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Return round numbers from ``low`` to ``high``, at most ``most`` steps of 1, 2 or 5 times a power of ten."""
    span = high - low
    if not math.isfinite(span) or span <= 0:
        return [low]
    step = 10.0 ** math.floor(math.log10(span / most))
    step *= next(each for each in (1, 2, 5, 10) if span / (step * each) <= most)
    first = math.ceil(low / step - 1e-9)
    return [step * index for index in range(first, math.floor(high / step + 1e-9) + 1)]


def _draw(parent: Element, plot: Plot) -> None:
    write(parent, LEFT, 17, plot.title, **{"class": "title"})
    kept = [
        Line(line.name, [(x, y) for x, y in line.points if math.isfinite(x) and math.isfinite(y)])
        for line in plot.lines
    ]
    xs = [x for line in kept for x, _ in line.points]
    ys = [_height(plot, y) for line in kept for _, y in line.points]
    if not xs:
        write(parent, plot.width / 2, plot.height / 2, "nothing to draw", "middle")
        return
    left, right = min(xs), max(xs)
    low, high = min(ys), max(ys)
    if high - low <= 1e-9 * max(1.0, abs(low), abs(high)):
        margin = max(0.5, abs(low) / 100)
        low, high = low - margin, high + margin

    def across(x: float) -> float:
        return LEFT + (x - left) / max(1e-12, right - left) * (plot.width - LEFT - RIGHT)

    def up(y: float) -> float:
        return plot.height - BOTTOM - (y - low) / (high - low) * (plot.height - TOP - BOTTOM)

    for tick in ticks(low, high):
        if plot.logarithmic and tick != round(tick):
            continue
        ends = {"x1": f"{LEFT}", "x2": f"{plot.width - RIGHT}", "y1": f"{up(tick):.1f}", "y2": f"{up(tick):.1f}"}
        SubElement(parent, "line", {"class": "grid", **ends})
        write(parent, LEFT - 6, up(tick) + 4, f"1e{tick:.0f}" if plot.logarithmic else number(tick), "end")
    for tick in ticks(left, right):
        write(parent, across(tick), plot.height - BOTTOM + 16, number(tick), "middle")
    write(parent, (LEFT + plot.width - RIGHT) / 2, plot.height - BOTTOM + 32, plot.across, "middle")
    place = float(LEFT)
    for index, line in enumerate(kept):
        style = {
            "stroke": COLOURS[index % len(COLOURS)],
            "stroke-dasharray": DASHES[index // len(COLOURS) % len(DASHES)] or "none",
        }
        points = " ".join(f"{across(x):.1f},{up(_height(plot, y)):.1f}" for x, y in line.points)
        SubElement(parent, "polyline", {"class": "line", "points": points, **style})
        below = plot.height - 12
        ends = {"x1": f"{place:.0f}", "x2": f"{place + 18:.0f}", "y1": f"{below - 4}", "y2": f"{below - 4}"}
        SubElement(parent, "line", {"class": "line", **ends, **style})
        write(parent, place + 22, below, line.name)
        place += 36 + 6.6 * len(line.name)


def _height(plot: Plot, y: float) -> float:
    return math.log10(max(y, FLOOR)) if plot.logarithmic else y


def number(value: float) -> str:
    """Write a number as short as it may be: ``12k``, ``0.25``."""
    if abs(value) >= 10_000:
        return f"{value / 1000:g}k"
    return f"{value:.4g}"


def _printable(text: str) -> str:
    """Leave out what XML cannot hold."""
    return "".join(letter for letter in text if letter in "\t\n" or (letter >= " " and letter not in "\ufffe\uffff"))

"""A picture of word vectors in two dimensions: their two principal components (Pearson 1901), found by numpy."""

from __future__ import annotations

import html
from collections.abc import Sequence
from pathlib import Path
from xml.etree.ElementTree import SubElement

import numpy

from models.configuration import ConfigurationError
from training.report.plot import COLOURS, picture, svg_text, write
from training.vectors.learn import Vectors
from training.vectors.words import WordVectors

WIDTH, HEIGHT, EDGE = 900, 640, 60


def principal_components(vectors: Vectors, count: int = 2) -> Vectors:
    """Project ``(words, size)`` to the ``count`` directions in which they differ most: ``(words, count)``."""
    centred = vectors - vectors.mean(axis=0)
    left, spread, _ = numpy.linalg.svd(centred, full_matrices=False)
    projected = (left * spread)[:, :count]
    missing = count - projected.shape[1]
    return numpy.pad(projected, ((0, 0), (0, missing))).astype(numpy.float32)


def words_svg(vectors: WordVectors, words: Sequence[str]) -> str:
    """Draw words where their vectors lie.

    Raises:
        ConfigurationError: a word is not known, or there are fewer than three.
    """
    if len(words) < 3:
        raise ConfigurationError("picture: give three words or more, or none for the most frequent.")
    places = principal_components(vectors.rows(words))  # (words, 2)
    low, high = places.min(axis=0), places.max(axis=0)
    places = (places - low) / numpy.maximum(high - low, 1e-9)
    root = picture(WIDTH, HEIGHT, f"{len(words)} words by the two principal components of their vectors")
    for word, (across, up) in zip(words, places.tolist(), strict=True):
        x, y = EDGE + across * (WIDTH - 2 * EDGE), HEIGHT - EDGE - up * (HEIGHT - 2 * EDGE)
        SubElement(root, "circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r="2.5", fill=COLOURS[0])
        write(root, x, y - 6, word, "middle")
    return svg_text(root)


def write_picture(vectors: WordVectors, words: Sequence[str], path: Path) -> None:
    """Write the picture as SVG, or as a page that holds it, as the ending of ``path`` says.

    Raises:
        ConfigurationError: the ending is another, or see ``words_svg``.
    """
    if path.suffix not in (".svg", ".html"):
        raise ConfigurationError(f"{path}: pictures are written as .svg or .html; give one of these endings.")
    text = words_svg(vectors, words)
    if path.suffix == ".html":
        title = html.escape(f"{path.stem}: {len(words)} words")
        text = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>{text}</html>\n'
    partial = path.with_suffix(".partial")
    partial.write_text(text, "utf-8")
    partial.replace(path)

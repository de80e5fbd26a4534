"""The fastest way to run the network of a bundle on this machine: packed, which takes no torch."""

from __future__ import annotations

from threading import Lock
from typing import Any
from weakref import WeakValueDictionary

from threadpoolctl import threadpool_limits

from chatapp.engine.networks import Labeller, LineWriter, WordToWord
from chatapp.engine.threads import threads
from models import layout
from models.bundle import Bundle, damage
from models.integrity import WEIGHTS
from models.interpolated import InterpolatedStepper
from models.ngram import NGRAM, NGram
from models.packed.networks import packed_network
from models.pieces import LANGUAGES
from models.stepper import LineToLine

_packed: WeakValueDictionary[tuple[str, str], Any] = WeakValueDictionary()
_packing = Lock()


def line_to_line(bundle: Bundle) -> LineToLine[Any]:
    """Run a many-to-many bundle; who chats and who translates have one network between them, packed once."""
    key = str(bundle.folder), bundle.manifest.checksums.get(WEIGHTS, "")
    with _packing:
        network = _packed.get(key)
        if network is None:
            network = _packed[key] = packed_network(bundle, threads())
    shared: LineToLine[Any] = network
    return shared


def line_writer(bundle: Bundle) -> LineWriter[Any]:
    """Run a one-to-many bundle, with its n-gram mixed in where it has one.

    Raises:
        BundleError: it is damaged.
    """
    network: LineWriter[Any] = packed_network(bundle, threads())
    if NGRAM not in bundle.manifest.checksums:
        return network
    pieces = bundle.pieces
    names = [f"<{language}>" for language in LANGUAGES]
    with damage(bundle.folder):
        ngram = NGram.read(bundle.folder / NGRAM)
        if len(ngram.single) != len(pieces):
            raise ValueError(f"{NGRAM} is of {len(ngram.single)} pieces where there are {len(pieces)}")
    return InterpolatedStepper(
        network,
        ngram,
        [pieces.control(name) for name in names if pieces.has_control(name)],
        [pieces.control(name) for name in (layout.TURN,) if pieces.has_control(name)],
    )


def labeller(bundle: Bundle) -> Labeller:
    """Run a many-to-one bundle."""
    network: Labeller = packed_network(bundle, threads())
    return network


def word_to_word(bundle: Bundle) -> WordToWord:
    """Run a one-to-one bundle."""
    network: WordToWord = packed_network(bundle, threads())
    return network


def limit_threads() -> None:
    """Let the matrix products use as many processor cores as ``threads`` says, for the rest of the process."""
    threadpool_limits(threads(), "blas")

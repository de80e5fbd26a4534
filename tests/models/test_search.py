"""Decoding over small random networks whose every line can be enumerated."""

from __future__ import annotations

import importlib
import itertools
from dataclasses import dataclass
from typing import Self

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import search
from models.search import Hypothesis, length_normaliser
from models.search.extensions import SPARE
from models.search.score import POSITIONS
from models.stepper import Floats, Integers

END = 1
BEGIN = 0


@dataclass(frozen=True)
class ToyState:
    source: Integers  # (rows,)
    hidden: numpy.ndarray  # (rows, units)
    cell: numpy.ndarray  # (rows, units)

    def select(self, rows: Integers) -> Self:
        return type(self)(self.source[rows], self.hidden[rows], self.cell[rows])


class ToyLstm:
    """A random LSTM, computed row by row so that no row can feel another even by rounding."""

    def __init__(self, seed: int, pieces: int, units: int = 5, sharpness: float = 2.0) -> None:
        generator = numpy.random.default_rng(seed)
        self.pieces = pieces
        self.units = units
        self.embedding = generator.normal(size=(pieces, units))
        self.sources = generator.normal(size=(50, units))
        self.gates = generator.normal(size=(2 * units, 4 * units))
        self.out = generator.normal(size=(units, pieces)) * sharpness
        self.steps = 0
        self.rows = 0

    def start(self, sources: list[int]) -> ToyState:
        hidden = self.sources[sources]
        return ToyState(numpy.array(sources), hidden, numpy.zeros_like(hidden))

    def step(self, last: Integers, state: ToyState) -> tuple[Floats, ToyState]:
        assert len(last) == len(state.source)
        self.steps += 1
        self.rows += len(last)
        hidden, cell, answers = [], [], []
        for piece, before, kept in zip(last, state.hidden, state.cell, strict=True):
            gates = numpy.concatenate([self.embedding[piece], before]) @ self.gates
            enter, keep, show = 1 / (1 + numpy.exp(-gates.reshape(4, -1)[:3]))
            cell.append(keep * kept + enter * numpy.tanh(gates.reshape(4, -1)[3]))
            hidden.append(show * numpy.tanh(cell[-1]))
            scores = hidden[-1] @ self.out
            answers.append(scores - numpy.log(numpy.exp(scores - scores.max()).sum()) - scores.max())
        answer = numpy.array(answers, dtype=numpy.float32)
        answer.flags.writeable = False  # what a stepper returns is its own
        return answer, ToyState(state.source, numpy.array(hidden), numpy.array(cell))


class ToyTable(ToyLstm):
    """A random table of a few coarse values, so that equals are common."""

    def __init__(self, seed: int, pieces: int) -> None:
        super().__init__(seed, pieces)
        self.table = numpy.random.default_rng(seed).integers(-4, 0, size=(50, pieces, pieces)).astype(numpy.float32)
        self.table.flags.writeable = False

    def step(self, last: Integers, state: ToyState) -> tuple[Floats, ToyState]:
        self.steps += 1
        return self.table[state.source, last], state


class Picking:
    """Picks the likeliest pieces of another network itself, and counts how often it was asked for them."""

    def __init__(self, network: ToyLstm) -> None:
        self.network = network
        self.pieces = network.pieces
        self.start = network.start
        self.step = network.step
        self.picked = 0

    def likeliest(self, last: Integers, state: ToyState, count: int) -> tuple[Floats, Integers, ToyState]:
        self.picked += 1
        scores, after = self.network.step(last, state)
        pieces = numpy.argsort(-scores, axis=1, kind="stable")[:, :count]
        return numpy.take_along_axis(scores, pieces, axis=1), pieces, after


networks = st.builds(
    lambda kind, seed, pieces: kind(seed, pieces),
    st.sampled_from([ToyLstm, ToyTable]),
    st.integers(0, 10_000),
    st.sampled_from([2, 3, 7, 64, 65, 150]),
)
sources = st.lists(st.integers(0, 49), min_size=1, max_size=5)
limits = st.integers(0, 9)
settings.register_profile("search", deadline=None, max_examples=60)
settings.load_profile("search")


def first(rows: int) -> Integers:
    return numpy.full(rows, BEGIN)


@st.composite
def batches(draw: st.DrawFn) -> tuple[ToyLstm, list[int], Integers, dict[str, object]]:
    network, rows = draw(networks), draw(sources)
    options = {
        "forbidden": numpy.array(sorted(draw(st.sets(st.integers(0, network.pieces - 1), max_size=3))), dtype=int),
        "no_repeat": draw(st.sampled_from([0, 0, 1, 2, 3])),
        "length_penalty": draw(st.sampled_from([0.0, 0.6, 1.0])),
    }
    return network, rows, numpy.array([draw(limits) for _ in rows]), options


@given(batches())
def test_greedy_decodes_a_batch_as_it_decodes_single_lines(batch) -> None:
    network, rows, most, options = batch
    together = search.greedy(network, network.start(rows), first(len(rows)), most, END, **options)
    alone = [
        search.greedy(network, network.start([row]), first(1), most[[i]], END, **options)[0]
        for i, row in enumerate(rows)
    ]
    assert together == alone


@given(batches(), st.integers(1, 6), st.data())
def test_beam_decodes_a_batch_as_it_decodes_single_lines(batch, width: int, data) -> None:
    network, rows, most, options = batch
    options = {**options, "width": width, "n_best": data.draw(st.integers(1, width))}
    together = search.beam(network, network.start(rows), first(len(rows)), most, END, **options)
    alone = [
        search.beam(network, network.start([row]), first(1), most[[i]], END, **options)[0] for i, row in enumerate(rows)
    ]
    assert together == alone


@given(batches(), st.integers(1, 6))
def test_a_network_that_picks_the_likeliest_itself_finds_the_same_lines(batch, width: int) -> None:
    network, rows, most, options = batch
    picking = Picking(network)
    plain = search.beam(network, network.start(rows), first(len(rows)), most, END, width=width, n_best=width, **options)
    ours = search.beam(picking, network.start(rows), first(len(rows)), most, END, width=width, n_best=width, **options)
    assert ours == plain
    assert picking.picked or network.pieces <= 2 * width + SPARE or not most.any()


@given(batches(), st.floats(0.1, 3), st.integers(0, 5), st.floats(0.1, 1))
def test_sampling_draws_in_a_batch_what_it_draws_in_single_lines(batch, temperature, top_k, top_p) -> None:
    network, rows, most, options = batch
    options = {**options, "temperature": temperature, "top_k": top_k, "top_p": top_p}
    seeds = [7 * row + i for i, row in enumerate(rows)]
    together = search.sample(network, network.start(rows), first(len(rows)), most, END, seeds=seeds, **options)
    alone = [
        search.sample(network, network.start([row]), first(1), most[[i]], END, seeds=[seeds[i]], **options)[0]
        for i, row in enumerate(rows)
    ]
    assert together == alone


@given(batches())
def test_a_beam_of_one_is_greedy(batch) -> None:
    network, rows, most, options = batch
    greedy = search.greedy(network, network.start(rows), first(len(rows)), most, END, **options)
    beam = search.beam(network, network.start(rows), first(len(rows)), most, END, width=1, **options)
    assert [each[0].pieces for each in beam] == [each.pieces for each in greedy]
    for (one,), other in zip(beam, greedy, strict=True):
        assert one[1:] == pytest.approx(other[1:])


@given(batches(), st.floats(0.1, 3), st.integers(0, 5), st.integers(0, 99))
def test_a_stream_yields_what_greedy_and_sampling_return(batch, temperature, top_k, seed) -> None:
    network, rows, most, options = batch
    del options["length_penalty"]
    for i, row in enumerate(rows):
        whole = search.greedy(network, network.start([row]), first(1), most[[i]], END, **options)[0]
        streamed = search.stream(network, network.start([row]), first(1), most[[i]], END, **options)
        assert tuple(streamed)[: int(most[i])] == whole.pieces
        drawing = {"temperature": temperature, "top_k": top_k}
        whole = search.sample(
            network, network.start([row]), first(1), most[[i]], END, seeds=[seed], **drawing, **options
        )[0]
        choose = search.sampled(seed, **drawing)
        streamed = search.stream(network, network.start([row]), first(1), most[[i]], END, choose=choose, **options)
        assert tuple(streamed) == whole.pieces


def enumerate_lines(network: ToyLstm, source: int, limit: int, penalty: float) -> list[Hypothesis]:
    """Every line that ends within the limit, best first."""
    found = []
    others = [piece for piece in range(network.pieces) if piece != END]
    for length in range(limit):
        for pieces in itertools.product(others, repeat=length):
            state, total = network.start([source]), 0.0
            for last, piece in itertools.pairwise([BEGIN, *pieces, END]):
                answer, state = network.step(numpy.array([last]), state)
                total += float(answer[0, piece])
            found.append(Hypothesis(pieces, total, total / length_normaliser(length + 1, penalty)))
    return sorted(found, key=lambda hypothesis: -hypothesis.score)


@given(st.integers(0, 999), st.integers(2, 4), st.integers(1, 4), st.sampled_from([0.0, 0.6, 1.0]), st.integers(1, 6))
@settings(max_examples=30)
def test_a_beam_as_wide_as_all_lines_finds_the_best_of_all(seed, pieces, limit, penalty, n_best) -> None:
    network = ToyLstm(seed, pieces)
    everything = enumerate_lines(network, 3, limit, penalty)
    width = max(n_best, pieces**limit)
    found = search.beam(
        network, network.start([3]), first(1), numpy.array([limit]), END,
        width=width, n_best=n_best, length_penalty=penalty,
    )[0]  # fmt: skip
    for one, other in zip(found, everything, strict=False):
        assert one.score == pytest.approx(other.score, abs=1e-5)
    assert len(found) == n_best or len(found) >= len(everything)


@given(batches(), st.integers(1, 4))
def test_no_line_is_longer_than_its_limit_nor_holds_what_is_forbidden(batch, width) -> None:
    network, rows, most, options = batch
    start = (network, network.start(rows), first(len(rows)), most, END)
    beams = search.beam(*start, width=width, n_best=width, **options)
    lines = [
        *zip(search.greedy(*start, **options), most, strict=True),
        *zip(search.sample(*start, seeds=[5] * len(rows), **options), most, strict=True),
        *((line, limit) for found, limit in zip(beams, most, strict=True) for line in found),
    ]
    for line, limit in lines:
        assert len(line.pieces) <= limit
        assert END not in line.pieces
        assert not set(line.pieces) & set(options["forbidden"].tolist())
        n = options["no_repeat"]
        grams = [line.pieces[i : i + n] for i in range(len(line.pieces) - n + 1)] if n else []
        assert len(grams) == len(set(grams))


@given(batches())
def test_hypotheses_of_a_beam_are_distinct_and_in_order(batch) -> None:
    network, rows, most, options = batch
    for found in search.beam(network, network.start(rows), first(len(rows)), most, END, width=4, n_best=4, **options):
        assert found
        assert len({line.pieces for line in found}) >= len(found) - 1  # one may be cut where another ended


class ToySure(ToyTable):
    """Goes from each piece to the next one, sure of it, and ends after the last; anything else is hardly possible."""

    def __init__(self, pieces: int) -> None:
        super().__init__(0, pieces)
        self.table = numpy.full((50, pieces, pieces), -9.0, dtype=numpy.float32)
        order = [BEGIN, *range(2, pieces), END]
        self.table[:, order[:-1], order[1:]] = -0.01


@pytest.mark.parametrize("width", [1, 2, 5, 12])
@pytest.mark.parametrize("length_penalty", [0.0, 0.6, 1.0])
def test_poor_lines_that_end_early_do_not_keep_a_good_one_from_its_end(width: int, length_penalty: float) -> None:
    network = ToySure(16)
    start = (network, network.start([0]), first(1), numpy.array([40]), END)
    found = search.beam(*start, width=width, length_penalty=length_penalty)
    assert found[0][0].pieces == tuple(range(2, 16))


def test_a_row_that_may_emit_nothing_stays_empty() -> None:
    network = ToyLstm(0, 4)
    everything = numpy.arange(4)
    start = (network, network.start([1]), first(1), numpy.array([5]), END)
    nothing = Hypothesis((), 0.0, 0.0)
    assert search.greedy(*start, forbidden=everything) == [nothing]
    assert search.beam(*start, forbidden=everything) == [[nothing]]
    assert search.sample(*start, forbidden=everything, seeds=[0]) == [nothing]
    assert list(search.stream(*start, forbidden=everything)) == []


def test_stopping_returns_what_there_is() -> None:
    network = ToyLstm(3, 30)
    never_ending = {"forbidden": numpy.array([END])}
    start = (network, network.start([1, 2]), first(2), numpy.array([20, 20]), END)
    whole = search.greedy(*start, **never_ending)
    asked = iter([False] * 4 + [True] * 9)
    part = search.greedy(*start, **never_ending, should_stop=lambda: next(asked))
    assert [line.pieces for line in part] == [line.pieces[:4] for line in whole]
    asked = iter([False] * 4 + [True] * 9)
    for found in search.beam(*start, **never_ending, should_stop=lambda: next(asked)):
        assert len(found[0].pieces) == 4


def test_closing_a_stream_ends_the_work() -> None:
    network = ToyLstm(3, 30)
    pieces = search.stream(network, network.start([1]), first(1), numpy.array([20]), END, forbidden=numpy.array([END]))
    next(pieces)
    next(pieces)
    pieces.close()
    assert network.steps == 2


def test_finished_rows_leave_the_batch() -> None:
    network = ToyLstm(3, 30)
    search.greedy(network, network.start([1, 2]), first(2), numpy.array([2, 10]), END, forbidden=numpy.array([END]))
    assert network.rows == 2 + 2 + 8


def test_no_rows_are_no_hypotheses() -> None:
    network = ToyLstm(3, 30)
    start = (network, network.start([]), first(0), numpy.array([], dtype=int), END)
    assert search.greedy(*start) == []
    assert search.beam(*start) == []
    assert search.sample(*start, seeds=[]) == []


def test_a_low_temperature_or_a_single_candidate_is_greedy() -> None:
    network = ToyLstm(11, 40)
    rows = list(range(20))
    start = (network, network.start(rows), first(20), numpy.full(20, 8), END)
    greedy = [line.pieces for line in search.greedy(*start)]
    assert [line.pieces for line in search.sample(*start, seeds=rows, temperature=1e-4)] == greedy
    assert [line.pieces for line in search.sample(*start, seeds=rows, top_k=1)] == greedy
    assert [line.pieces for line in search.sample(*start, seeds=rows, top_p=1e-9)] == greedy


def test_sampling_draws_as_often_as_the_network_finds_likely() -> None:
    network = ToyLstm(5, 6)
    rows = [4] * 4000
    lines = search.sample(
        network, network.start(rows), first(4000), numpy.ones(4000, dtype=int), END, seeds=range(4000)
    )
    drawn = numpy.bincount([line.pieces[0] if line.pieces else END for line in lines], minlength=6) / 4000
    answer, _ = network.step(first(1), network.start([4]))
    assert numpy.abs(drawn - numpy.exp(answer[0])).max() < 0.03


@pytest.mark.parametrize(
    "options", [{"temperature": 0.0}, {"top_k": -1}, {"top_p": 0.0}, {"top_p": 1.5}, {"seeds": [1, 2]}]
)
def test_settings_out_of_range_are_refused(options) -> None:
    network = ToyLstm(5, 6)
    with pytest.raises(ValueError):
        search.sample(network, network.start([1]), first(1), numpy.array([3]), END, **{"seeds": [1], **options})


@pytest.mark.parametrize("options", [{"n_best": 0}, {"n_best": 6}, {"length_penalty": -1.0}])
def test_a_beam_refuses_what_it_cannot_do(options) -> None:
    network = ToyLstm(5, 6)
    with pytest.raises(ValueError):
        search.beam(network, network.start([1]), first(1), numpy.array([3]), END, **options)


def test_longer_lines_win_with_a_higher_length_penalty() -> None:
    network = ToyLstm(17, 20)
    start = (network, network.start(list(range(20))), first(20), numpy.full(20, 15), END)

    def length(penalty: float) -> int:
        return sum(len(found[0].pieces) for found in search.beam(*start, width=6, length_penalty=penalty))

    assert length(0.0) < length(2.0)


@given(networks, sources, st.lists(st.lists(st.integers(2, 6), max_size=5), min_size=5, max_size=5))
def test_a_line_scores_what_its_pieces_score_one_by_one(
    network: ToyLstm, rows: list[int], given: list[list[int]]
) -> None:
    lines = [[piece % network.pieces for piece in line] for line in given[: len(rows)]]
    totals = search.score(network, network.start(rows), first(len(rows)), lines, END)
    for row, line, total in zip(rows, lines, totals, strict=True):
        state, last, expected = network.start([row]), first(1), 0.0
        for piece in [*line, END]:
            answer, state = network.step(last, state)
            expected += float(answer[0, piece])
            last = numpy.array([piece])
        assert total == pytest.approx(expected)


class Reader(ToyLstm):
    """Reads whole lines, by the same steps."""

    def __init__(self, ready: bool) -> None:
        super().__init__(seed=3, pieces=7)
        self.ready = ready
        self.asked = 0
        self.read: list[tuple[int, ...]] = []

    def reads_whole(self) -> bool:
        self.asked += 1
        return self.ready

    def likelihoods(self, before: Integers, wanted: Integers, state: ToyState) -> Floats:
        self.read.append(wanted.shape)
        answers = []
        for piece in before.T:
            answer, state = self.step(piece, state)
            answers.append(answer)
        return numpy.take_along_axis(numpy.array(answers), wanted.T[:, :, None], axis=2)[:, :, 0].T


@pytest.mark.parametrize("ready", [True, False])
def test_lines_score_the_same_read_whole_and_a_few_at_once(ready: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.import_module("models.search.score"), "POSITIONS", 9)
    rows, lines = [4, 9, 30, 7], [[2, 3], [], [5, 2, 4, 6, 3], [3]]
    plain, reader = ToyLstm(seed=3, pieces=7), Reader(ready)
    expected = search.score(plain, plain.start(rows), first(4), lines, END)
    assert search.score(reader, reader.start(rows), first(4), lines, END) == pytest.approx(expected)
    assert reader.read == ([(1, 6), (1, 3), (1, 2), (1, 1)] if ready else [])
    assert reader.asked == 1


def test_no_more_positions_are_read_at_once_than_memory_was_meant_for() -> None:
    reader = Reader(ready=True)
    search.score(reader, reader.start([1] * 90), first(90), [[2, 3, 4, 5]] * 90, END)
    assert len(reader.read) > 1
    assert all(rows * target <= POSITIONS for rows, target in reader.read)

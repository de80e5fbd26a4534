"""Recipes: what to train, on what, and how. TOML in, frozen dataclasses out; every default works."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from models import configuration
from models.configuration import ConfigurationError
from models.recurrent_cell import Cell
from training.gap import seconds_of

Shape = Literal["many-to-many", "one-to-many", "many-to-one", "one-to-one"]
Precision = Literal["auto", "float32", "bfloat16"]


@dataclass(frozen=True)
class CorpusRecipe:
    """One file of the corpus and how much of it an epoch takes.

    Attributes:
        path: below the data folder: a file, a folder or an archive in any format that ``training.readers`` knows, or
            a pattern such as ``chats/*.txt``. What begins with ``corpora/`` is text that comes with this package.
        kind: ``translate`` (pairs), ``chat`` (dialogues), ``lines`` (text by language: both sides of pairs, or the
            turns of dialogues), ``language`` (the same lines, labelled by their language), ``labels`` (labelled lines).
            Where a model learns labels, ``lines`` are text for its pieces and word vectors only.
            ``words`` are pairs whose words are aligned, for a dictionary.
        languages: of the two sides of pairs, or of the dialogues.
        weight: how many times an epoch takes each example: 0.25 a quarter (another one each epoch), 3 three times.
        context: how many turns before the prompt are kept for ``chat``.
        turns: keep only the first so many turns of each dialogue.
        where: keep only records whose fields have these values, such as ``{persona = "friendly"}``.
        casual: share of examples that are given a second time with a source in lower case and without its last mark.
        beginnings: share of examples that are given a second time as their first one to three words.
        joined: for ``translate``, share of examples that are given a second time in a row with one or two others, as
            short paragraphs.
        through: for ``translate``, another file like ``path``. Both are pairs of a shared language and one other;
            those others, which ``languages`` names, are paired through what they share.
        both_ways: for ``translate``, also from the second language to the first.
        clean: write every text as the app would, and leave out what nothing can be learnt from and what is there
            already but for case, punctuation, accents and repeated letters; for texts that nobody has prepared.
        near: leave out, too, what shares as much as this of its groups of four characters with an example that is there
            already, such as 0.9; 0 for nothing. Found by MinHash, so that it takes longer and now and then errs.
        me: for ``chat``, the speaker whose part the person plays: what this one said is never learnt as a reply.
        person_first: for ``chat`` where nobody says who speaks: every second turn, from the first, is the person's, and
            never learnt as a reply.
        gap: for ``chat``, how long a silence ends a dialogue of an exported chat, such as ``6h``, ``30m`` or ``2d``; a
            whole chat is one dialogue if empty.
        exemplars: for ``chat``, how many of its exchanges are kept in the bundle, too, to be found again when a person
            says something of the kind.
        source, licence: said in every bundle trained on it.
    """

    path: str
    kind: Literal["translate", "chat", "lines", "language", "labels", "words"]
    languages: tuple[str, ...] = ("en",)
    weight: float = 1.0
    context: int = 2
    turns: int = 0
    where: dict[str, str] = field(default_factory=dict)
    casual: float = 0.0
    beginnings: float = 0.0
    joined: float = 0.0
    through: str = ""
    both_ways: bool = True
    clean: bool = False
    near: float = 0.0
    me: str = ""
    person_first: bool = False
    gap: str = ""
    exemplars: int = 0
    source: str = ""
    licence: str = ""

    def __post_init__(self) -> None:
        seconds_of(self.gap, f"[[corpus]] {self.path}: gap")
        if self.near and not 0.1 <= self.near <= 1.0:
            raise ConfigurationError(f"[[corpus]] {self.path}: near: {self.near} is neither 0 nor from 0.1 to 1.")


@dataclass(frozen=True)
class PiecesRecipe:
    """The piece model.

    Attributes:
        size: how many pieces.
        share: another run, whose pieces are taken instead.
        casefold: read all text in lower case, for models that only read.
    """

    size: int = 6000
    share: str = ""
    casefold: bool = False


@dataclass(frozen=True)
class VectorsRecipe:
    """Word vectors over pieces that start the embeddings.

    Attributes:
        epochs: over the text; 0 starts the embeddings at random.
        window: pieces on either side that a piece is learnt from.
        algorithm: ``word2vec``, or ``fasttext``, which looks into the pieces.
    """

    epochs: int = 3
    window: int = 5
    algorithm: Literal["word2vec", "fasttext"] = "word2vec"


@dataclass(frozen=True)
class DictionaryRecipe:
    """For one-to-one models.

    Attributes:
        words: how many words of each language can be answered, those translated most often.
        vector: units of the vector of a word.
        rounds: of alignment.
        sizes: how many words there are of each language; found by the alignment.
    """

    words: int = 6000
    vector: int = 64
    rounds: int = 5
    sizes: tuple[int, ...] = ()


@dataclass(frozen=True)
class ModelRecipe:
    """Sizes; those a shape has no use for are left unread.

    Attributes:
        hidden: units of a layer, and of the vector of a piece.
        layers: of the encoder and of the decoder each, or of the one network there is.
        encoder_layers: of the encoder, many-to-many only; 0 for as many as ``layers``. Where training starts from a
            network with fewer, the others grow between them.
        heads: of the attention, many-to-many only.
        cell: ``lstm``, ``gru`` or ``rnn``.
        dropout: share of the units that are left out while learning.
        output: of many-to-one: ``softmax`` for one label of many, ``sigmoid`` for any number at once.
    """

    hidden: int = 320
    layers: int = 2
    encoder_layers: int = 0
    heads: int = 4
    cell: Cell = "lstm"
    dropout: float = 0.2
    output: Literal["softmax", "sigmoid"] = "softmax"


@dataclass(frozen=True)
class FitRecipe:
    """How the loop runs.

    Attributes:
        tokens: budget of a batch, in padded target pieces (source pieces for many-to-one).
        steps: updates in all.
        rate: the highest learning rate.
        warm_up: updates until it is reached.
        decay: share of the updates, at the end, over which the rate falls to a twentieth.
        smoothing: label smoothing (Szegedy et al. 2016).
        balance: for labels by sigmoid, how far rare labels count for more: 0 not at all, 1 as much as their absence.
        clip: largest norm of the gradient.
        start: a bundle or another run, from whose weights and pieces training begins; empty for nothing. A path, or
            the name of a run beside this one.
        closeness: how strongly the weights are drawn back to those of ``start``, in units of the rate (L2-SP, Li et
            al. 2018): 0 not at all; 20 keeps some, 60 most of what was learnt before, and the new is learnt slower.
            Examples of what was learnt before, as one more corpus, keep more.
        average: decay of a running average of the weights, which is what is measured and packed (0.999, say); 0 for
            the weights as they are.
        accumulate: batches an update is made of; 4 on one device gives what 1 gives on four.
        piece_dropout: share of the merges of pieces that are undone, other ones each epoch, so that words are seen
            spelled in several ways (after BPE-dropout, Provilkov et al. 2020); 0.1 helps where text is little.
        sampled_softmax: how many pieces besides those of the batch the softmax looks at; 0 for all.
        precision: of the products: ``bfloat16``, ``float32``, or ``auto``, which is bfloat16 on a GPU and on a CPU that
            computes with it natively.
        longest: examples with more pieces on either side are left out.
        check_every: updates between two looks at the held-out examples.
        patience: looks without improvement after which the run ends; 0 for never.
        save_every: updates between two checkpoints.
        log_every: updates between two events.
        prompts: what a model that chats is asked at each look; its replies are an event, too.
    """

    tokens: int = 2048
    steps: int = 10000
    rate: float = 0.001
    warm_up: int = 400
    decay: float = 0.3
    smoothing: float = 0.1
    balance: float = 0.0
    clip: float = 1.0
    start: str = ""
    closeness: float = 0.0
    average: float = 0.0
    accumulate: int = 1
    piece_dropout: float = 0.0
    sampled_softmax: int = 0
    precision: Precision = "auto"
    longest: int = 100
    check_every: int = 500
    patience: int = 0
    save_every: int = 250
    log_every: int = 20
    prompts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("tokens", "accumulate", "check_every", "save_every", "log_every"):
            if getattr(self, name) < 1:
                raise ConfigurationError(f"[fit] {name}: {getattr(self, name)} is too little; give 1 or more.")
        for name in ("average", "piece_dropout"):
            if not 0.0 <= getattr(self, name) < 1.0:
                raise ConfigurationError(f"[fit] {name}: {getattr(self, name)} is not from 0 to below 1.")
        if self.closeness and not self.start:
            raise ConfigurationError("[fit] closeness: there is nothing to be close to; give start, too.")


@dataclass(frozen=True)
class Recipe:
    """A whole training.

    Attributes:
        name: what people call the bundle.
        shape: which of the four networks it is.
        corpus: what is learnt from, a ``[[corpus]]`` each.
        held_out: what progress is judged by; a share of each corpus if there is none.
        test: what the scores are measured on.
        languages: codes of the languages it reads and writes.
        description: a sentence for the bundle.
        limits: what the bundle gets wrong, in a sentence or two.
        seed: decides everything that is left to chance.
        tasks: what the bundle can be asked, where the corpora do not tell.
        labels: what many-to-one can answer; found in the corpora if not given.
        groupings: ways to put labels together that are scored, too: ``{grouping: {group: labels}}``.
        held_out_share: share of each corpus that is held out.
        held_out_most: most examples of each corpus that are held out.
        answers_from: of a bundle that knows one subject: the likeness of a prompt to its exemplars from which
            it answers (1 is the same, 0 nothing alike); below, whoever chats otherwise does; 0 for all.
        pieces, vectors, dictionary, model, fit: tables of their own.
    """

    name: str
    shape: Shape
    corpus: tuple[CorpusRecipe, ...]
    held_out: tuple[CorpusRecipe, ...] = ()
    test: tuple[CorpusRecipe, ...] = ()
    languages: tuple[str, ...] = ("en",)
    description: str = ""
    limits: str = ""
    seed: int = 13
    tasks: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    groupings: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    held_out_share: float = 0.0
    held_out_most: int = 1000
    answers_from: float = 0.0
    pieces: PiecesRecipe = PiecesRecipe()
    vectors: VectorsRecipe = VectorsRecipe()
    dictionary: DictionaryRecipe = DictionaryRecipe()
    model: ModelRecipe = ModelRecipe()
    fit: FitRecipe = FitRecipe()

    def __post_init__(self) -> None:
        if not self.corpus:
            raise ConfigurationError(f"recipe '{self.name}': give at least one [[corpus]].")
        if self.fit.prompts and not any(each.kind == "chat" for each in self.corpus):
            raise ConfigurationError("[fit] prompts: nothing is learnt to reply with; give a [[corpus]] of chat.")
        if self.fit.prompts and self.shape != "many-to-many":
            raise ConfigurationError(f"[fit] prompts: a {self.shape} model does not reply; leave them out.")


def read_recipe(path: Path) -> Recipe:
    """Read a recipe.

    Raises:
        ConfigurationError: the file is missing, is no TOML, or has a key or value that is not known.
    """
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ConfigurationError(f"{path}: {error.strerror}; give the path of a recipe.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path}: not TOML: {error}.") from error
    return configuration.read(Recipe, values, str(path))


def recipe_text(recipe: Recipe) -> str:
    """Write a recipe, every default spelled out."""
    import tomlkit

    plain: dict[str, Any] = configuration.write(recipe)
    return tomlkit.dumps(plain)

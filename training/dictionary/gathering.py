"""The first stage of a one-to-one model: a lexicon counted in parallel files, and the examples to learn from.

Words are held out by their hash, in all languages at once, so that the network never meets their spelling.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy

from models.lexicon import Entry, Lexicon
from training.dictionary.counting import Counted, Vocabulary, count
from training.example import WORD, Example, write_examples
from training.recipe import Recipe
from training.run_folder import RunFolder
from training.splitting import fingerprint, share_of

SLOTS = 8
"""In how many parts the answers to a word share the probability, when it is learnt."""

MOST = 4
"""Entries of a word in each language."""

LEAST_PROBABILITY = 0.05
LEAST_COUNT = 1.5
"""Of a word in all its sentences with a language; what is rarer was aligned by chance."""

Translations = dict[str, list[tuple[str, float]]]
"""Words in lower case, the best first, with probabilities, by language."""


def gather(recipe: Recipe, data: Path, run: RunFolder) -> int:
    """Write the run's lexicon and examples, put into its recipe how many words there are, and return the latter.

    Raises:
        ConfigurationError: a file is missing.
        RecordError: a file cannot be read.
    """
    vocabularies, counted = count(recipe.corpus, recipe.languages, data, recipe.dictionary.rounds)
    listed = _listed(vocabularies, counted, recipe.dictionary.words)
    translations = _translations(vocabularies, counted, listed)
    shown = [[vocabularies[language].spellings.of(word) for word in listed[language]] for language in listed]
    numbers = {
        key: number for number, key in enumerate((language, word) for language in listed for word in listed[language])
    }
    entries = (
        [
            Entry(numbers[language, other], probability)
            for language, found in translations.get(key, {}).items()
            for other, probability in found[:MOST]
        ]
        for key in numbers
    )
    partial = run.lexicon.with_suffix(".partial")
    partial.write_bytes(Lexicon(shown, entries).to_bytes())
    partial.replace(run.lexicon)
    held_out = list(_examples(translations, numbers, recipe.held_out_share, held_out=True))
    write_examples(run.held_out_examples, held_out)
    trained = write_examples(
        run.train_examples, _examples(translations, numbers, recipe.held_out_share, held_out=False)
    )
    sizes = tuple(len(words) for words in listed.values())
    RunFolder.create(
        run.path, dataclasses.replace(recipe, dictionary=dataclasses.replace(recipe.dictionary, sizes=sizes))
    )
    return trained + len(held_out)


def is_held_out(word: str, share: float) -> bool:
    """Tell whether the spelling of a word, of whichever language, is kept from the network."""
    return share_of(fingerprint("word", word)) < share


def _listed(
    vocabularies: Mapping[str, Vocabulary], counted: Mapping[tuple[str, str], Counted], most: int
) -> dict[str, list[str]]:
    """Return the words of each language that are translated most often, in lower case."""
    listed = {}
    for language, vocabulary in vocabularies.items():
        total = numpy.zeros(len(vocabulary.numbers))
        for (first, second), found in counted.items():
            if language in (first, second):
                total += numpy.bincount(
                    found.first if language == first else found.second, found.counts, len(vocabulary.numbers)
                )
        words = list(vocabulary.numbers)
        order = numpy.argsort(-total, kind="stable")[:most]
        listed[language] = [words[index] for index in order if total[index] >= LEAST_COUNT]
    return listed


def _translations(
    vocabularies: Mapping[str, Vocabulary],
    counted: Mapping[tuple[str, str], Counted],
    listed: Mapping[str, list[str]],
) -> dict[tuple[str, str], Translations]:
    """Return what translates each word, ``(language, word)``, that is not too rare, by listed words only."""
    translations: dict[tuple[str, str], Translations] = {}
    for (first, second), found in counted.items():
        for source, target, words, others in (
            (first, second, found.first, found.second),
            (second, first, found.second, found.first),
        ):
            names, other_names = list(vocabularies[source].numbers), list(vocabularies[target].numbers)
            allowed = numpy.isin(other_names, listed[target])  # (others,)
            total = numpy.bincount(words, found.counts, len(names))
            share = found.counts / total[words].clip(min=1e-12)
            kept = (share >= LEAST_PROBABILITY) & (total[words] >= LEAST_COUNT) & allowed[others]
            chosen = numpy.flatnonzero(kept)
            for pair in chosen[numpy.argsort(-share[chosen], kind="stable")]:
                entry = (other_names[others[pair]], float(share[pair]))
                translations.setdefault((source, names[words[pair]]), {}).setdefault(target, []).append(entry)
    return translations


def _examples(
    translations: Mapping[tuple[str, str], Translations],
    numbers: Mapping[tuple[str, str], int],
    share: float,
    held_out: bool,
) -> Iterator[Example]:
    for (language, word), found in translations.items():
        if is_held_out(word, share) != held_out:
            continue
        for target, entries in found.items():
            answers = _slots([(numbers[target, other], probability) for other, probability in entries])
            yield Example(0, WORD, (language,), word, " ".join(map(str, answers)))


def _slots(entries: list[tuple[int, float]]) -> list[int]:
    """Share the slots out by probability (the method of Sainte-Laguë)."""
    taken = [0] * len(entries)
    for _ in range(SLOTS):
        best = max(range(len(entries)), key=lambda index: entries[index][1] / (2 * taken[index] + 1))
        taken[best] += 1
    return [number for (number, _), times in zip(entries, taken, strict=True) for _ in range(times)]

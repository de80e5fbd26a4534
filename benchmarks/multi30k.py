"""``python -m benchmarks.multi30k``: what this toolkit learns from Multi30k alone, beside published figures.

Trains by ``benchmarks/multi30k.toml`` (what was begun is gone on with), translates the tests with a beam of five and
prints BLEU twice: as sacrebleu counts it, on text as it is written, and as most papers on this set do, on text in lower
case that Moses' scripts have normalised and tokenised (here by sacremoses). The two do not compare with each other.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from sacrebleu.metrics.bleu import BLEU
from sacremoses import MosesPunctNormalizer, MosesTokenizer
from safetensors.torch import load_file

from benchmarks.small_training import print_row
from models.direction import Direction
from models.many_to_many import ManyToMany
from models.pieces import Pieces
from training.building import build
from training.commands.fit import train
from training.commands.run import prepare
from training.evaluation.translation import translate
from training.readers.tsv import read_pairs
from training.run_folder import RunFolder

RECIPE = Path(__file__).with_suffix(".toml")
LANGUAGES = ("de", "fr")
TESTS = ("val", "test_2016_flickr", "test_2017_flickr", "test_2017_mscoco")
PUBLISHED = {
    "recurrent (Caglayan et al. 2017)": {
        "test_2016_flickr": {"de": 38.1, "fr": 52.5},
        "test_2017_flickr": {"de": 30.8, "fr": 50.4},
    },
    "Transformer-tiny (Wu et al. 2021)": {
        "test_2016_flickr": {"de": 41.0, "fr": 61.8},
        "test_2017_flickr": {"de": 33.4, "fr": 53.5},
        "test_2017_mscoco": {"de": 29.9, "fr": 44.5},
    },
}
"""Tokenised BLEU of networks that see the text only, trained on this set only."""


def main() -> None:
    """Train, translate and print a row for each test and language."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.multi30k", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder of the corpora")
    parser.add_argument("--folder", type=Path, default=Path("runs/multi30k"), help="of the run")
    parser.add_argument("--tests", nargs="+", choices=TESTS, default=TESTS[1:])
    parser.add_argument("--device", default="cpu", help="as for the stage fit: cpu, cuda, cuda:N, mps or auto")
    parser.add_argument("--threads", type=int, default=1)
    given = parser.parse_args()
    stages = argparse.Namespace(recipe=RECIPE, run=given.folder, data=given.data, strict=False, rejects=None)
    run = prepare(stages)
    if not train(run, given.device, given.threads):
        return  # stopped by a person: the same command goes on
    print_row(["test", "BLEU, tokenised", *PUBLISHED, "BLEU", "signature"])
    print("|---" * (len(PUBLISHED) + 4) + "|")
    for name, language, tokenised, plain, signature in scores(run, given.data, given.tests):
        theirs = (each.get(name, {}).get(language, "") for each in PUBLISHED.values())
        print_row([f"{name} en-{language}", f"{tokenised:.1f}", *map(str, theirs), f"{plain:.1f}", signature])


def scores(run: RunFolder, data: Path, tests: Sequence[str]) -> Iterator[tuple[str, str, float, float, str]]:
    """Yield test, language, tokenised BLEU, BLEU and its signature; the translations are kept in the run."""
    vocabulary = Pieces.read(run.pieces)
    model = build(run.recipe(), vocabulary)
    assert isinstance(model, ManyToMany)
    model.load_state_dict(load_file(str(run.best)))
    model.eval()
    for name in tests:
        for language in LANGUAGES:
            rows = list(read_pairs(data / "translation" / f"multi30k-{name}.en-{language}.tsv"))
            found = list(translate(model, vocabulary, Direction(None, language), [row.source for row in rows]))
            right = [row.targets[0] for row in rows]
            kept = run.path / f"{name}.{language}.txt"
            kept.write_text("".join(f"{line}\n" for line in found), "utf-8")
            metric = BLEU()
            plain = metric.corpus_score(found, [right]).score
            yield name, language, tokenised_bleu(found, right, language), plain, str(metric.get_signature())


def tokenised_bleu(found: Sequence[str], right: Sequence[str], language: str) -> float:
    """Return BLEU over what Moses' scripts take for words, in lower case."""
    normaliser, tokeniser = MosesPunctNormalizer(language), MosesTokenizer(language)

    def words(line: str) -> str:
        return str(tokeniser.tokenize(normaliser.normalize(line.lower()), return_str=True, escape=False))

    metric = BLEU(tokenize="none", force=True)
    return float(metric.corpus_score([words(each) for each in found], [[words(each) for each in right]]).score)


if __name__ == "__main__":
    main()

"""``corpus``: show what is in a corpus; or read the files of a recipe into the examples of a run."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TextIO

from models.configuration import ConfigurationError
from training.corpus import CorpusCounts, prepare
from training.recipe import read_recipe
from training.rejects import Rejects
from training.run_folder import RunFolder

HELP = "show what is in a corpus; or read, clean, de-duplicate and split the corpora of a recipe"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    parser.usage = (
        "python -m training corpus FILE... [--me NAME] [--gap TIME] [--strict] [--rejects OUT] [--json] "
        "[--recipe OUT.toml] [--languages BUNDLE]\n"
        "       python -m training corpus RECIPE.toml RUN [--data DIR] [--strict] [--rejects OUT]"
    )
    parser.add_argument(
        "files", nargs="+", metavar="FILE", help="files, folders, archives or - (standard input); or a recipe and a run"
    )
    parser.add_argument("--json", action="store_true", help="print one object instead of a report")
    parser.add_argument(
        "--me", default="", metavar="NAME", help="who you are in the chat: replies of the others are learnt"
    )
    parser.add_argument(
        "--gap", default="", metavar="TIME", help="how long a silence ends a dialogue of an exported chat: 30m, 6h, 2d"
    )
    parser.add_argument("--recipe", dest="written", type=Path, metavar="OUT", help="write a recipe that trains on it")
    parser.add_argument("--languages", type=Path, metavar="BUNDLE", help="a bundle that tells languages apart")
    _add_common(parser)


def add_stage_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the stage takes where it is one of several."""
    parser.add_argument("recipe", type=Path, help="a recipe (TOML)")
    parser.add_argument("run", type=Path, help="the folder of the run; made if missing")
    _add_common(parser)


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, default=Path("data"), help="the folder that the recipe's paths are below")
    parser.add_argument("--strict", action="store_true", help="stop at the first record that cannot be read")
    parser.add_argument("--rejects", type=Path, metavar="OUT", help="write every reject, with file, line and reason")


def call(arguments: argparse.Namespace) -> int:
    """Run the stage, or show what is there."""
    if arguments.files[0].endswith(".toml"):
        if len(arguments.files) != 2:
            raise ConfigurationError("corpus: after a recipe give the folder of the run, and nothing else.")
        recipe, run = map(Path, arguments.files)
        return stage(argparse.Namespace(**{**vars(arguments), "recipe": recipe, "run": run}))
    from training.corpus_report import report_of
    from training.corpus_report_text import report_text

    with _every_reject(arguments.rejects) as every:
        rejects = Rejects(arguments.strict, every)
        report = report_of(arguments.files, rejects, me=arguments.me, bundle=arguments.languages, gap=arguments.gap)
    if arguments.written:
        report.write_recipe(arguments.written)
    if arguments.json:
        print(json.dumps(report.as_object(), ensure_ascii=False, indent=1))
    else:
        print(report_text(report, arguments.written))
    return 0


def stage(arguments: argparse.Namespace) -> int:
    """Read the corpora of a recipe into the examples of a run."""
    run = RunFolder.create(arguments.run, read_recipe(arguments.recipe))
    with _every_reject(arguments.rejects) as every:
        counts = prepare(run.recipe(), arguments.data, run, strict=arguments.strict, every_reject=every)
    width = max(len(count.path) for count in counts)
    print(f"{'corpus':{width}}  {'examples':>10}  {'held out':>10}  {'duplicates':>10}  {'too long':>10}")
    for count in counts:
        duplicates = count.left_out.get("duplicate", 0) + count.left_out.get("near duplicate", 0)
        long = count.left_out.get("too long", 0)
        print(f"{count.path:{width}}  {count.examples:>10,}  {count.held_out:>10,}  {duplicates:>10,}  {long:>10,}")
    _print_rest(counts)
    return 0


def _print_rest(counts: list[CorpusCounts]) -> None:
    rejects = Rejects()
    others: Counter[str] = Counter()
    for count in counts:
        rejects.join(count.rejects)
        others.update(count.left_out)
    for reason, number in others.items():
        if reason not in ("duplicate", "near duplicate", "too long"):
            print(f"left out: {number:,} {reason}")
    for reason, number in rejects.counts.most_common():
        print(f"not read: {number:,} {reason}, first at {rejects.first[reason]}")
        if number > 1:
            print(f"          also at {rejects.others(reason)}")


def _every_reject(path: Path | None) -> AbstractContextManager[TextIO | None]:
    if path is None:
        return nullcontext()
    try:
        return path.open("w", encoding="utf-8", errors="replace")
    except OSError as error:
        raise ConfigurationError(f"--rejects {path}: {error.strerror}; give a file that can be written to.") from error

"""The report of a run: one page of HTML that needs nothing else, with all that the run's folder knows.

Every text is escaped by the template engine; the plots are elements, written by an XML library.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from models.pieces import Pieces
from training.evaluation.outputs import Output, read_outputs, worst
from training.progress import duration
from training.report.comparison import read_scores
from training.report.plot import Line, Plot, plots_svg
from training.run_folder import RunFolder

SHOWN = 8
"""Lines of a test that are shown, and as many of the worst."""

TEMPLATE = Path(__file__).with_name("page.html")

Events = list[dict[str, Any]]


def write_report(run: RunFolder, output: Path) -> None:
    """Write the page.

    Raises:
        ConfigurationError: the folder is no run, or one of its files is damaged.
    """
    # Here, since fitting must work where this library is missing.
    from jinja2 import Environment
    from markupsafe import Markup

    recipe = run.recipe()
    events = read_events(run.events)
    plots = training_plots(events)
    template = Environment(autoescape=True).from_string(TEMPLATE.read_text("utf-8"))
    page = template.render(
        recipe=recipe,
        recipe_text=run.recipe_file.read_text("utf-8"),
        facts=_facts(run, events),
        plots=Markup(plots_svg(plots)) if plots else "",
        scores=read_scores(run) if run.scores.exists() else [],
        examples=_examples(read_outputs(run.outputs)) if run.outputs.exists() else [],
    )
    partial = output.with_suffix(".partial")
    partial.write_text(page, "utf-8")
    partial.replace(output)


def read_events(path: Path) -> Events:
    """Read the event log; a last line that a kill has cut is left out, and what was done twice counts once."""
    events: Events = []
    if not path.exists():
        return events
    with path.open(encoding="utf-8", errors="replace") as file:
        for line in file:
            try:
                event = json.loads(line)
            except ValueError:
                continue
            if isinstance(event, dict) and "event" in event:
                if event["event"] == "start":
                    # A run that was killed goes on from its last checkpoint: what it did after that is done again.
                    events = [each for each in events if each.get("step", 0) <= event.get("step", 0)]
                events.append(event)
    return events


def training_plots(events: Events) -> list[Plot]:
    """Draw the loss, the perplexity on held-out lines, the rate and the speed over the updates."""
    steps = [event for event in events if event["event"] == "step"]
    looks = [event for event in events if event["event"] == "held_out"]
    names = list(dict.fromkeys(name for look in looks for name in look.get("perplexity", {})))
    held_out = [
        Line(
            Path(name).name.removesuffix(".xz"),
            [(look["step"], look["perplexity"][name]) for look in looks if name in look["perplexity"]],
        )
        for name in names
    ]
    plots = [
        Plot("loss of the training lines, a piece", [Line("loss", _curve(steps, "loss"))], "updates"),
        *(Plot(f"perplexity, {line.name}", [Line("held out", line.points)], "updates") for line in held_out),
        Plot("learning rate", [Line("rate", _curve(steps, "rate"))], "updates"),
        Plot("target pieces a second", [Line("speed", _curve(steps, "tokens_per_second"))], "updates"),
    ]
    return [plot for plot in plots if any(line.points for line in plot.lines)]


def _curve(events: Events, field: str) -> list[tuple[float, float]]:
    return [(float(event["step"]), float(event[field])) for event in events if field in event]


def _facts(run: RunFolder, events: Events) -> list[tuple[str, str]]:
    recipe = run.recipe()
    facts = [("shape", recipe.shape), ("languages", ", ".join(recipe.languages))]
    if run.pieces.exists():
        facts.append(("pieces", f"{len(Pieces.read(run.pieces)):,}"))
    model = recipe.model
    facts.append(("network", f"{model.cell}, {model.layers} layers of {model.hidden}, dropout {model.dropout}"))
    starts = [event for event in events if event["event"] == "start"]
    steps = [event for event in events if event["event"] == "step"]
    if starts:
        facts.append(("parameters", f"{starts[-1]['parameters']:,}"))
        facts.append(("device", str(starts[-1]["device"])))
    if steps:
        facts.append(("updates", f"{steps[-1]['step']:,} of {recipe.fit.steps:,}"))
        facts.append(("target pieces read", f"{steps[-1]['tokens']:,}"))
        facts.append(("time", duration(_seconds(events))))
    return facts


def _seconds(events: Events) -> float:
    """Add up the time from each start to the last event before the next."""
    total, begun, last = 0.0, None, 0.0
    for event in events:
        if event["event"] == "start":
            total += last - begun if begun is not None else 0.0
            begun = event["time"]
        last = event["time"]
    return total + (last - begun if begun is not None else 0.0)


def _examples(outputs: list[Output]) -> list[tuple[str, str, list[tuple[str, list[Output]]]]]:
    tests: dict[str, list[Output]] = {}
    for output in outputs:
        tests.setdefault(output.test, []).append(output)
    samples = [
        (test, _evenly([each for each in found if each.answer], SHOWN))
        for test, found in tests.items()
        if any(each.answer for each in found)
    ]
    worse = [(test, worst(found, SHOWN)) for test, found in tests.items()]
    return [
        ("Samples", "Lines taken evenly from each test; chrF2 is of the line alone.", samples),
        (
            "Worst lines",
            "Those with the lowest chrF2, or with the highest loss (nats a piece) where nothing was written.",
            [(test, found) for test, found in worse if found],
        ),
    ]


def _evenly(outputs: Iterable[Output], count: int) -> list[Output]:
    found = list(outputs)
    return found[:: -(-len(found) // count) or 1]

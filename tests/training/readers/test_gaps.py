"""A long silence ends a dialogue, if asked for, whatever the export and its way of writing dates."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.configuration import ConfigurationError
from training.__main__ import main
from training.gap import seconds_of
from training.readers.moments import iso_moment, moment_of, order_of
from training.readers.reader import Expected
from training.reading import readings
from training.recipe import CorpusRecipe, read_recipe
from training.records import Dialogue
from training.rejects import Rejects

EVENING = datetime(2024, 2, 3, 23, 50, tzinfo=UTC)
NIGHT = [EVENING + timedelta(minutes=each) for each in (0, 2, 15, 60 * 9, 60 * 9 + 5, 60 * 24 * 4)]
EXPECTED = [("Text 0.", "Text 1.", "Text 2."), ("Text 3.", "Text 4."), ("Text 5.",)]


def dialogues(path: Path, gap: str) -> list[tuple[str, ...]]:
    found = []
    for reading in readings([path], Rejects(), Expected(gap=seconds_of(gap))):
        found += [record.turns for record in reading.records if isinstance(record, Dialogue)]
    return found


def name(number: int) -> str:
    return ("Ann", "Ben")[number % 2]


FORMS = {
    "American": "%m/%d/%y, %I:%M %p - ",
    "American, narrow space": "%-m/%-d/%y, %-I:%M\u202f%p - ",
    "British": "%d/%m/%Y, %H:%M - ",
    "German": "%d.%m.%y, %H:%M - ",
    "iOS, German": "\u200e[%d.%m.%y, %H:%M:%S] ",
    "French": "%d/%m/%Y à %H:%M - ",
    "ISO": "%Y-%m-%d, %H:%M - ",
    "year first": "[%y/%m/%d %H:%M:%S] ",
    "copied": "[%H:%M, %d/%m/%Y] ",
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_whatsapp_of_every_locale(tmp_path: Path, form: str) -> None:
    path = tmp_path / "chat.txt"
    lines = [f"{moment.strftime(form)}{name(number)}: Text {number}.\n" for number, moment in enumerate(NIGHT)]
    path.write_text("".join(lines), "utf-8")
    assert dialogues(path, "6h") == EXPECTED
    assert len(dialogues(path, "2d")) == 2
    assert len(dialogues(path, "")) == 1


def test_telegram_and_discord(tmp_path: Path) -> None:
    def written(form: str) -> list[tuple[str, str, str]]:
        return [(moment.strftime(form), name(number), f"Text {number}.") for number, moment in enumerate(NIGHT)]

    telegram = [
        {"type": "message", "date": date, "from": who, "from_id": who, "text": text}
        for date, who, text in written("%Y-%m-%dT%H:%M:%S")
    ]
    unix = [
        {"type": "message", "date_unixtime": str(int(moment.timestamp())), "from": each["from"], "text": each["text"]}
        for moment, each in zip(NIGHT, telegram, strict=True)
    ]
    page = "".join(
        f'<div class="message default"><div class="pull_right date details" title="{date}">x</div>'
        f'<div class="from_name">{who}</div><div class="text">{text}</div></div>\n'
        for date, who, text in written("%d.%m.%Y %H:%M:%S UTC+01:00")
    )
    discord = [
        {"type": "Default", "timestamp": date, "author": {"name": who}, "content": text}
        for date, who, text in written("%Y-%m-%dT%H:%M:%S.123+01:00")
    ]
    rows = "".join(f'"1","{who}","{date}","{text}","",""\n' for date, who, text in written("%m/%d/%Y %I:%M %p"))
    rule = "=" * 62
    body = "".join(f"[{date}] {who}\n{text}\n\n" for date, who, text in written("%d-%b-%y %I:%M %p"))
    for file, content in {
        "telegram.json": json.dumps({"name": "x", "messages": telegram}, indent=1),
        "unix.json": json.dumps({"name": "x", "messages": unix}, indent=1),
        "telegram.html": f'<html><div class="history">{page}</div></html>',
        "discord.json": json.dumps({"guild": {}, "channel": {}, "messages": discord}),
        "discord.csv": f"AuthorID,Author,Date,Content,Attachments,Reactions\n{rows}",
        "discord.txt": f"{rule}\nGuild: Home\nChannel: talk\n{rule}\n\n{body}{rule}\nExported\n{rule}\n",
    }.items():
        (tmp_path / file).write_text(content, "utf-8")
        assert dialogues(tmp_path / file, "6h") == EXPECTED, file
        assert len(dialogues(tmp_path / file, "")) == 1, file


@given(
    start=st.datetimes(datetime(2001, 1, 1), datetime(2060, 1, 1)),
    steps=st.lists(st.integers(0, 60 * 24 * 3), min_size=30, max_size=60),
    order=st.sampled_from(["dmy", "mdy", "ymd"]),
)
@settings(max_examples=40, deadline=None)
def test_the_order_of_a_month_of_dates_is_found(start: datetime, steps: list[int], order: str) -> None:
    moment = start.replace(second=0, microsecond=0, tzinfo=UTC)
    moments = [moment := moment + timedelta(minutes=60 * 24 + step) for step in steps]
    form = {"dmy": "%d/%m/%Y, %H:%M", "mdy": "%m/%d/%Y, %H:%M", "ymd": "%Y/%m/%d, %H:%M"}[order]
    stamps = [each.strftime(form) for each in moments]
    found = order_of(stamps)
    assert [moment_of(stamp, found) for stamp in stamps] == [each.timestamp() for each in moments]


@given(stamp=st.text(st.sampled_from("0123456789/.-:, apmPMh[]TZ+年下午"), max_size=30))
@settings(max_examples=200, deadline=None)
def test_any_stamp_is_a_moment_or_none(stamp: str) -> None:
    for order in ("dmy", "mdy", "ymd"):
        assert isinstance(moment_of(stamp, order), float | None)
    assert isinstance(iso_moment(stamp), float | None)


def test_a_recipe_takes_a_gap_and_a_wrong_one_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "chat.txt"
    lines = [f"{moment.strftime(FORMS['German'])}{name(each)}: Text {each}.\n" for each, moment in enumerate(NIGHT)]
    path.write_text("".join(lines), "utf-8")
    assert main(["corpus", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["pairs"] == 5
    assert main(["corpus", str(path), "--gap", "6h", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["pairs"] == 3
    recipe = tmp_path / "mine.toml"
    assert main(["corpus", str(path), "--gap", "6h", "--recipe", str(recipe)]) == 0
    assert read_recipe(recipe).corpus[0].gap == "6h"
    assert main(["corpus", str(recipe), str(tmp_path / "run")]) == 0
    capsys.readouterr()
    assert main(["corpus", str(path), "--gap", "soon"]) == 1
    assert "'soon' is no length of time; give one such as 30m, 6h or 2d." in capsys.readouterr().err
    with pytest.raises(ConfigurationError, match=r"chat.txt: gap: '0h' is no length of time"):
        CorpusRecipe("chat.txt", "chat", gap="0h")

"""When a message of an export was written: stamps of many locales, their day and month told apart by all of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

Order = Literal["dmy", "mdy", "ymd"]

_DATE = re.compile(r"(\d{1,4})\s?[./-]\s?(\d{1,2}|[A-Za-z]{3})[a-z]*\.?\s?[./-]\s?(\d{1,4})")
_TIME = re.compile(r"(\d{1,2})[:.h](\d{2})(?:[:.](\d{2}))?")
_AFTERNOON = re.compile(r"\bp\.?\s*m\b|下午|午後|오후|\bم\b|\bμ\.\s?μ", re.IGNORECASE)
_MORNING = re.compile(r"\ba\.?\s*m\b|上午|午前|오전|\bص\b|\bπ\.\s?μ", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass
class _Guess:
    order: Order
    wrong: int = 0
    backwards: int = 0
    wandered: float = 0.0
    last: float | None = None

    def add(self, stamp: str) -> None:
        moment = moment_of(stamp, self.order)
        if moment is None:
            self.wrong += 1
            return
        if self.last is not None:
            self.backwards += moment < self.last
            self.wandered += abs(moment - self.last)
        self.last = moment


def order_of(stamps: Iterable[str]) -> Order:
    """Guess the order of day, month and year of stamps that follow each other.

    It is the one in which the fewest are no dates, then the fewest go back in time, then the least time goes by.
    """
    guesses = [_Guess("dmy"), _Guess("mdy"), _Guess("ymd")]
    for stamp in stamps:
        for guess in guesses:
            guess.add(stamp)
    return min(guesses, key=lambda guess: (guess.wrong, guess.backwards, guess.wandered)).order


def moment_of(stamp: str, order: Order) -> float | None:
    """Return the seconds of a stamp since 1970, as if its clock were that of UTC; None where it is none."""
    date = _DATE.search(stamp)
    time = _TIME.search(stamp[: date.start()] + " " * 9 + stamp[date.end() :]) if date else None
    if not date or not time:
        return None
    first, second, third = date.groups()
    if len(first) == 4:
        year, month, day = first, second, third
    elif second.isalpha():
        day, month, year = first, second, third
    else:
        places = {letter: (first, second, third)[order.index(letter)] for letter in "dmy"}
        day, month, year = places["d"], places["m"], places["y"]
    hour = int(time[1])
    if _AFTERNOON.search(stamp):
        hour = hour % 12 + 12
    elif _MORNING.search(stamp):
        hour %= 12
    try:
        month_number = int(month) if month.isdecimal() else _MONTHS.index(month.lower()) + 1
        whole_year = int(year) + (2000 if len(year) <= 2 else 0)
        return datetime(
            whole_year, month_number, int(day), hour, int(time[2]), int(time[3] or 0), tzinfo=UTC
        ).timestamp()
    except ValueError:
        return None


def iso_moment(stamp: object) -> float | None:
    """Return the seconds of ``2023-12-31T23:59:00+01:00`` since 1970; without a zone as if it were UTC."""
    try:
        moment = datetime.fromisoformat(str(stamp))
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None

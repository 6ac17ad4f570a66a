"""Working days of China from a table of holidays and exchanged days, which comes in as data."""

import csv
from collections.abc import Mapping
from datetime import date, timedelta
from importlib.resources import files
from typing import NamedTuple

DAY = timedelta(days=1)
SATURDAY = 5


class DayKind(NamedTuple):
    """Whether a day is worked, and whether that is known from an announcement or only from the weekday."""

    worked: bool
    known: bool


class NamedDay(NamedTuple):
    """A day of the table, with the holiday for which it is off or worked in exchange."""

    day: date
    worked: bool
    name: str


class Workdays:
    """Answers for any day; outside the years of its table by the weekday alone, with `known=False`."""

    def __init__(self, exceptions: Mapping[date, bool]) -> None:
        """`exceptions`: day to worked; it counts as complete for each year in which it has a day."""
        self._exceptions = dict(exceptions)
        self._years = {day.year for day in self._exceptions}

    def kind_of(self, day: date) -> DayKind:
        """Worked or off, and whether the table covers the year."""
        worked = self._exceptions.get(day, day.weekday() < SATURDAY)
        return DayKind(worked, day.year in self._years)

    def on_or_after(self, day: date) -> date:
        """The first working day from `day` on: where a deadline moves that falls on a day off."""
        while not self.kind_of(day).worked:
            day += DAY
        return day

    def after(self, day: date, days: int) -> date:
        """The working day that is `days` working days after `day`; for 0 it is `day` itself."""
        if days < 0:
            raise ValueError("days must not be negative")
        for _ in range(days):
            day = self.on_or_after(day + DAY)
        return day

    def before(self, day: date, days: int) -> date:
        """The working day that is `days` working days before `day`; for 0 it is `day` itself."""
        if days < 0:
            raise ValueError("days must not be negative")
        for _ in range(days):
            day -= DAY
            while not self.kind_of(day).worked:
                day -= DAY
        return day

    def between(self, day: date, last: date) -> int:
        """How many working days are later than `day`, up to and with `last`; negative where `last` is earlier."""
        if last < day:
            return -self.between(last, day)
        return sum(self.kind_of(day + n * DAY).worked for n in range(1, (last - day).days + 1))

    def knows(self, *days: date) -> bool:
        """Whether the table covers every year from the first to the last of these days."""
        years = [day.year for day in days]
        return all(year in self._years for year in range(min(years), max(years) + 1))


def read_holidays(text: str) -> dict[date, bool]:
    """Read a table `date,kind,name`; kind `holiday` is a day off, `workday` one worked in exchange.

    ValueError names the line.
    """
    return {named.day: named.worked for named in read_named_days(text)}


def read_named_days(text: str) -> list[NamedDay]:
    """The same table with the names, in its order."""
    table = []
    for number, row in enumerate(csv.DictReader(text.splitlines()), start=2):
        kind = row.get("kind")
        if kind not in ("holiday", "workday"):
            raise ValueError(f"line {number}: kind must be holiday or workday, not {kind!r}")
        try:
            day = date.fromisoformat(row.get("date") or "")
        except ValueError as error:
            raise ValueError(f"line {number}: {error}") from error
        table.append(NamedDay(day, kind == "workday", row.get("name") or ""))
    return table


def shipped_holidays() -> dict[date, bool]:
    """The table in `data/`, 2019 to 2026; its source stands beside it."""
    return {named.day: named.worked for named in shipped_days()}


def shipped_days() -> list[NamedDay]:
    """The same with the names of the holidays."""
    source = files("xiangyun.calendar") / "data" / "cn_holidays_2019_2026.csv"
    return read_named_days(source.read_text(encoding="utf-8"))

"""Work that comes back, as minutes a week: averages while it runs, the time of the most, the heaviest week. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from xiangyun.calendar import Recurrence, periods_of

WEEK, WEEKS_OF_YEAR = 7, 52
PER_WEEK = {
    "daily": 7.0,
    "weekly": 1.0,
    "ten_day": WEEK / 10,
    "monthly": 12 / WEEKS_OF_YEAR,
    "quarterly": 4 / WEEKS_OF_YEAR,
    "yearly": 1 / WEEKS_OF_YEAR,
}
"""How often it comes in a week, on average."""
A_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Load:
    """Minutes each time, how often, and the days from the first to the last, both included.

    Of what comes once, `last` is the day it is due; its minutes spread over the weeks until then, one at least.
    """

    minutes: float
    every: Recurrence
    first: date
    last: date

    @property
    def is_once(self) -> bool:
        return self.every == "once"

    @property
    def weekly(self) -> float:
        """Minutes a week, averaged over the time it runs."""
        if self.is_once:
            return self.minutes / max(1.0, ((self.last - self.first).days + 1) / WEEK)
        return self.minutes * PER_WEEK[self.every]

    @property
    def times(self) -> int:
        """How many times it comes within a year from its first day."""
        return sum(1 for _ in periods_of(self.every, self.first, min(self.last, self.first + A_YEAR)))

    def by_week(self, since: date) -> Mapping[date, float]:
        """Monday → minutes due in that week, for a year from a day on; each period counts at its end."""
        first, last = max(self.first, monday_of(since)), min(self.last, since + A_YEAR)
        found: dict[date, float] = defaultdict(float)
        for period in periods_of(self.every, first, last) if self.last >= since else ():
            found[monday_of(period.end)] += self.minutes
        return found


def monday_of(day: date) -> date:
    """The first day of a week."""
    return day - timedelta(days=day.weekday())


def most_at_once(loads: Iterable[Load], day: date) -> float:
    """Minutes a week when most of it runs at the same time, from a day on."""
    running = [load for load in loads if load.last >= day]
    starts = {max(load.first, day) for load in running}
    return max((sum(x.weekly for x in running if x.first <= start <= x.last) for start in starts), default=0.0)


def heaviest_week(loads: Iterable[Load], day: date) -> tuple[date, float]:
    """The Monday of the week in which most is due within a year, and its minutes; the day's own week for nothing."""
    total: dict[date, float] = defaultdict(float)
    for load in loads:
        for monday, minutes in load.by_week(day).items():
            total[monday] += minutes
    return max(total.items(), key=lambda week: (week[1], -week[0].toordinal()), default=(monday_of(day), 0.0))

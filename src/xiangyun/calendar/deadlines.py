"""Deadlines as values: the kinds a notice knows, each with its wording exactly as in the text."""

import re
from collections.abc import Mapping
from datetime import date, time
from typing import Any, Literal

import msgspec

from xiangyun.calendar.periods import Every, month_end

MonthPart = Literal["first_third", "middle_third", "last_third", "beginning", "end"]
Unit = Literal["day", "working_day", "month"]
Side = Literal["after", "before"]

# The notice's own issue, as an event: "within 5 working days" without more counts from it.
ISSUED = "印发"
NEW_NOTICE = "另行通知"

# A name of an event, a condition or a body; marks and particles around it belong to the wording, not to it.
_NAME = re.compile(r"(?![按照在于自每]|直至|直到|没有|未|严格)[^,，;；:：()（）。\s]+(?<![之以的])(?<!为止)")
# First and last day of a part; None is the end of the month.
_PARTS: dict[MonthPart, tuple[int, int | None]] = {
    "first_third": (1, 10),
    "middle_third": (11, 20),
    "last_third": (21, None),
    "beginning": (1, 10),
    "end": (21, None),
}
# The highest month and day that a spot in a period may name.
_MOST: dict[Every, tuple[int, int]] = {
    "daily": (0, 0),
    "weekly": (0, 7),
    "ten_day": (0, 10),
    "monthly": (0, 31),
    "quarterly": (3, 31),
    "yearly": (12, 31),
}


def part_of_month(year: int, month: int, part: MonthPart) -> tuple[date, date]:
    """First and last day of 上旬, 中旬, 下旬, 初 (as 上旬) or 底 (as 下旬)."""
    first, last = _PARTS[part]
    return date(year, month, first), date(year, month, last) if last else month_end(year, month)


class _Deadline(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="kind"):
    """`wording` is the text's own; blank where a value was made without one."""

    wording: str = ""


class _OnADay(_Deadline, frozen=True, kw_only=True):
    """`at` is a wall-clock time of the site's zone; `moves` says that a day off moves to the next working day."""

    at: time | None = None
    moves: bool = False

    def __post_init__(self) -> None:
        _demand(self.at is None or not (self.at.second or self.at.microsecond or self.at.tzinfo), "at: minutes only")


class Fixed(_OnADay, frozen=True, tag="fixed"):
    """Due on a day."""

    on: date


class MonthEnd(_OnADay, frozen=True, tag="month_end"):
    """Due within a month, so on its last day; kept apart because the text did not name the day."""

    year: int
    month: int

    def __post_init__(self) -> None:
        super().__post_init__()
        _demand(1 <= self.year <= 9999 and 1 <= self.month <= 12, "year and month must exist")

    @property
    def on(self) -> date:
        return month_end(self.year, self.month)


class PartOfMonth(_Deadline, frozen=True, tag="part_of_month"):
    """Due in the first, middle or last ten days, the beginning or end of a month: a person pins the day."""

    year: int
    month: int
    part: MonthPart

    def __post_init__(self) -> None:
        _demand(1 <= self.year <= 9999 and 1 <= self.month <= 12, "year and month must exist")

    @property
    def span(self) -> tuple[date, date]:
        """First and last day that the wording allows."""
        return part_of_month(self.year, self.month, self.part)


class Immediate(_Deadline, frozen=True, tag="immediate"):
    """Due at once: on the day from which the deadline runs."""


class Spot(msgspec.Struct, frozen=True, omit_defaults=True, tag="spot"):
    """A day within the period, or within the `next` one; without month and day the period's last day.

    `month` counts within a quarter or year; `day` counts in that month, week or 旬 and is held at its end. A `part`
    leaves the day open until `day` is set too.
    """

    month: int | None = None
    day: int | None = None
    part: MonthPart | None = None
    next: bool = False


class After(msgspec.Struct, frozen=True, omit_defaults=True, tag="after"):
    """So many days, or working days, after the period's last day."""

    days: int
    working: bool = False

    def __post_init__(self) -> None:
        _demand(self.days >= 1, "days must be positive")


class Recurring(_OnADay, frozen=True, tag="recurring"):
    """Due once for every period, on the day that `by` names."""

    every: Every
    by: Spot | After = Spot()

    def __post_init__(self) -> None:
        super().__post_init__()
        if isinstance(self.by, Spot):
            _check_spot(self.every, self.by)


class NthWeekday(msgspec.Struct, frozen=True, tag="nth_weekday"):
    """The n-th such weekday (1 Monday to 7 Sunday) later than the day of the event."""

    n: int
    weekday: int

    def __post_init__(self) -> None:
        _demand(self.n >= 1 and 1 <= self.weekday <= 7, "n from 1, weekday 1 to 7")


class Distance(msgspec.Struct, frozen=True, omit_defaults=True, tag="distance"):
    """So many days, working days or months after or before the event; 0 days is the day itself."""

    n: int
    unit: Unit = "day"
    side: Side = "after"

    def __post_init__(self) -> None:
        same_day = self.n == 0 and (self.unit, self.side) == ("day", "after")
        _demand(self.n >= 1 or same_day, "n must be positive")


class Relative(_OnADay, frozen=True, tag="relative"):
    """Due after or before a named event; the day is known once the event is declared."""

    event: str
    offset: NthWeekday | Distance

    def __post_init__(self) -> None:
        super().__post_init__()
        check_name(self.event)


class Delegated(_Deadline, frozen=True, tag="delegated"):
    """At the times that another body sets: unknown until date and document are entered (`Pinned`)."""

    by: str

    def __post_init__(self) -> None:
        check_name(self.by)


class UntilNotice(_Deadline, frozen=True, tag="until_notice"):
    """Holds until a notice or event, by itself or as a recurrence that ends with it."""

    until: str = NEW_NOTICE
    every: Recurring | None = None

    def __post_init__(self) -> None:
        check_name(self.until)


class Unread(_Deadline, frozen=True, tag="unread"):
    """A wording that gives no day and fits no kind ("尽快", "按时"): a person pins one."""


Pinnable = MonthEnd | PartOfMonth | Immediate | Delegated | Unread


class Pinned(_Deadline, frozen=True, tag="pinned"):
    """A vague deadline with the day that a person set; the vague one stays, so that a unit sees both.

    What another body sets names the document that set it.
    """

    of: Pinnable
    on: date
    document: str = ""

    def __post_init__(self) -> None:
        code = wrong_with_pin(self.of, self.on, self.document)
        _demand(not code, code)


Once = Fixed | MonthEnd | PartOfMonth | Immediate | Relative | Delegated | Unread | Pinned
Simple = Once | Recurring | UntilNotice


class Conditional(_Deadline, frozen=True, tag="conditional"):
    """Runs only once a condition is met; its being met is declared like an event, under the condition's words."""

    condition: str
    then: Simple = Immediate()

    def __post_init__(self) -> None:
        check_name(self.condition)
        _demand(len(self.condition) >= 2, "a condition has two characters or more")  # 及时, 随时 are none


class Stage(msgspec.Struct, frozen=True):
    """A named part of a staged deadline."""

    name: str
    due: Once | Conditional


class Staged(_Deadline, frozen=True, tag="staged"):
    """Several stages in their order, each with its own deadline."""

    stages: tuple[Stage, ...]

    def __post_init__(self) -> None:
        names = [stage.name for stage in self.stages]
        _demand(len(names) >= 2 and len(set(names)) == len(names), "two stages or more, each with its own name")
        for name in names:
            check_name(name)


Deadline = Simple | Conditional | Staged


def to_plain(deadline: Deadline) -> dict[str, Any]:
    """A deadline as plain JSON: to be stored and shown."""
    plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(deadline))
    return plain


def from_plain(plain: Mapping[str, Any]) -> Deadline:
    """The deadline that was made plain; ValueError for anything else."""
    try:
        found: Deadline = msgspec.convert(plain, Deadline)
    except msgspec.ValidationError as error:
        raise ValueError(f"not a deadline: {error}") from error
    return found


def wrong_with_pin(of: Pinnable, on: date, document: str) -> str:
    """Why a vague deadline cannot be pinned to a day: a stable code, blank if it can."""
    if re.search(r"[;；]", document) or "".join(document.splitlines()) != document:
        return "document_has_marks"
    match of:
        case Delegated() if not document.strip():
            return "document_needed"
        case PartOfMonth(span=(first, last)) if not first <= on <= last:
            return "day_outside_range"
        case MonthEnd() if (on.year, on.month) != (of.year, of.month):
            return "day_outside_range"
    return ""


def check_name(name: str) -> None:
    """ValueError for a name that could not be told from the wording around it."""
    _demand(bool(_NAME.fullmatch(name)), f"not a name: {name!r}")


def _check_spot(every: Every, spot: Spot) -> None:
    months, days = _MOST[every]
    _demand(spot.month is None or 1 <= spot.month <= months, "month outside the period")
    _demand(spot.day is None or 1 <= spot.day <= days, "day outside the period")
    start_of_year = (every, spot.month, spot.part) == ("yearly", None, "beginning")
    in_month = every == "monthly" or spot.month is not None or start_of_year
    _demand(spot.part is None or (spot.part != "end" and in_month), "part outside the period")
    _demand(months == 0 or spot.day is None or spot.month is not None, "a day of a quarter or year needs its month")
    if spot.part and spot.day:
        first, last = _PARTS[spot.part]
        _demand(first <= spot.day <= (last or 31), "day outside the part")


def _demand(holds: bool, otherwise: str) -> None:
    if not holds:
        raise ValueError(otherwise)

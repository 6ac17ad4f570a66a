"""Deadlines of every kind, for laws that hold for all of them."""

from datetime import date, time
from typing import get_args

from hypothesis import strategies as st

from xiangyun.calendar import (
    After,
    Conditional,
    Deadline,
    Delegated,
    Distance,
    Every,
    Fixed,
    Immediate,
    MonthEnd,
    MonthPart,
    NthWeekday,
    PartOfMonth,
    Pinned,
    Recurring,
    Relative,
    Spot,
    Stage,
    Staged,
    Unread,
    UntilNotice,
    Workdays,
    shipped_holidays,
)
from xiangyun.calendar.deadlines import check_name
from xiangyun.core.folding import fold

CHINA = Workdays(shipped_holidays())
EVERIES = st.sampled_from(get_args(Every))
DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
FLAGS = st.booleans()
CLOCKS = st.none() | st.times().map(lambda at: time(at.hour, at.minute))

# Letters that wordings are made of, so that names come close to them, among any others.
_TELLING = "后前第二三个星期五日内月年旬周时至直规定的时间省里疫情结束当工作止为以之通知接到新底"
_LETTERS = st.sampled_from(_TELLING) | st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)


def is_name(text: str) -> bool:
    """Whether it can be a name; names are in simplified script."""
    try:
        check_name(text)
    except ValueError:
        return False
    return fold(text) == text


NAMES = st.text(_LETTERS, min_size=2, max_size=8).map(fold).filter(is_name)
YEARS, MONTHS = st.integers(1, 9999), st.integers(1, 12)


def made(kind, *args, **named):
    """Values of a kind; what the kind refuses is left out."""

    def build(values):
        try:
            return kind(*values[0], **values[1])
        except ValueError:
            return None

    return st.tuples(st.tuples(*args), st.fixed_dictionaries(named)).map(build).filter(lambda value: value is not None)


ON_A_DAY = {"at": CLOCKS, "moves": FLAGS}
PARTS = st.sampled_from(get_args(MonthPart))
SPOTS = st.builds(
    Spot,
    st.none() | st.integers(1, 12),
    st.none() | st.integers(1, 31),
    st.none() | PARTS,
    FLAGS,
)
AFTERS = st.builds(After, st.integers(1, 60), FLAGS)
OFFSETS = st.builds(NthWeekday, st.integers(1, 9), st.integers(1, 7)) | made(
    Distance,
    st.integers(0, 40),
    st.sampled_from(["day", "working_day", "month"]),
    st.sampled_from(["after", "before"]),
)
FIXED = st.builds(Fixed, st.dates(), **ON_A_DAY)
MONTH_ENDS = st.builds(MonthEnd, YEARS, MONTHS, **ON_A_DAY)
PARTS_OF_MONTHS = st.builds(PartOfMonth, YEARS, MONTHS, PARTS)
RECURRING = made(Recurring, EVERIES, SPOTS | AFTERS | st.just(Spot()) | st.just(Spot(next=True)), **ON_A_DAY)
RELATIVE = st.builds(Relative, NAMES, OFFSETS, **ON_A_DAY)
DELEGATED = st.builds(Delegated, NAMES)
UNTIL = st.builds(UntilNotice, NAMES, st.none() | RECURRING)
VAGUE = MONTH_ENDS | PARTS_OF_MONTHS | st.just(Immediate()) | DELEGATED | st.just(Unread(wording="尽快"))
DOCUMENTS = st.sampled_from(["", "湘文旅公共〔2020〕16号", "关于时限的通知（试行）：补充, 2020"])


@st.composite
def pinned(draw: st.DrawFn) -> Pinned:
    of = draw(VAGUE)
    first, last = date.min, date.max
    if isinstance(of, PartOfMonth):
        first, last = of.span
    elif isinstance(of, MonthEnd):
        first, last = of.on.replace(day=1), of.on
    document = draw(DOCUMENTS.filter(bool) if isinstance(of, Delegated) else DOCUMENTS)
    return Pinned(of, draw(st.dates(first, last)), document)


ONCE = FIXED | MONTH_ENDS | PARTS_OF_MONTHS | st.just(Immediate()) | RELATIVE | DELEGATED | pinned()
CONDITIONAL = st.builds(Conditional, NAMES, ONCE | RECURRING | UNTIL)
STAGED = st.lists(st.builds(Stage, NAMES, ONCE | CONDITIONAL), min_size=2, max_size=4, unique_by=lambda s: s.name).map(
    lambda stages: Staged(tuple(stages))
)
KINDS: dict[str, st.SearchStrategy[Deadline]] = {
    "fixed": FIXED,
    "month_end": MONTH_ENDS,
    "part_of_month": PARTS_OF_MONTHS,
    "immediate": st.just(Immediate()),
    "recurring": RECURRING,
    "relative": RELATIVE,
    "delegated": DELEGATED,
    "until_notice": UNTIL,
    "pinned": pinned(),
    "conditional": CONDITIONAL,
    "staged": STAGED,
}

"""What an event does to deadlines, before anything is written."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tests.calendar.values import CHINA, DAYS
from xiangyun.calendar import effects, read_wording

ISSUE = date(2020, 2, 28)
DEADLINES = {
    1: read_wording("疫情结束后第二个星期五", ISSUE),
    2: read_wording("4月10日前", ISSUE),
    3: read_wording("每日，直至疫情结束", ISSUE),
    4: read_wording("条件具备时，10月底前", ISSUE),
    5: read_wording("疫情结束后5个工作日内", ISSUE),
}
RUNS_FROM = dict.fromkeys(DEADLINES, ISSUE)
DECLARED, CORRECTED = {"疫情结束": date(2020, 4, 8)}, {"疫情结束": date(2020, 4, 9)}


def days(before, after):
    found = effects(DEADLINES, before, after, workdays=CHINA, runs_from=RUNS_FROM)
    return [(one.key, one.before.day, one.after.day) for one in found]


def test_a_declaration_makes_days_known() -> None:
    assert days({}, DECLARED) == [
        (1, None, date(2020, 4, 17)),
        (3, ISSUE, ISSUE),
        (5, None, date(2020, 4, 15)),
    ]
    found = effects(DEADLINES, {}, DECLARED, workdays=CHINA, runs_from=RUNS_FROM)
    assert [(one.before.reason, one.before.ends_on, one.after.ends_on) for one in found] == [
        ("event_not_declared", None, None),
        (None, None, date(2020, 4, 8)),
        ("event_not_declared", None, None),
    ]


def test_a_correction_shows_only_what_changes() -> None:
    assert days(DECLARED, CORRECTED) == [(3, ISSUE, ISSUE), (5, date(2020, 4, 15), date(2020, 4, 16))]


def test_a_cancellation_is_a_declaration_backwards() -> None:
    assert days(DECLARED, {}) == [(key, after, before) for key, before, after in days({}, DECLARED)]


def test_a_condition_that_is_met_is_an_event() -> None:
    assert days({}, {"条件具备": date(2020, 6, 1)}) == [(4, None, date(2020, 10, 31))]


EVENTS = st.dictionaries(st.sampled_from(["疫情结束", "条件具备", "其他"]), DAYS)


@given(EVENTS, EVENTS)
def test_no_change_of_events_no_effect_and_back_again(before, after) -> None:
    assert days(before, before) == []
    assert days(after, before) == [(key, new, old) for key, old, new in days(before, after)]

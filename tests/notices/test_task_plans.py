"""What a task may be: every bound of a plan, by field, with its stable code."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.cast import DAY, NOON, TEXT, Cast, duties, form_of_pack, plan_of
from xiangyun.calendar import Fixed, MonthEnd, NthWeekday, Recurring, Relative
from xiangyun.core.errors import BadInput
from xiangyun.notices.actions.draft_notice import draft_notice
from xiangyun.notices.actions.make_task import make_task
from xiangyun.notices.models import Task

ISSUED = date(2020, 2, 28)
ONCE: dict[str, Any] = {"deadline": Fixed(on=date(2020, 5, 29)), "ends_on": date(2020, 7, 31)}

PLANS: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
    "as it is": ({}, {}),
    "no title": ({"title": {"en": "Daily"}}, {"title": "blank"}),
    "a title with NUL": ({"title": {"zh-Hans": "日\x00报"}}, {"title": "not_text"}),
    "a title too long": ({"title": {"zh-Hans": "日" * 61}}, {"title": "too_long"}),
    "no basis": ({"basis": " "}, {"basis": "blank"}),
    "a basis with a bell": ({"basis": "通知\x07"}, {"basis": "not_text"}),
    "a basis too long": ({"basis": "通" * 301}, {"basis": "too_long"}),
    "weekly": ({"deadline": Recurring(every="weekly")}, {}),
    "after an event": ({"deadline": Relative(event="疫情结束", offset=NthWeekday(2, 5))}, {}),
    "no such review": ({"review": "none"}, {"review": "unknown"}),
    "ends before it begins": ({"ends_on": DAY - timedelta(days=3)}, {"ends_on": "before_start"}),
    "begins a year before the notice": ({"starts_on": ISSUED - timedelta(days=366)}, {}),
    "begins earlier": ({"starts_on": ISSUED - timedelta(days=367)}, {"starts_on": "too_early"}),
    "begins two years after today": (
        {"starts_on": DAY + timedelta(days=732), "ends_on": DAY + timedelta(days=800)},
        {},
    ),
    "begins later": (
        {"starts_on": DAY + timedelta(days=733), "ends_on": DAY + timedelta(days=800)},
        {"starts_on": "too_late"},
    ),
    "begins at the end of time": ({"starts_on": date.max, "ends_on": date.max}, {"starts_on": "too_late"}),
    "lasts three years": ({"ends_on": DAY - timedelta(days=2) + timedelta(days=3 * 366)}, {}),
    "lasts longer": ({"ends_on": DAY + timedelta(days=3 * 366)}, {"ends_on": "too_long_a_time"}),
    "lasts to the end of time": ({"ends_on": date.max}, {"ends_on": "too_long_a_time"}),
    "taken late for a year": ({"lock_hours": 8760}, {}),
    "taken late for longer": ({"lock_hours": 8761}, {"lock_hours": "out_of_range"}),
    "locked before it is due": ({"lock_hours": -1}, {"lock_hours": "out_of_range"}),
    "no minute": ({"minutes": 0}, {"minutes": "not_positive"}),
    "ten hours": ({"minutes": 600}, {}),
    "more minutes": ({"minutes": 601}, {"minutes": "too_many"}),
    "once": (ONCE, {}),
    "once, due after its end": (ONCE | {"deadline": Fixed(on=date(2020, 8, 1))}, {"due_on": "outside"}),
    "a month that ends after it": (ONCE | {"deadline": MonthEnd(year=2020, month=8)}, {"due_on": "outside"}),
}


@pytest.mark.parametrize("case", PLANS)
def test_a_plan_and_what_is_wrong_with_it(cast: Cast, case: str) -> None:
    changes, problems = PLANS[case]
    notice = draft_notice(actor=cast.actors["officer"], text=TEXT, at=NOON)
    assert notice.issued_on == ISSUED
    plan = plan_of(cast, form_of_pack(cast, "daily-report"), **changes)
    found: dict[str, str] = {}
    try:
        make_task(
            actor=cast.actors["officer"], notice_uid=notice.uid, clause_uids=duties(notice)[:1], plan=plan, at=NOON
        )
    except BadInput as refused:
        found = refused.detail["fields"]
    assert (found, Task.objects.count()) == (problems, 0 if problems else 1)

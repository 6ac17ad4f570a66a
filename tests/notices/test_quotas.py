"""How much a task asks of each class of units, over the real tree of Hengyang: toilets, 7 counties and 5 districts."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import NOON, PACK
from tests.notices.hengyang import CITY, DAY, NANYUE, QIDONG, Hengyang, hengyang, hengyang_tree
from xiangyun.audit.models import Entry
from xiangyun.calendar import Fixed
from xiangyun.core.actor import Actor
from xiangyun.core.errors import BadInput, NotAllowed, NotVisible
from xiangyun.forms.actions.store_form import store_form
from xiangyun.notices.actions.draft_notice import draft_notice
from xiangyun.notices.actions.edit_task import edit_task
from xiangyun.notices.actions.make_task import make_task
from xiangyun.notices.models import Quota, Task
from xiangyun.notices.parties import resolve_all
from xiangyun.notices.quotas import city_total, quota_plans, quotas_among, reads_as_total
from xiangyun.notices.task_plans import QuotaPlan, TaskPlan
from xiangyun.units.models import Unit
from xiangyun.web.shared.party_problems import quota_sentences

__all__ = ["hengyang", "hengyang_tree"]

COUNTIES = "2020年7個縣市各完成旅游廁所建設不少于12座"
DISTRICTS = "四城區、南岳區各完成旅游廁所建設不少于7座"
NOTICE = f"""各縣市區文旅(廣)體局:
一、{COUNTIES},{DISTRICTS}。
衡陽市文化旅游廣電體育局
2020年2月28日
"""
TOILETS = {"op": ">=", "unit": "座", "of": "旅游廁所"}
SAID = [  # the words, who, what is read of them: two clauses of the notice
    (COUNTIES, ["7個縣市"], {"quantity": [{**TOILETS, "value": 12}]}),
    (DISTRICTS, ["四城區", "南岳區"], {"quantity": [{**TOILETS, "value": 7}]}),
]


def task_of(hengyang: Hengyang, actor: Actor, **selector: Any) -> Task:
    """A task of a draft of the city, for the county bureaus."""
    notice = draft_notice(actor=actor, text=NOTICE, at=NOON)
    duty = notice.clauses.orders().first()
    plan = plan_with(hengyang, actor, **selector)
    return make_task(actor=actor, notice_uid=notice.uid, clause_uids=[duty.uid], plan=plan, at=NOON)


def plan_with(hengyang: Hengyang, actor: Actor, *quotas: QuotaPlan, **selector: Any) -> TaskPlan:
    source = (PACK / "forms" / "seven-ones.yaml").read_bytes()
    form = store_form(actor=actor, owner=hengyang.unit(CITY), slug="t", source=source, filename="t.yaml", at=NOON)
    counties = {"kind": "division", "level": 3, "under": str(hengyang.unit(CITY).uid)}
    return TaskPlan(
        title={"zh-Hans": "旅游厕所"},
        form_version=form,
        selector=selector or counties,
        deadline=Fixed(on=DAY.replace(month=10)),
        starts_on=DAY,
        ends_on=DAY.replace(month=10),
        basis="通知",
        quotas=quotas,
    )


def set_quotas(hengyang: Hengyang, actor: Actor, task: Task, quotas: Sequence[QuotaPlan]) -> list[Quota]:
    """The task is changed so that it asks this and no other amount; who edits it is `actor`."""
    plan = plan_with(hengyang, hengyang.officer(), *quotas)
    edit_task(actor=actor, notice_uid=task.notice.uid, task_uid=task.uid, plan=plan, at=NOON)
    return list(task.quotas.select_related("selector"))


def quota_of(task: Task, unit_id: int, day: date) -> list[Quota]:
    return quotas_among([task], [unit_id], day).get((task.pk, unit_id), [])


def plans_of(hengyang: Hengyang) -> list[QuotaPlan]:
    """The quotas as the notice says them, their names resolved."""
    owner, names = hengyang.unit(CITY), [who for _, who, _ in SAID]
    found = resolve_all(names, owner=owner, addressees=[], day=DAY, dictionary={})
    return [
        plan
        for (quote, _, said), who in zip(SAID, found, strict=True)
        for plan in quota_plans(said, quote, who.definition)
    ]


def test_two_quotas_and_their_city_total(hengyang: Hengyang) -> None:
    """7 × 12 and 5 × 7 are the 119 of the notice's own plan."""
    officer = hengyang.officer()
    task = task_of(hengyang, officer)
    set_quotas(hengyang, officer, task, plans_of(hengyang))
    (total,) = city_total(task, DAY)
    assert [(portion.n, portion.quota.value, portion.value) for portion in total.portions] == [(7, 12, 84), (5, 7, 35)]
    assert (total.value, total.op, total.measure, total.stated, total.differs) == (119, ">=", "座", None, False)
    assert len(Entry.objects.get(action="task.edited").detail["quotas"]) == 2


def test_each_unit_has_its_own(hengyang: Hengyang) -> None:
    officer = hengyang.officer()
    task = task_of(hengyang, officer)
    set_quotas(hengyang, officer, task, plans_of(hengyang))
    asked = {code: [q.value for q in quota_of(task, hengyang.unit(code).pk, DAY)] for code in (QIDONG, NANYUE, CITY)}
    assert asked == {QIDONG: [12], NANYUE: [7], CITY: []}


def test_a_total_that_the_notice_states_is_compared(hengyang: Hengyang) -> None:
    officer = hengyang.officer()
    task = task_of(hengyang, officer)
    (stated,) = quota_plans({"quantity": [{**TOILETS, "value": 120}]}, "全市共完成旅游厕所120座以上", None)
    assert stated.is_total
    set_quotas(hengyang, officer, task, [*plans_of(hengyang), stated])
    (total,) = city_total(task, DAY)
    assert (total.value, total.stated, total.differs) == (119, 120, True)
    assert [quota.value for quota in quota_of(task, hengyang.unit(QIDONG).pk, DAY)] == [12]
    set_quotas(hengyang, officer, task, [stated])
    (alone,) = city_total(task, DAY)
    assert (alone.value, alone.differs) == (120, False)


def test_a_share_is_asked_of_each_and_adds_up_to_nothing(hengyang: Hengyang) -> None:
    officer = hengyang.officer()
    task = task_of(hengyang, officer)
    said = {"quantity": [{"op": "==", "value": 80, "unit": "%", "of": "申报任务"}]}
    (share,) = quota_plans(said, "完成总项目的80%申报任务", None)
    set_quotas(hengyang, officer, task, [share])
    assert city_total(task, DAY) == []
    (quota,) = quota_of(task, hengyang.unit(QIDONG).pk, DAY)
    assert (quota.value, quota.measure, quota.selector_id) == (80, "%", task.selector_id)


WORDS = {  # a quote: whether its number is of all together
    "7个县市各完成旅游厕所建设不少于12座": False,
    "每个乡镇建设3个": False,
    "全市共完成120座": True,
    "全市累計培訓5000人次": True,
    "全市完成旅游厕所119座": True,
    "全市每个县完成2座": False,
    "全年举办活动不得少于6次": False,
    "与公共图书馆共同举办3场": False,
}


@pytest.mark.parametrize("quote", WORDS)
def test_a_number_of_each_or_of_all_together(quote: str) -> None:
    assert reads_as_total(quote) == WORDS[quote]


def test_as_many_queries_for_all_units_as_for_one(hengyang: Hengyang) -> None:
    officer = hengyang.officer()
    task = task_of(hengyang, officer)
    set_quotas(hengyang, officer, task, plans_of(hengyang))
    counties = list(Unit.objects.in_use(DAY).filter(level=3).values_list("pk", flat=True))
    for units in (counties[:1], counties):
        fresh = list(Task.objects.filter(pk=task.pk))
        with CaptureQueriesContext(connection) as captured:
            found = quotas_among(fresh, units, DAY)
        assert (len(captured), len(found)) == (3, len(units))
    with CaptureQueriesContext(connection) as captured:
        city_total(task, DAY)
    assert len(captured) == 2


def quota(**changes: Any) -> QuotaPlan:
    return QuotaPlan(**({"op": ">=", "value": Decimal(12), "measure": "座"} | changes))


def class_in(hengyang: Hengyang, code: str = CITY, **narrow: Any) -> dict[str, Any]:
    return {"kind": "division", "under": str(hengyang.unit(code).uid), **narrow}


ODD = {  # changes: code
    "operator": ({"op": ">"}, "unknown_operator"),
    "nothing": ({"value": Decimal(0)}, "not_an_amount"),
    "no number": ({"value": Decimal("NaN")}, "not_an_amount"),
    "measure": ({"measure": " "}, "not_a_measure"),
    "decimals": ({"value": Decimal("0.125")}, "too_precise"),
    "total of shares": ({"measure": "%", "is_total": True}, "share_has_no_total"),
}


@pytest.mark.parametrize("case", ODD)
def test_a_quota_that_cannot_be_is_refused(hengyang: Hengyang, case: str) -> None:
    changes, code = ODD[case]
    refused(hengyang, [quota(**changes)], {"0": code})


def test_a_class_lies_within_the_task(hengyang: Hengyang) -> None:
    villages = class_in(hengyang, level=5)
    refused(hengyang, [quota(), quota(selector=villages, measure="个")], {"1": "beyond_task"})
    towns = class_in(hengyang, NANYUE, classes=["county"])
    refused(hengyang, [quota(selector=towns)], {"0": "reaches_nobody"})
    libraries = {"kind": "institution", "types": ["library"], "line": "library"}
    refused(hengyang, [quota(selector=libraries)], {"0": "other_line"})


def test_a_class_may_have_two_amounts_that_do_not_add_up(hengyang: Hengyang) -> None:
    """At least 6 events a year, at least 2 of them large."""
    officer = hengyang.officer()
    task = task_of(hengyang, officer)
    said = {"quantity": [{"op": ">=", "value": n, "unit": "次", "of": ""} for n in (6, 2)]}
    plans = quota_plans(said, "全年举办的各种文化活动不得少于6次,其中大中型不得少于2次", None)
    set_quotas(hengyang, officer, task, plans)
    assert [total.value for total in city_total(task, DAY)] == [12 * 6, 12 * 2]


def test_no_unit_is_counted_twice(hengyang: Hengyang) -> None:
    districts = class_in(hengyang, classes=["district"])
    refused(hengyang, [quota(selector=districts), quota()], {"1": "counted_twice"})
    two_measures = [quota(selector=districts), quota(measure="场")]
    officer = hengyang.officer()
    assert len(set_quotas(hengyang, officer, task_of(hengyang, officer), two_measures)) == 2


def refused(hengyang: Hengyang, quotas: Sequence[QuotaPlan], lines: dict[str, str]) -> None:
    """Nothing is set, and each line says what is wrong in words."""
    officer = hengyang.officer()
    task = task_of(hengyang, officer)
    with pytest.raises(BadInput) as wrong:
        set_quotas(hengyang, officer, task, quotas)
    assert (wrong.value.reason, wrong.value.detail) == ("quotas_incomplete", {"lines": lines})
    assert all(code in quota_sentences() for code in lines.values())
    assert task.quotas.count() == 0


def test_only_the_drafting_officer_sets_quotas(hengyang: Hengyang) -> None:
    officer = hengyang.officer()
    task = task_of(hengyang, officer)
    with pytest.raises(NotVisible):
        set_quotas(hengyang, hengyang.officer(QIDONG), task, [quota()])
    with pytest.raises(NotAllowed):
        set_quotas(hengyang, hengyang.officer(role="auditor"), task, [quota()])

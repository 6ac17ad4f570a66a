"""A made-up city: so many villages, a published daily task of twenty fields over so many open periods, tokens.

Ten townships a county, twenty villages a township. The working date is fixed; all periods up to it are open for
answers, so that each (village, period) can be a new return. Everything goes through the product's own actions,
but accounts and posts, which are made in bulk.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from bench import daily_form
from bench.inside import answer_with

DAY = date(2020, 6, 30)
OPENED = date(2020, 1, 1)
LIST = "stats"
PROVINCE, CITY = "99", "9901"
PER_COUNTY, PER_TOWNSHIP = 10, 20
NOTICE = """各县市区文旅广体局：
现就有关事项通知如下：
一、各村文化服务中心要每日报告情况，于17时前上报。
某市文化旅游广电体育局
2020年2月28日
"""


@dataclass(frozen=True, slots=True)
class People:
    """The posts: one at each unit, by its id, and those of the city by what they do."""

    by_unit: dict[int, Any]
    officer: Any
    director: Any


def rows_of(villages: int) -> bytes:
    """An official list as csv: a province with one city and so many villages."""
    lines = ["code,name,level,parent_code", f"{PROVINCE},样例省,1,", f"{CITY},样例市,2,{PROVINCE}"]
    for n in range(villages):
        county, township = n // (PER_COUNTY * PER_TOWNSHIP), n // PER_TOWNSHIP
        c, t = f"{CITY}{county + 1:02}", f"{CITY}{county + 1:02}{township % PER_COUNTY + 1:03}"
        if n % (PER_COUNTY * PER_TOWNSHIP) == 0:
            lines.append(f"{c},第{county + 1}县,3,{CITY}")
        if n % PER_TOWNSHIP == 0:
            lines.append(f"{t},第{township + 1}镇,4,{c}")
        lines.append(f"{t}{n % PER_TOWNSHIP + 200:03},第{n + 1}村,5,{t}")
    return "\n".join(lines).encode()


def make(words: list[str]) -> dict[str, Any]:
    """Words: villages, periods, share of them answered already (percent). All ids, paths and tokens."""
    from xiangyun.core.clock import instant
    from xiangyun.core.models import Site
    from xiangyun.notices.closing import open_periods

    villages, days, answered = map(int, words)
    begin = instant(DAY - timedelta(days=days + 1), time(9))
    Site.objects.update_or_create(id=1, defaults={"name": {"zh-Hans": "样例"}, "is_demo": True, "working_on": DAY})
    _units(villages, begin)
    people = _people()
    task = _task(people, begin, days)
    open_periods(at=instant(DAY, time(8)))
    periods = [
        {"id": p.pk, "uid": str(p.uid), "key": p.key}
        for p in task.periods.filter(start_on__lte=DAY).order_by("start_on")
    ]
    places = _places(people)
    _answer(places, task, answered)
    return {
        "task": str(task.uid),
        "officer": people.officer.account.username,
        "periods": periods,
        "villages": _with_tokens(places, people),
    }


def _units(villages: int, at: datetime) -> None:
    from xiangyun.core.actor import Actor
    from xiangyun.units.actions.import_list import import_list
    from xiangyun.units.lists import read_list

    found = read_list(rows_of(villages))
    import_list(
        actor=Actor.system("bench"),
        rows=found.rows,
        publisher=LIST,
        as_of=OPENED,
        opens_on=OPENED,
        decisions=(),
        digest=found.digest,
        source="made up",
        at=at,
    )


def _people() -> People:
    from django.contrib.auth.hashers import make_password
    from django.db import transaction

    from xiangyun.people.models import Account, Post, Tenure
    from xiangyun.units.models import Unit

    roles = {2: "officer", 3: "officer", 4: "reviewer", 5: "reporter"}
    units = list(Unit.objects.in_use(OPENED).filter(level__gte=2).order_by("pk"))
    nobody = make_password(None)
    wanted = [(unit, roles[unit.level], f"unit-{unit.pk}") for unit in units]
    city = next(unit for unit in units if unit.level == 2)
    wanted.append((city, "director", "director"))
    with transaction.atomic():
        accounts = [Account(username=n, name=n, password=nobody, is_sample=True) for _, _, n in wanted]
        Account.objects.bulk_create(accounts, batch_size=1000)
        posts = [Post(unit=u, role=r, is_sample=True) for u, r, _ in wanted]
        Post.objects.bulk_create(posts, batch_size=1000)
        tenures = [
            Tenure(account=a, post=p, from_on=OPENED, is_sample=True) for p, a in zip(posts, accounts, strict=True)
        ]
        Tenure.objects.bulk_create(tenures, batch_size=1000)
    by_unit = {tenure.post.unit_id: tenure for tenure in tenures[:-1]}
    return People(by_unit, officer=by_unit[city.pk], director=tenures[-1])


def _task(people: People, at: datetime, days: int) -> Any:
    from xiangyun.forms.actions.store_form import store_form
    from xiangyun.notices.actions.dismiss_clauses import dismiss_clauses
    from xiangyun.notices.actions.draft_notice import draft_notice
    from xiangyun.notices.actions.make_task import make_task
    from xiangyun.notices.actions.publish_notice import publish_notice
    from xiangyun.notices.actions.rule_clause import rule_clause
    from xiangyun.notices.actions.submit_notice import submit_notice
    from xiangyun.people.acting import actor_for
    from xiangyun.people.actions.sign_off import sign_off

    officer, director, city = actor_for(people.officer), actor_for(people.director), people.officer.unit
    source, name = daily_form.source(), f"{daily_form.SLUG}.yaml"
    form = store_form(actor=officer, owner=city, slug=daily_form.SLUG, source=source, filename=name, at=at)
    notice = draft_notice(actor=officer, text=NOTICE, at=at)
    first, *rest = notice.clauses.order_by("start").values_list("uid", flat=True)
    task = make_task(actor=officer, notice_uid=notice.uid, clause_uids=[first], plan=_plan(city, form, days), at=at)
    if rest:
        dismiss_clauses(actor=officer, notice_uid=notice.uid, clause_uids=rest, reason="样例不编", at=at)
    rule = {"rule": "daily-report", "choice": "lawful", "reason": ""}
    rule_clause(actor=officer, notice_uid=notice.uid, clause_uid=first, at=at, **rule)
    rev = submit_notice(actor=officer, uid=notice.uid, at=at).rev
    sign_off(actor=director, kind="notice", uid=notice.uid, rev=rev, at=at)
    publish_notice(actor=officer, uid=notice.uid, at=at)
    return task


def _plan(city: Any, form: Any, days: int) -> Any:
    from xiangyun.calendar import Recurring
    from xiangyun.notices.selectors import under
    from xiangyun.notices.task_plans import TaskPlan

    return TaskPlan(
        title={"zh-Hans": "二十项日报", "en": "Report of twenty fields"},
        form_version=form,
        selector=under(city.uid, kind="division", level=5),
        deadline=Recurring(every="daily", at=time(17)),
        starts_on=DAY - timedelta(days=days - 1),
        ends_on=DAY + timedelta(days=30),
        lock_hours=24 * (days + 60),
        nil_allowed=True,
        review="nil_by_rule",
        basis="样例通知",
    )


def _places(people: People) -> list[dict[str, Any]]:
    from xiangyun.units.models import Placement
    from xiangyun.units.paths import unit_ids

    placed = Placement.objects.on(DAY).filter(unit__level=5).order_by("unit_id").values_list("unit_id", "path")
    return [
        {"id": unit, "path": path, "above": unit_ids(path), "post": people.by_unit[unit].pk} for unit, path in placed
    ]


def _answer(places: list[dict[str, Any]], task: Any, percent: int) -> None:
    """Today's answers of some villages, through the bulk writer that makes the demonstration's."""
    if not percent:
        return
    from xiangyun.cli.demo.bulk import Given, Place, write
    from xiangyun.core.clock import instant
    from xiangyun.returns.sending import form_of

    period, chance = task.periods.get(start_on=DAY), Random(7)
    chosen = places[: len(places) * percent // 100]
    given = [
        Given(
            place=Place(p["id"], p["path"], p["post"], p["above"][-2], p["post"]),
            at=instant(DAY, time(8)),
            values=daily_form.answer(chance),
        )
        for p in chosen
    ]
    write(period, form_of(period), given)


def _with_tokens(places: list[dict[str, Any]], people: People) -> list[dict[str, Any]]:
    """Each village with a token of its own, one transaction for all."""
    from django.db import transaction

    from xiangyun.core.clock import real_now

    now, posts = real_now(), people.by_unit
    with transaction.atomic():
        return [p | {"token": _token(posts[p["id"]], now)} for p in places]


def _token(tenure: Any, now: Any) -> str:
    """Each village makes its own key."""
    from xiangyun.people.acting import actor_for
    from xiangyun.people.actions.issue_token import issue_token

    return issue_token(actor=actor_for(tenure), tenure=tenure, name="bench", at=now)


if __name__ == "__main__":
    answer_with(make)

"""The sample's story: the notice is pasted, planned, signed and published; then three weeks of answers."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from uuid import UUID

import yaml
from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.audit.seal import publish_past_roots, seal_all
from xiangyun.calendar import Fixed, Recurring
from xiangyun.core.actor import Actor
from xiangyun.core.clock import instant
from xiangyun.core.errors import DomainError
from xiangyun.core.ids import ids_from
from xiangyun.core.models import Site
from xiangyun.forms.actions.define_elements import define_elements
from xiangyun.forms.actions.store_form import store_form
from xiangyun.forms.models import FormVersion
from xiangyun.notices.actions.decide_finding import decide_finding
from xiangyun.notices.actions.dismiss_clauses import dismiss_clauses
from xiangyun.notices.actions.draft_notice import draft_notice
from xiangyun.notices.actions.make_task import make_task
from xiangyun.notices.actions.publish_notice import publish_notice
from xiangyun.notices.actions.rule_clause import rule_clause
from xiangyun.notices.actions.submit_notice import submit_notice
from xiangyun.notices.closing import close_periods, locks_passed, open_periods
from xiangyun.notices.findings import undecided
from xiangyun.notices.models import Clause, Notice, Task
from xiangyun.notices.selectors import under
from xiangyun.notices.states import ClauseState
from xiangyun.notices.task_plans import TaskPlan
from xiangyun.packs.folder import pack_folder
from xiangyun.people.acting import actor_for
from xiangyun.people.actions.sign_off import sign_off
from xiangyun.people.models import Tenure
from xiangyun.units.models import Unit
from xiangyun.units.queries import unit_by_code

from ..demo_load import FIRST_DAY
from .answers import answer_check, answer_daily
from .chance import numbered_ids
from .people import invite_two, load_list
from .pictures import photo_of
from .world import CITY, LIST, PASSWORD, PEOPLE, SYSTEM, begin_numbers, is_empty, make_people, make_units

ISSUED = date(2020, 2, 28)
SITE = {"zh-Hans": "衡阳市公共文化服务", "en": "Hengyang public culture"}
DAILY, CHECK = "继续落实抗疫情况日报告制度", "七个一"
REASON = "样本只编两项任务，其余条款留待后续编排"
CHECK_DUE = date(2020, 5, 29)


class NotEmpty(DomainError):
    """There is something here already."""

    code = "not_empty"


def load(day: date, counties: Collection[str] = ()) -> dict[str, int]:
    """Everything up to a working date, sample row by row, in one transaction: killed anywhere, nothing is there.

    Deterministic (docs/decisions/0004). Gives what there is of each; raises NotEmpty. `counties`: only those.
    """
    begin, morning = instant(ISSUED, time(9, 0)), instant(day, time(8, 0))
    photo_of.cache_clear()
    with transaction.atomic(), ids_from(numbered_ids(begin)):
        _open_site(day, morning)
        counts = {"units": make_units(begin, counties), "accounts": make_people(begin)}
        daily, check = _publish(begin)
        counts["daily returns"] = answer_daily(daily, day)
        counts["checks"] = answer_check(check, day)
        counts |= {"invitations": invite_two(morning), "people on the cloud": load_list(morning)}
        open_periods(at=morning)
        for lock in locks_passed(morning):
            close_periods(at=lock)
        counts["sealed"] = seal_all()
    publish_past_roots()
    return counts


def _open_site(day: date, at: datetime) -> None:
    """Take the site's row, so that of two loads at once the later one finds the database full."""
    Site.objects.update_or_create(id=1, defaults={"name": SITE, "is_demo": True, "working_on": day})
    if not is_empty():
        raise NotEmpty
    begin_numbers()
    record("demo.date_set", actor=SYSTEM, at=at, detail={"day": day})


def post_actor(username: str) -> Actor:
    """The actor of a printed account."""
    return actor_for(Tenure.objects.whole().get(account__username=username))


def _publish(at: datetime) -> tuple[Task, Task]:
    officer, director = post_actor("officer"), post_actor("director")
    city = unit_by_code(CITY, LIST)
    forms = store_forms(officer, city, at)
    text = (pack_folder("hengyang-2020") / "notice.txt").read_text("utf-8")
    notice = draft_notice(actor=officer, text=text, issued_on=ISSUED, at=at)
    daily = make_task(
        actor=officer,
        notice_uid=notice.uid,
        clause_uids=_clauses(notice, DAILY),
        plan=_daily_plan(city, forms["daily-report"]),
        at=at,
    )
    check = make_task(
        actor=officer,
        notice_uid=notice.uid,
        clause_uids=_clauses(notice, CHECK),
        plan=_check_plan(city, forms["seven-ones"]),
        at=at,
    )
    rest = notice.clauses.orders().in_state(ClauseState.OPEN).values_list("uid", flat=True)
    dismiss_clauses(actor=officer, notice_uid=notice.uid, clause_uids=list(rest), reason=REASON, at=at)
    _decide(officer, notice, daily, at)
    rev = submit_notice(actor=officer, uid=notice.uid, at=at).rev
    sign_off(actor=director, kind="notice", uid=notice.uid, rev=rev, at=at + timedelta(hours=2))
    publish_notice(actor=officer, uid=notice.uid, at=at + timedelta(hours=3))
    return daily, check


def _decide(officer: Actor, notice: Notice, daily: Task, at: datetime) -> None:
    """The daily report is given its end; of contradictions in the text none decides anything in the sample."""
    for clause in daily.clauses.all():
        answer = {"rule": "daily-report", "choice": "lawful", "reason": ""}
        rule_clause(actor=officer, notice_uid=notice.uid, clause_uid=clause.uid, at=at, **answer)
    for number in undecided(notice):
        decide_finding(actor=officer, notice_uid=notice.uid, number=number, span=None, reason=REASON, at=at)


def store_forms(officer: Actor, city: Unit, at: datetime) -> dict[str, FormVersion]:
    """The pack's dictionary and its two forms, owned by the city."""
    folder = pack_folder("hengyang-2020")
    entries = yaml.safe_load((folder / "elements.yaml").read_text("utf-8"))["elements"]
    define_elements(actor=officer, owner=city, entries=entries, at=at)
    return {
        slug: store_form(
            actor=officer,
            owner=city,
            slug=slug,
            source=(folder / "forms" / f"{slug}.yaml").read_bytes(),
            filename=f"{slug}.yaml",
            at=at,
        )
        for slug in ("daily-report", "seven-ones")
    }


def _clauses(notice: Notice, words: str) -> list[UUID]:
    """The duties whose own words hold these, in the notice's script or simplified."""
    from xiangyun.core.folding import fold

    wanted = fold(words)

    def holds(clause: Clause) -> bool:
        return wanted in fold(notice.text[clause.start : clause.end])

    duties = notice.clauses.orders().in_state(ClauseState.OPEN)
    return [c.uid for c in duties if holds(c)]


def _daily_plan(city: Unit, form: FormVersion) -> TaskPlan:
    return TaskPlan(
        title={"zh-Hans": "疫情防控日报告", "en": "Daily epidemic report"},
        form_version=form,
        selector=under(city.uid, kind=Unit.Kind.DIVISION, level=5),
        deadline=Recurring(every="daily", at=time(17, 0)),
        starts_on=FIRST_DAY,
        ends_on=date(2020, 4, 30),
        lock_hours=24,
        nil_allowed=True,
        review=Task.Review.NIL_BY_RULE,
        minutes=1,
        basis="衡阳市文化旅游广电体育局 2020年2月28日 通知",
    )


def _check_plan(city: Unit, form: FormVersion) -> TaskPlan:
    return TaskPlan(
        title={"zh-Hans": "村级中心七个一核对", "en": "Check of the seven ones"},
        form_version=form,
        selector=under(city.uid, kind=Unit.Kind.DIVISION, level=5),
        deadline=Fixed(on=CHECK_DUE, at=time(17, 0)),
        starts_on=FIRST_DAY,
        ends_on=date(2020, 7, 31),
        lock_hours=24 * 63,
        minutes=8,
        basis="衡阳市文化旅游广电体育局 2020年2月28日 通知",
    )


def accounts_text() -> list[str]:
    """What `make run` prints: who can sign in, by which name and password."""
    return [f"{p.username:<10} {PASSWORD}   {p.name}  ({p.says})" for p in PEOPLE]

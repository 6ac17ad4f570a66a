"""Publishes one small notice on a seeded site, in a process of its own: every village of the city checks what it has
by 29 May."""

from datetime import date, time

import django

django.setup()

from tests.ruling import answer_rules  # noqa: E402
from xiangyun.calendar import Fixed  # noqa: E402
from xiangyun.cli.demo.story import post_actor  # noqa: E402
from xiangyun.cli.demo.world import CITY, LIST  # noqa: E402
from xiangyun.core.clock import instant  # noqa: E402
from xiangyun.notices.actions.dismiss_clauses import dismiss_clauses  # noqa: E402
from xiangyun.notices.actions.draft_notice import draft_notice  # noqa: E402
from xiangyun.notices.actions.make_task import make_task  # noqa: E402
from xiangyun.notices.actions.publish_notice import publish_notice  # noqa: E402
from xiangyun.notices.actions.submit_notice import submit_notice  # noqa: E402
from xiangyun.notices.queries import forms_on_offer  # noqa: E402
from xiangyun.notices.selectors import under  # noqa: E402
from xiangyun.notices.task_plans import TaskPlan  # noqa: E402
from xiangyun.people.actions.sign_off import sign_off  # noqa: E402
from xiangyun.units.queries import unit_by_code  # noqa: E402

TEXT = """关于核对村级文化服务中心“七个一”的通知
各县市区文旅广体局：
一、各村（社区）文化服务中心要于5月29日前完成“七个一”核对并上报。
衡阳市文化旅游广电体育局
2020年3月18日
"""
DAY = date(2020, 3, 20)

at = instant(DAY, time(8))
officer, director, city = post_actor("officer"), post_actor("director"), unit_by_code(CITY, LIST)
notice = draft_notice(actor=officer, text=TEXT, at=at)
first, *rest = [clause.uid for clause in notice.clauses.orders().order_by("start")]
form = next(version for version in forms_on_offer(officer) if version.form.slug == "seven-ones")
plan = TaskPlan(
    title={"zh-Hans": "七个一核对", "en": "Seven ones"},
    form_version=form,
    selector=under(city.uid, kind="division", level=5),
    deadline=Fixed(on=date(2020, 5, 29), at=time(17)),
    starts_on=DAY,
    ends_on=date(2020, 7, 31),
    lock_hours=24,
    minutes=8,
    basis="2020年3月18日通知",
)
make_task(actor=officer, notice_uid=notice.uid, clause_uids=[first], plan=plan, at=at)
if rest:
    dismiss_clauses(actor=officer, notice_uid=notice.uid, clause_uids=rest, reason="不编", at=at)
answer_rules(officer, notice.uid, at)
rev = submit_notice(actor=officer, uid=notice.uid, at=at).rev
sign_off(actor=director, kind="notice", uid=notice.uid, rev=rev, at=at)
publish_notice(actor=officer, uid=notice.uid, at=at)

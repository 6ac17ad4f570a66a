"""The cast: one post per level, neighbours, and a small tree; and a notice of theirs, published with two tasks."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.test import Client

from tests.hiring import elevate, equip, hire
from tests.ruling import answer_rules
from xiangyun.calendar import Fixed, Recurring
from xiangyun.core.actor import Actor
from xiangyun.core.clock import instant
from xiangyun.core.models import Site
from xiangyun.forms.actions.store_form import store_form
from xiangyun.forms.models import FormVersion
from xiangyun.notices.actions.dismiss_clauses import dismiss_clauses
from xiangyun.notices.actions.draft_notice import draft_notice
from xiangyun.notices.actions.make_task import make_task
from xiangyun.notices.actions.publish_notice import publish_notice
from xiangyun.notices.actions.submit_notice import submit_notice
from xiangyun.notices.models import Notice, Task, TaskPeriod
from xiangyun.notices.selectors import under
from xiangyun.notices.states import ClauseState
from xiangyun.notices.task_plans import TaskPlan
from xiangyun.people.acting import actor_for
from xiangyun.people.actions.sign_off import sign_off
from xiangyun.people.models import Account, Tenure
from xiangyun.units.models import Line, Placement, Unit
from xiangyun.units.paths import child_path, slot
from xiangyun.units.queries import path_of

PACK = Path(__file__).resolve().parent.parent / "packs" / "hengyang-2020"
OPENED = date(2020, 1, 1)
DAY = date(2020, 3, 20)
NOON = instant(DAY, time(12, 0))
PASSWORD = "a long enough password"
TEXT = """各县市区文旅广体局：
现就有关事项通知如下：
一、各村文化服务中心要每日报告抗疫情况，于17时前报乡镇文化站。
二、全市所有村（社区）“七个一”建设务必于7月底前全部完成。
三、各县市区文旅广体局要于4月10日前将注册情况上报市局公共服务科。
某市文化旅游广电体育局
2020年2月28日
"""
TREE = {  # name: (level, above)
    "province": (1, ""),
    "city": (2, "province"),
    "county": (3, "city"),
    "station": (4, "county"),
    "village": (5, "station"),
    "village2": (5, "station"),
    "neighbour_station": (4, "county"),
    "neighbour_village": (5, "neighbour_station"),
    "neighbour_county": (3, "city"),
    "far_station": (4, "neighbour_county"),
    "far_village": (5, "far_station"),
}
LIBRARIES = {"library": ("city", ""), "county_library": ("county", "library")}  # name: (division, above in the line)
POSTS = {  # who: (unit, role)
    "village": ("village", "reporter"),
    "village2": ("village2", "reporter"),
    "station": ("station", "reviewer"),
    "county": ("county", "officer"),
    "officer": ("city", "officer"),
    "director": ("city", "director"),
    "province": ("province", "officer"),
    "neighbour_village": ("neighbour_village", "reporter"),
    "neighbour_station": ("neighbour_station", "reviewer"),
    "neighbour_county": ("neighbour_county", "officer"),
    "far_village": ("far_village", "reporter"),
    "auditor": ("city", "auditor"),
    "security": ("city", "security"),
    "admin": ("city", "admin"),
    "expert": ("city", "expert"),
    "library": ("library", "officer"),
}
FORMER = ("station", "reviewer")
"""The post that `former` held until the day before the story."""


@dataclass
class Cast:
    """Units and actors by name; `client(who)` is signed in, `client("visitor")` is not.

    `actors["admin"]` acts inside a timed session; `client("admin")` has none yet, `client("admin", elevated=True)` has.
    """

    units: dict[str, Unit] = field(default_factory=dict)
    tenures: dict[str, Tenure] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)

    def client(self, who: str, *, elevated: bool = False) -> Client:
        client = Client()
        if who in self.tenures:
            client.force_login(self.tenures[who].account)
        if elevated:
            elevate(client, self.tenures[who])
        return client


def plant(cast: Cast) -> None:
    """The tree of the cast."""
    paths: dict[str, str] = {"": ""}
    for name, (level, above) in TREE.items():
        names = {"name": name, "acting_name": f"{name} centre"}
        unit = Unit.objects.create(kind="division", level=level, **names)
        paths[name] = child_path(paths[above], unit.pk, level)
        Placement.objects.create(unit=unit, path=paths[name], from_on=OPENED, **names)
        cast.units[name] = unit


def line_up(cast: Cast) -> None:
    """The libraries: institutions of their divisions, and a line of their own from the city down to the county."""
    Line.objects.create(slug="library", label={"zh-Hans": "图书馆", "en": "Libraries"})
    paths = {"": ""}
    for name, (division, above) in LIBRARIES.items():
        unit = Unit.objects.create(kind="institution", type="library", name=name, sort_key="~")
        place = path_of(cast.units[division].pk, OPENED)
        Placement.objects.create(unit=unit, path=child_path(place, unit.pk, None), name=name, from_on=OPENED)
        paths[name] = paths[above] + slot(unit.pk)
        Placement.objects.create(unit=unit, line="library", path=paths[name], name=name, from_on=OPENED)
        cast.units[name] = unit


def staff(cast: Cast) -> None:
    """One account and post each."""
    for who, (unit, role) in POSTS.items():
        account = Account(username=who, name=who)
        account.set_password(PASSWORD)
        account.save()
        cast.tenures[who] = hire(account, cast.units[unit], role, OPENED)
        cast.actors[who] = actor_for(cast.tenures[who])
    left = Account.objects.create(username="former", name="former", password="!")
    cast.tenures["former"] = hire(left, cast.units[FORMER[0]], FORMER[1], OPENED)
    cast.tenures["former"].to_on = DAY
    cast.tenures["former"].save(update_fields=["to_on"])
    equip(cast.tenures["admin"].account)
    cast.actors["admin"] = replace(cast.actors["admin"], is_elevated=True)


@pytest.fixture
def cast(db) -> Cast:  # type: ignore[no-untyped-def]
    """Everybody, on a site whose working date is 20 March 2020."""
    Site.objects.update_or_create(id=1, defaults={"is_demo": True, "working_on": DAY})
    made = Cast()
    plant(made)
    line_up(made)
    staff(made)
    return made


@dataclass
class Story:
    """A published notice with a daily task (nil allowed) and a one-time check with photos."""

    cast: Cast
    notice: Notice
    daily: Task
    check: Task

    def period(self, task: Task, key: str = DAY.isoformat()) -> TaskPeriod:
        """Today's period of the daily task, or the only one of the check."""
        return task.periods.get() if task.recurrence == "once" else task.periods.get(key=key)


def form_of_pack(cast: Cast, slug: str) -> FormVersion:
    """A form of the shipped pack, owned by the city."""
    source = (PACK / "forms" / f"{slug}.yaml").read_bytes()
    return store_form(
        actor=cast.actors["officer"],
        owner=cast.units["city"],
        slug=slug,
        source=source,
        filename=f"{slug}.yaml",
        at=NOON,
    )


def plan_of(cast: Cast, form: FormVersion, **changes: object) -> TaskPlan:
    """A daily task for every village of the city."""
    values: dict[str, object] = {
        "title": {"zh-Hans": "日报告", "en": "Daily report"},
        "form_version": form,
        "selector": under(cast.units["city"].uid, kind="division", level=5),
        "deadline": Recurring(every="daily", at=time(17, 0)),
        "starts_on": DAY - timedelta(days=2),
        "ends_on": date(2020, 4, 30),
        "nil_allowed": True,
        "review": "nil_by_rule",
        "minutes": 1,
        "basis": "2020年2月28日通知",
    }
    return TaskPlan(**(values | changes))  # type: ignore[arg-type]


CHECK = {
    "title": {"zh-Hans": "七个一核对", "en": "Seven ones"},
    "deadline": Fixed(on=date(2020, 5, 29), at=time(17, 0)),
    "ends_on": date(2020, 7, 31),
    "lock_hours": 720,
    "nil_allowed": False,
    "review": "person",
    "minutes": 8,
}


def duties(notice: Notice) -> list[UUID]:
    """The open duties of a notice, in order."""
    found = notice.clauses.orders().in_state(ClauseState.OPEN)
    return list(found.order_by("start").values_list("uid", flat=True))


def saying(notice: Notice, words: str) -> UUID:
    """The open duty that holds these words."""
    found = notice.clauses.orders().in_state(ClauseState.OPEN)
    return next(clause.uid for clause in found if words in notice.text[clause.start : clause.end])


def draft(cast: Cast, at: datetime = NOON) -> Story:
    """The notice with its two tasks, the rest dismissed; not yet handed in."""
    officer = cast.actors["officer"]
    notice = draft_notice(actor=officer, text=TEXT, at=at)
    first, second = (saying(notice, words) for words in ("每日报告", "七个一"))
    rest = [uid for uid in duties(notice) if uid not in (first, second)]
    forms = {slug: form_of_pack(cast, slug) for slug in ("daily-report", "seven-ones")}
    make = {"actor": officer, "notice_uid": notice.uid, "at": at}
    daily = make_task(**make, clause_uids=[first], plan=plan_of(cast, forms["daily-report"]))
    check = make_task(**make, clause_uids=[second], plan=plan_of(cast, forms["seven-ones"], **CHECK))
    if rest:
        dismiss_clauses(actor=officer, notice_uid=notice.uid, clause_uids=rest, reason="不编", at=at)
    answer_rules(officer, notice.uid, at)
    return Story(cast, notice, daily, check)


def publish(story: Story, at: datetime = NOON) -> Story:
    """Handed in, signed by the director, published by the officer."""
    uid, actors = story.notice.uid, story.cast.actors
    rev = submit_notice(actor=actors["officer"], uid=uid, at=at).rev
    sign_off(actor=actors["director"], kind="notice", uid=uid, rev=rev, at=at)
    story.notice = publish_notice(actor=actors["officer"], uid=uid, at=at)
    return story


@pytest.fixture
def story(cast: Cast) -> Story:
    """The published notice."""
    return publish(draft(cast))

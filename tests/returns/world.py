"""A tiny province for boards: one city, two counties, three townships, six villages; two published tasks.

湖南省 > 衡阳市 > 祁东县 > 归阳镇 > 印塘村, 幸福村, 七碗村
                        > 金桥镇 > 金桥村
                > 衡东县 > 石湾镇 > 石湾村, 三樟村
"""

import io
from dataclasses import dataclass, field
from datetime import date, datetime, time

from PIL import Image

from tests.elements import add_elements
from tests.hiring import hire
from tests.ruling import answer_rules
from xiangyun.calendar import Fixed, Recurring
from xiangyun.core.actor import Actor
from xiangyun.core.clock import instant
from xiangyun.forms.actions.store_form import store_form
from xiangyun.notices.actions.dismiss_clauses import dismiss_clauses
from xiangyun.notices.actions.draft_notice import draft_notice
from xiangyun.notices.actions.make_task import make_task
from xiangyun.notices.actions.publish_notice import publish_notice
from xiangyun.notices.actions.submit_notice import submit_notice
from xiangyun.notices.models import Clause, Task, TaskPeriod
from xiangyun.notices.task_plans import TaskPlan
from xiangyun.people.acting import actor_for
from xiangyun.people.actions.sign_off import sign_off
from xiangyun.people.models import Account, Tenure
from xiangyun.returns.actions.attach_photo import Taken, attach_photo
from xiangyun.returns.actions.submit_return import Sending, submit_return
from xiangyun.returns.models import Return
from xiangyun.units.models import Placement, Unit
from xiangyun.units.paths import child_path

OPENED = date(2020, 1, 1)
NOTICE = """关于做好公共文化工作的通知
各县市区文旅局:
一、每日17时前上报当天情况。
二、各村要在3月10日前完成核对并上报。
衡阳市文化旅游广电体育局
2020年2月28日
"""
CHECK = """
survey:
  - {type: select_one yes_no, name: square, "label::简体中文 (zh-Hans)": 有广场吗, required: "yes", element: square}
  - {type: image, name: square_photo, "label::简体中文 (zh-Hans)": 广场照片}
  - {type: decimal, name: area, "label::简体中文 (zh-Hans)": 广场面积}
  - {type: select_one yes_no, name: stage, "label::简体中文 (zh-Hans)": 有戏台吗, required: "yes", element: stage}
choices:
  - {list_name: yes_no, name: "yes", "label::简体中文 (zh-Hans)": 有}
  - {list_name: yes_no, name: "no", "label::简体中文 (zh-Hans)": 没有}
settings:
  - {form_title: 核对, form_id: check, version: "1", default_language: "简体中文 (zh-Hans)"}
"""
REPORT = """
survey:
  - {type: text, name: happened, "label::简体中文 (zh-Hans)": 什么事, required: "yes"}
settings:
  - {form_title: 日报, form_id: report, version: "1", default_language: "简体中文 (zh-Hans)"}
"""
TREE = {
    "湖南省": {"衡阳市": {
        "祁东县": {"归阳镇": {"印塘村": {}, "幸福村": {}, "七碗村": {}}, "金桥镇": {"金桥村": {}}},
        "衡东县": {"石湾镇": {"石湾村": {}, "三樟村": {}}},
    }}
}  # fmt: skip


def at(month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    """An instant of 2020 on the site's clock."""
    return instant(date(2020, month, day), time(hour, minute))


@dataclass
class World:
    """Units by name, and the two tasks: `daily` of every township, `check` of every village, once."""

    units: dict[str, Unit] = field(default_factory=dict)
    tenures: dict[tuple[str, str], Tenure] = field(default_factory=dict)
    daily: Task = None  # type: ignore[assignment]
    check: Task = None  # type: ignore[assignment]

    def post(self, unit: str, role: str = "reporter") -> Tenure:
        """A post of a role at a unit, made when first asked for."""
        if (unit, role) not in self.tenures:
            account = Account.objects.create(username=f"{unit}-{role}", name=f"{unit}的人")
            self.tenures[unit, role] = hire(account, self.units[unit], role, OPENED)
        return self.tenures[unit, role]

    def actor(self, unit: str, role: str = "reporter") -> Actor:
        return actor_for(self.post(unit, role))

    def send(self, unit: str, task: Task, when: datetime, key: str = "once", **values: object) -> Return:
        """Send what the form asks; a photo comes with a square that is there; nothing means a nil return."""
        period, actor = TaskPeriod.objects.get(task=task, key=key), self.actor(unit)
        if values.get("square") == "yes":
            shot = attach_photo(
                actor=actor, period_uid=period.uid, field="square_photo", raw=picture(unit), taken=Taken(), at=when
            )
            values["square_photo"] = [shot.sha256]
        rev = Return.objects.filter(unit=self.units[unit], period=period).values_list("answer__rev", flat=True).first()
        sending = Sending(raw=values, nil=not values, rev=rev or 0)
        return submit_return(actor=actor, period_uid=period.uid, sending=sending, at=when)


def picture(seed: str) -> bytes:
    """A picture that differs by seed."""
    shade = (sum(seed.encode()) * 37) % 256
    out = io.BytesIO()
    Image.new("RGB", (900, 600), (shade, 80, 255 - shade)).save(out, "PNG")
    return out.getvalue()


def build() -> World:
    """The tree, and the notice published on 28 February with its tasks from 1 March."""
    world = World()
    _plant(world, TREE, "", 1)
    officer, director = world.actor("衡阳市", "officer"), world.actor("衡阳市", "director")
    day = at(2, 28)
    entries = [
        {"slug": "square", "label": {"zh-Hans": "文化广场"}, "type": "yes_no", "validity": "until_changed"},
        {"slug": "stage", "label": {"zh-Hans": "戏台"}, "type": "yes_no", "validity": "until_changed"},
    ]
    add_elements(officer, entries, day)
    notice = draft_notice(actor=officer, text=NOTICE, at=day)
    clauses = list(notice.clauses.order_by("start"))
    world.daily = _task(world, clauses[0], "report", REPORT)
    world.check = _task(world, clauses[1], "check", CHECK)
    if rest := [c.uid for c in clauses[2:]]:
        dismiss_clauses(actor=officer, notice_uid=notice.uid, clause_uids=rest, reason="不派任务", at=day)
    answer_rules(officer, notice.uid, day)
    rev = submit_notice(actor=officer, uid=notice.uid, at=day).rev
    sign_off(actor=director, kind="notice", uid=notice.uid, rev=rev, at=day)
    publish_notice(actor=officer, uid=notice.uid, at=day)
    return world


def _plant(world: World, branch: dict, path: str, level: int) -> None:
    for name, below in branch.items():
        plant(world, name, path, level)
        _plant(world, below, world.units[name].path, level + 1)


def plant(world: World, name: str, path: str, level: int) -> Unit:
    """A unit of a level under a path, placed from the first day on."""
    unit = Unit.objects.create(
        kind="division", level=level, name=name, sort_key=f"{len(world.units):04}",
        contact_name="周某", contact_phone="0734-0000000",
    )  # fmt: skip
    unit.path = child_path(path, unit.pk, level)
    Placement.objects.create(unit=unit, path=unit.path, name=name, from_on=OPENED)
    world.units[name] = unit
    return unit


def plant_institution(world: World, name: str, path: str) -> Unit:
    """A library or book house attached to a division."""
    unit = Unit.objects.create(kind="institution", type="library", name=name, sort_key=f"~{name}"[:20])
    unit.path = child_path(path, unit.pk, None)
    Placement.objects.create(unit=unit, path=unit.path, name=name, from_on=OPENED)
    world.units[name] = unit
    return unit


def _task(world: World, clause: Clause, slug: str, source: str) -> Task:
    officer, city, day = world.actor("衡阳市", "officer"), world.units["衡阳市"], at(2, 28)
    form = store_form(actor=officer, owner=city, slug=slug, source=source.encode(), filename=f"{slug}.yaml", at=day)
    once = slug == "check"
    plan = TaskPlan(
        title={"zh-Hans": "村级核对" if once else "抗疫日报告"},
        form_version=form,
        selector={"kind": "division", "level": 5 if once else 4, "under": str(city.uid)},
        deadline=Fixed(on=date(2020, 3, 10), at=time(17)) if once else Recurring(every="daily", at=time(17)),
        starts_on=date(2020, 3, 1),
        ends_on=date(2020, 3, 20),
        lock_hours=24 * 5 if once else 24,
        nil_allowed=not once,
        review="person" if once else "nil_by_rule",
        basis="通知",
    )
    return make_task(actor=officer, notice_uid=clause.notice.uid, clause_uids=[clause.uid], plan=plan, at=day)

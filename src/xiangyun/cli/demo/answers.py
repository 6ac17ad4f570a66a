"""Three weeks of sample answers, with real gaps: late, missing, sent back."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from xiangyun.core.clock import instant
from xiangyun.facts.models import Evidence
from xiangyun.notices.models import Task, TaskPeriod
from xiangyun.notices.periods import open_ahead
from xiangyun.notices.selectors import places_of
from xiangyun.people.models import Post
from xiangyun.returns.sending import form_of
from xiangyun.units.paths import unit_ids
from xiangyun.units.queries import unit_by_code

from .bulk import Given, Place, write
from .chance import draw
from .pictures import EACH, photo_of
from .world import COUNTY, LIST, PEOPLE

SEVEN = ("square", "activity_room", "stage", "notice_board", "culture_kit", "broadcast_kit", "sports_kit")
HAS = {"square": 0.93, "activity_room": 0.96, "stage": 0.86, "notice_board": 0.97, "culture_kit": 0.84,
       "broadcast_kit": 0.8, "sports_kit": 0.94}  # fmt: skip
MATTERS = (
    ("people", "有一户从外地返回，已登记并告知在家观察。"),
    ("gathering", "文化广场有人聚集下棋，已劝离。"),
    ("venue", "活动室门锁损坏，已换锁。"),
)
BLURRED = "照片里看不清宣传栏的字，靠近再拍一张就好。"
LATITUDE, LONGITUDE = Decimal("26.9"), Decimal("112.6")


def places(task: Task, day: date) -> list[Place]:
    """The villages that owe, each with the station above it."""
    rows = places_of(task.selector, day)
    posts = dict(Post.objects.order_by("-id").values_list("unit", "id"))
    return [
        Place(unit, path, posts[unit], unit_ids(path)[-2], posts[unit_ids(path)[-2]], code)
        for unit, path, code in rows.order_by("path").values_list("unit", "path", "unit__sort_key")
    ]


def _shown(task: Task, day: date) -> tuple[list[Place], set[int], int]:
    """All places; those of printed accounts, kept free for whoever tries it out; the county with gaps."""
    free = {unit_by_code(p.code, LIST).pk for p in PEOPLE}
    return places(task, day), free, unit_by_code(COUNTY, LIST).pk


def answer_daily(task: Task, day: date) -> int:
    """The daily report of every village from the first day on; today only what came in the morning."""
    villages, free, gappy = _shown(task, task.starts_on)
    open_ahead(task, instant(day, time(8, 0)))
    written = 0
    for period in task.periods.filter(start_on__lte=day).select_related("task__form_version").order_by("key"):
        given = (
            one
            for place in villages
            if not (place.unit_id in free and period.start_on >= day)
            for one in _daily(place, period, day, gappy)
        )
        written += write(period, form_of(period), given)
    return written


def _daily(place: Place, period: TaskPeriod, today: date, gappy: int) -> Iterator[Given]:
    chance = draw("daily", period.key, place.code)
    careful = 0.93 if gappy in unit_ids(place.path) else 0.985
    late = chance.random() > careful
    if late and chance.random() < 0.6:
        return
    at = _sent_at(chance, period, late=late)
    if at.date() > today or (period.start_on == today and (late or at.hour >= 11)):
        return
    if chance.random() < 0.004:
        yield _matter(place, at, chance, today)
    else:
        yield Given(place, at, nil=True, verdict="accept", verdict_at=at)


def _sent_at(chance: Random, period: TaskPeriod, *, late: bool) -> datetime:
    """In the morning or before the end of the afternoon; late ones the next morning."""
    if late:
        return instant(period.start_on + timedelta(days=1), time(chance.randint(8, 15), chance.randint(0, 59)))
    hour = chance.choices((8, 9, 10, 11, 14, 15, 16), (10, 14, 10, 8, 14, 18, 26))[0]
    return instant(period.start_on, time(hour, chance.randint(0, 59), chance.randint(0, 59)))


def _matter(place: Place, at: datetime, chance: Random, today: date) -> Given:
    """Something happened: looked at the next morning, one in eight sent back."""
    kind, happened = chance.choice(MATTERS)
    values = {"matter": kind, "people": chance.randint(1, 12), "happened": happened, "handled": True}
    looked = instant(at.date() + timedelta(days=1), time(9, chance.randint(0, 59)))
    given = Given(place, at, values=values)
    if looked.date() <= today:
        back = chance.random() < 0.125
        given.verdict, given.verdict_at = ("send_back" if back else "accept"), looked
        given.note = "请写明处理结果。" if back else ""
    return given


def answer_round(task: Task, day: date, values: dict[str, Any]) -> int:
    """What the few institutions report day by day or week by week: all is well, and the level above agrees."""
    there = places(task, day)
    open_ahead(task, instant(day, time(8, 0)))
    written = 0
    for period in task.periods.filter(end_on__lt=day).select_related("task__form_version").order_by("key"):
        given = [_as_usual(place, period, values) for place in there]
        written += write(period, form_of(period), given)
    return written


def _as_usual(place: Place, period: TaskPeriod, values: dict[str, Any]) -> Given:
    chance = draw("round", period.key, place.code, str(place.unit_id))
    at = instant(period.end_on, time(16, chance.randint(0, 50)))
    return Given(place, at, values=dict(values), verdict="accept", verdict_at=at + timedelta(hours=1))


def answer_check(task: Task, day: date) -> int:
    """The check of the seven ones: about a fifth of the villages have sent it by the third week."""
    villages, free, gappy = _shown(task, task.starts_on)
    period = task.periods.select_related("task__form_version").get()
    given = (one for place in villages if place.unit_id not in free for one in _check(place, period, day, gappy))
    return write(period, form_of(period), given)


def _check(place: Place, period: TaskPeriod, today: date, gappy: int) -> Iterator[Given]:
    chance = draw("check", place.code)
    slow = gappy in unit_ids(place.path)
    on = period.start_on + timedelta(days=int(chance.triangular(1, 100 if slow else 80, 60 if slow else 30)))
    if chance.random() < 0.02 or on >= today:
        return
    at = instant(on, time(chance.randint(8, 17), chance.randint(0, 59)))
    given = Given(place, at)
    for name in SEVEN:
        given.values[name] = has = chance.random() < HAS[name] - (0.08 if slow else 0)
        if has:
            _add_photo(given, name, chance, period.opens_at)
    if given.values["square"]:
        given.values["square_area"] = str(chance.randint(20, 160) * 10)
    _judge(given, chance, today)
    yield given


def _add_photo(given: Given, name: str, chance: Random, stored_at: datetime) -> None:
    field, digest = f"{name}_photo", photo_of(name, chance.randrange(EACH), stored_at)
    given.values[field] = [digest]
    given.photos.append(
        Evidence(
            field=field,
            sha256=digest,
            taken_at=given.at - timedelta(minutes=chance.randint(5, 90)),
            latitude=LATITUDE + Decimal(chance.randint(-60000, 60000)) / 100000,
            longitude=LONGITUDE + Decimal(chance.randint(-80000, 80000)) / 100000,
            at=given.at,
        )
    )


def _judge(given: Given, chance: Random, today: date) -> None:
    """The station looks some days later; one in twelve is sent back for one photo."""
    looked = given.at + timedelta(days=chance.randint(1, 6))
    if looked.date() > today:
        return
    if given.values["notice_board"] and chance.random() < 0.085:
        given.verdict, given.verdict_at = "send_back", looked
        given.field_notes = {"notice_board_photo": BLURRED}
    else:
        given.verdict, given.verdict_at = "accept", looked

"""The sample's story: the notice is pasted, planned, signed and published; then three weeks of answers."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from msgspec import structs

from xiangyun.audit.log import record
from xiangyun.audit.seal import publish_past_roots, seal_all
from xiangyun.core.actor import Actor
from xiangyun.core.clock import instant, working_date
from xiangyun.core.errors import DomainError
from xiangyun.core.ids import ids_from
from xiangyun.core.models import Site
from xiangyun.notices.actions.publish_notice import publish_notice
from xiangyun.notices.actions.submit_notice import submit_notice
from xiangyun.notices.closing import close_periods, locks_passed, open_periods
from xiangyun.notices.models import Notice, Task
from xiangyun.packs.actions.load_pack import load_pack
from xiangyun.packs.folder import pack_folder
from xiangyun.packs.format import Pack
from xiangyun.packs.names import LISTS
from xiangyun.packs.reading import read_pack
from xiangyun.people.acting import actor_for
from xiangyun.people.actions.sign_off import sign_off
from xiangyun.people.models import Tenure
from xiangyun.units.models import Unit
from xiangyun.units.queries import path_of, unit_by_code

from .answers import answer_check, answer_daily, answer_round
from .chance import numbered_ids
from .people import invite_two, load_list
from .pictures import photo_of
from .world import CITY, LIST, PASSWORD, PEOPLE, SYSTEM, begin_numbers, is_empty, make_people, make_units

PACK = "hengyang-2020"
ROUNDS: dict[str, dict[str, Any]] = {
    "book-house-patrol": {"closed": True, "safe": True},
    "venue-closure": {"closed": True},
}
"""What institutions answer to what comes round daily or weekly."""
ISSUED = date(2020, 2, 28)
SITE = {"zh-Hans": "衡阳市公共文化服务", "en": "Hengyang public culture"}


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
        tasks = _publish(begin)
        counts["daily returns"] = answer_daily(tasks["daily-report"], day)
        counts["checks"] = answer_check(tasks["seven-ones"], day)
        counts["rounds"] = sum(answer_round(tasks[key], day, values) for key, values in ROUNDS.items())
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


def _publish(at: datetime) -> dict[str, Task]:
    """The pack is loaded as its officer would, signed by the director, published; gives its tasks by key."""
    officer, director = post_actor("officer"), post_actor("director")
    city = unit_by_code(CITY, LIST)
    pack = within(read_pack(pack_folder(PACK)).pack, names_below(city, working_date(at)))
    load_pack(actor=officer, owner=city, pack=pack, at=at)
    uid = Notice.objects.visible_to(officer).get(owner=city).uid
    rev = submit_notice(actor=officer, uid=uid, at=at).rev
    sign_off(actor=director, kind="notice", uid=uid, rev=rev, at=at + timedelta(hours=2))
    notice = publish_notice(actor=officer, uid=uid, at=at + timedelta(hours=3))
    return {task.key: task for task in notice.tasks.all()}


def names_below(city: Unit, day: date) -> set[str]:
    """The names of all that stands in the sample; a small one has two counties only."""
    return set(Unit.objects.within(path_of(city.pk, day), day).values_list("name", flat=True))


def within(pack: Pack, names: Collection[str]) -> Pack:
    """The pack without the units that a small sample lacks."""
    tasks = [structs.replace(task, who=_within(task.who, names)) for task in pack.tasks]
    parties = [structs.replace(entry, who=_within(entry.who, names)) for entry in pack.parties]
    return structs.replace(pack, tasks=tasks, parties=parties)


def _within(who: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    if "any" in who:
        return {**who, "any": [_within(part, names) for part in who["any"]]}
    kept = {key: [name for name in who[key] if name in names] for key in LISTS if key in who}
    return {**{key: value for key, value in who.items() if key not in LISTS}, **{k: v for k, v in kept.items() if v}}


def accounts_text() -> list[str]:
    """What `make run` prints: who can sign in, by which name and password."""
    return [f"{p.username:<10} {PASSWORD}   {p.name}  ({p.says})" for p in PEOPLE]

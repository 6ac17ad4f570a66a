"""What a notice by itself takes of a village in a week: as planned so far, and as its text orders."""

from collections.abc import Sequence
from datetime import date
from math import ceil

from django.urls import reverse
from django.utils.translation import gettext as _

from xiangyun.core.actor import Actor
from xiangyun.forms.effort import table_for
from xiangyun.notices.as_written import loads_as_written
from xiangyun.notices.loads import Load, most_at_once
from xiangyun.notices.models import Cap, Clause, Notice, Task
from xiangyun.units.paths import unit_ids

from .burden_words import Bar, Gauge
from .task_words import minutes_words, reaches_villages


def own_gauge(actor: Actor, notice: Notice, clauses: Sequence[Clause], tasks: Sequence[Task], day: date) -> Gauge:
    """Two bars beside the cap; the other tasks in force stand on the page that it leads to. Two queries."""
    cap, table = cap_for(actor), table_for(actor)
    planned = most_at_once([_load(task) for task in tasks if reaches_villages(task)], day)
    written = most_at_once(loads_as_written(notice, clauses, table, day), day)
    most = cap.minutes if cap else None
    return Gauge(
        bars=(_bar(_("now"), planned, most, is_plan=True), _bar(_("as it is written"), written, most, is_plan=False)),
        total=max(1.0, planned, written, float(most or 0)),
        cap=_("at most %(minutes)s") % {"minutes": minutes_words(most)} if most else _("no cap is set"),
        note=_("This notice alone, each answer in full; all tasks in force stand behind the numbers."),
        url=reverse("workspace:notice-burden", args=[notice.uid]),
        is_over=most is not None and planned > most,
    )


def cap_for(actor: Actor) -> Cap | None:
    """The nearest cap at or above the actor's unit."""
    way = [unit for path in actor.paths for unit in unit_ids(path)]
    caps = {cap.owner_id: cap for cap in Cap.objects.around(actor.paths)}
    return next((caps[unit] for unit in reversed(way) if unit in caps), None)


def _load(task: Task) -> Load:
    return Load(task.minutes, task.recurrence, task.starts_on, task.ends_on)  # type: ignore[arg-type]


def _bar(label: str, minutes: float, cap: int | None, *, is_plan: bool) -> Bar:
    within = minutes if cap is None else min(minutes, cap)
    done, wait = (within, 0.0) if is_plan else (0.0, within)
    return Bar(label, ceil(round(minutes, 6)), done, wait, minutes - within)

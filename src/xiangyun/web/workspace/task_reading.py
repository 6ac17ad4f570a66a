"""What the words of a deadline were understood as, before a task is made of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from xiangyun.calendar import (
    Deadline,
    Delegated,
    Recurring,
    Resolved,
    Staged,
    Unread,
    UntilNotice,
    owed_by,
    read_wording,
    resolve,
    words,
)
from xiangyun.notices.almanac import Calendar
from xiangyun.notices.pinning import vague_of
from xiangyun.notices.proposals import Ground
from xiangyun.web.shared.templatetags.look import zhdate

from .deadline_words import caution_words, day_words, kind_word, range_words

SHOWN = 3
"""Of a recurrence, so many due days are shown."""
A_LONG_TIME = timedelta(days=800)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood; `edge` colours it: known, to wait for, to pin, not understood."""

    kind: str
    says: str
    edge: str
    lines: tuple[str, ...] = ()
    cautions: tuple[str, ...] = field(default=())


def reading_of(typed: Mapping[str, Any], ground: Ground) -> Reading | None:
    """The reading of the words in a form, by what is known today; None where there are none."""
    wording = str(typed.get("words") or "").strip()
    if not wording:
        return None
    deadline = read_wording(wording, ground.notice.issued_on or ground.day)
    return _read(deadline, ground.calendar_for(deadline), _day(typed.get("starts_on")) or ground.day)


def _day(typed: Any) -> date | None:
    try:
        return typed if isinstance(typed, date) else parse_date(str(typed or ""))
    except ValueError:
        return None


def _read(deadline: Deadline, known: Calendar, begins: date) -> Reading:
    due = resolve(deadline, events=known.events, workdays=known.workdays, at=begins)
    if isinstance(deadline, Unread):
        says = _("Not understood as a day. Write it otherwise, or pin a day below.")
        return Reading(kind_word(deadline), says, "late")
    says, lines = day_words(due), [_("Read as: %(words)s") % {"words": words(deadline)}]
    if isinstance(deadline, Recurring) or (isinstance(deadline, UntilNotice) and deadline.every):
        says = _next_days(deadline, known, begins)
    if isinstance(deadline, Staged):
        lines += [f"{name}{_(': ')}{day_words(stage)}" for name, stage in due.stages]
    return Reading(kind_word(deadline), says, _edge(due), (*lines, *_to_pin(deadline, due)), tuple(caution_words(due)))


def _next_days(deadline: Deadline, known: Calendar, begins: date) -> str:
    """The first due days of a recurrence."""
    spans = owed_by(deadline, begins, None, horizon=begins + A_LONG_TIME, events=known.events, workdays=known.workdays)
    days = [zhdate(owed.due.day, "year") for owed in islice(spans, SHOWN) if owed.due.day]
    return _("first due on %(days)s") % {"days": pgettext("list", ", ").join(days)} if days else _("no day in it")


def _to_pin(deadline: Deadline, due: Resolved) -> list[str]:
    vague = vague_of(deadline)
    if vague is None or due.day:
        return []
    if isinstance(vague, Delegated):
        return [_("It can be published so. When the day is set, enter it with its document.")]
    span = range_words(due)
    return [_("Pin a day below before it is handed in: %(range)s.") % {"range": span}] if span else []


def _edge(due: Resolved) -> str:
    return "ok" if due.day else "wait"

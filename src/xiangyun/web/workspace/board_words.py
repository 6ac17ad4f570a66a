"""A board in words: its deadline, what a unit did, what a figure is called."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from xiangyun.core.clock import working_date
from xiangyun.forms.definition import StoredForm
from xiangyun.notices.definitions import level_of
from xiangyun.notices.models import Task, TaskPeriod
from xiangyun.returns.models import Return
from xiangyun.returns.states import ReturnState
from xiangyun.web.shared.templatetags.look import zhdate

from .wording import due_words, with_words


def figure_words() -> dict[str, str]:
    """What each state of a duty is called."""
    return {
        "owed": pgettext("figure", "Owed"),
        "returned": pgettext("figure", "Returned"),
        "on_time": pgettext("figure", "On time"),
        "late": pgettext("figure", "Late"),
        "missing": pgettext("figure", "Missing"),
        "waiting": pgettext("figure", "Waiting for review"),
        "sent_back": pgettext("figure", "Sent back"),
        "accepted": pgettext("figure", "Accepted"),
        "by_rule": pgettext("figure", "Accepted by rule"),
        "by_hand": pgettext("figure", "Accepted by a person"),
    }


def level_words() -> dict[int, str]:
    """The divisions of each level."""
    return {
        1: _("provinces"),
        2: _("cities"),
        3: _("counties and districts"),
        4: _("townships and streets"),
        5: _("villages and communities"),
    }


def list_word(publisher: str) -> str:
    """Who publishes an official list; one we do not know goes by its short name."""
    words = {
        "stats": pgettext("list", "the National Bureau of Statistics"),
        "mca": pgettext("list", "the Ministry of Civil Affairs"),
    }
    return words.get(publisher, publisher)


def asked_word(task: Task) -> str:
    """Whom a task asks, in a word."""
    return level_words().get(level_of(task.selector.definition) or 0, _("units"))


def deadline_words(period: TaskPeriod, at: datetime) -> str:
    """By when, and how long that is from now or ago."""
    if period.due_at is None:
        return due_words(period, at)
    by = with_words(period, _("Due %(when)s") % {"when": zhdate(period.due_at, "time")})
    days = (working_date(period.due_at) - working_date(at)).days
    if at > period.due_at:
        past = ngettext("%(n)s day past", "%(n)s days past", -days) % {"n": -days} if days else _("past since today")
        return _("%(by)s, %(far)s") % {"by": by, "far": past}
    left = ngettext("%(n)s day left", "%(n)s days left", days) % {"n": days} if days else _("today")
    return _("%(by)s, %(far)s") % {"by": by, "far": left}


def until_words(period: TaskPeriod) -> str:
    """Up to when an answer is on time."""
    if period.due_at is None:
        return _("no day yet")
    return _("until %(when)s") % {"when": zhdate(period.due_at, "time")}


def more_time_words(until: datetime) -> str:
    """That a unit was given more time by name."""
    return _("more time up to %(when)s") % {"when": zhdate(until, "time")}


def period_words(period: TaskPeriod) -> str:
    """The day or days of a period."""
    if period.start_on == period.end_on:
        return zhdate(period.start_on)
    return f"{zhdate(period.start_on, 'short')}–{zhdate(period.end_on, 'short')}"


def state_tag(returned: Return | None, *, is_past: bool) -> tuple[str, str]:
    """The state of a unit's duty as a word and the colour that repeats it."""
    if returned is None:
        return (pgettext("duty", "Missing"), "late") if is_past else (pgettext("duty", "Not yet"), "")
    if returned.state == ReturnState.SENT_BACK:
        return pgettext("duty", "Sent back"), "wait"
    if not returned.on_time:
        return pgettext("duty", "Late"), "late"
    if returned.state == ReturnState.ACCEPTED:
        return pgettext("duty", "Accepted"), "ok"
    return pgettext("duty", "To review"), "wait"


def sentence(returned: Any, period: TaskPeriod, form: StoredForm) -> str:
    """What a unit did and who has it now: `returned` as from `sent_by`, or none."""
    if returned is None:
        return _("nothing sent")
    parts = [_("sent %(day)s") % {"day": zhdate(returned.first_sent_at, "short")}, _looked(returned)]
    if not returned.on_time:
        parts.insert(1, _late_by(returned, period))
    if returned.nil:
        parts.append(_("nothing to report"))
    elif photos := photo_count(returned.sent_values, form):
        parts.append(ngettext("%(n)s photo", "%(n)s photos", photos) % {"n": photos})
    return _(", ").join(part for part in parts if part)


def _late_by(returned: Return, period: TaskPeriod) -> str:
    first, due = returned.first_sent_at, period.due_at
    days = (working_date(first) - working_date(due)).days if first and due else 0
    return ngettext("%(n)s day late", "%(n)s days late", days) % {"n": days} if days else _("late the same day")


def _looked(returned: Any) -> str:
    if returned.by_rule:
        return _("accepted by rule")
    if returned.state == ReturnState.SUBMITTED:
        return _("now at %(unit)s") % {"unit": returned.waiting_at}
    words = {"unit": returned.looked_by or "", "day": zhdate(returned.looked_at, "short")}
    if returned.state == ReturnState.SENT_BACK:
        return _("sent back by %(unit)s on %(day)s") % words
    return _("seen by %(unit)s on %(day)s") % words


def photo_count(values: dict[str, Any] | None, form: StoredForm) -> int:
    """How many photos an answer has."""
    images = [f.path for f in form.fields if f.type == "image"]
    return sum(len((values or {}).get(path) or []) for path in images)

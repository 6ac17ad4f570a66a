"""Words for states and clocks, said the same way on every page."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache, lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from opencc import OpenCC

from xiangyun.core.clock import ZONE, working_date
from xiangyun.core.texts import pick
from xiangyun.notices.models import Clause, Task, TaskPeriod
from xiangyun.notices.periods import due_of
from xiangyun.returns.models import Return
from xiangyun.returns.states import ReturnState
from xiangyun.web.shared.context import language_code
from xiangyun.web.shared.templatetags.look import zhdate

STATE_KINDS = {
    ReturnState.DRAFT: "",
    ReturnState.SUBMITTED: "wait",
    ReturnState.SENT_BACK: "wait",
    ReturnState.ACCEPTED: "ok",
}


SAYS_ITS_DAY = ("fixed", "recurring", "until_notice")
"""Kinds of deadlines whose own words add nothing to the day."""


def said(text: Mapping[str, str]) -> str:
    """A text of data in the page's language; Traditional is made from Simplified unless the text has its own."""
    language = language_code()
    words = pick(text, language)
    return _traditional(words) if language == "zh-Hant" and language not in text else words


def in_script(words: str) -> str:
    """The notice's own words in the script of the page."""
    return _simplified(words) if language_code() == "zh-Hans" else words


@lru_cache(maxsize=2000)
def _simplified(words: str) -> str:
    return str(_to_simplified().convert(words))


@lru_cache(maxsize=2000)
def _traditional(words: str) -> str:
    return str(_to_traditional().convert(words))


@cache
def _to_simplified() -> OpenCC:
    return OpenCC("t2s")


@cache
def _to_traditional() -> OpenCC:
    return OpenCC("s2t")


def state_word(returned: Return) -> str:
    """The state of a return in a word."""
    words = {
        ReturnState.DRAFT: pgettext("return", "Draft"),
        ReturnState.SUBMITTED: pgettext("return", "Waiting"),
        ReturnState.SENT_BACK: pgettext("return", "Sent back"),
        ReturnState.ACCEPTED: pgettext("return", "Accepted"),
    }
    return words[ReturnState(returned.state)]


def stamp_word(returned: Return) -> str:
    """The verdict as a stamp of two characters."""
    if returned.state == ReturnState.ACCEPTED:
        return pgettext("stamp", "OK")
    return pgettext("stamp", "sent")


def due_words(period: TaskPeriod, at: datetime) -> str:
    """By when, as people say it; where the notice names no day, with its own words."""
    return with_words(period, by_words(period, at)) if period.due_at else _not_known(period)


def by_words(period: TaskPeriod, at: datetime) -> str:
    """By when, in a few words."""
    return by_when(period.due_at, at)


def _not_known(period: TaskPeriod) -> str:
    return _("day not known yet: %(words)s") % {"words": in_script(due_of(period).wording)}


def with_words(period: TaskPeriod, by: str) -> str:
    """A day in words, and what the notice itself says where it names no day: a unit sees both."""
    due = due_of(period)
    if period.task.deadline["kind"] in SAYS_ITS_DAY or not due.wording:
        return by
    words = {"by": by, "words": in_script(due.wording), "document": due.document}
    if due.document:
        return _("%(by)s (set by %(document)s; the notice says %(words)s)") % words
    return _("%(by)s (the notice says %(words)s)") % words


def words_of_notice(period: TaskPeriod) -> str:
    """What the notice itself says of the day; blank where it names the day."""
    says = "" if period.task.deadline["kind"] in SAYS_ITS_DAY else due_of(period).wording
    return _("the notice says %(words)s") % {"words": in_script(says)} if says else ""


def by_when(due_at: datetime | None, at: datetime) -> str:
    """By an instant, in a few words; None is a day that nobody knows yet."""
    if due_at is None:
        return _("day not known yet")
    clock = due_at.astimezone(ZONE).strftime("%H:%M")
    days = (working_date(due_at) - working_date(at)).days
    if days == 0 and due_at < at:
        return _("was due %(clock)s today") % {"clock": clock}
    if days == 0:
        return _("by %(clock)s today") % {"clock": clock}
    if days == -1:
        return _("was due yesterday %(clock)s") % {"clock": clock}
    if days < 0:
        return _("was due %(day)s") % {"day": zhdate(due_at, "short")}
    return _("by %(day)s") % {"day": zhdate(due_at, "short")}


def day_name(day: datetime, at: datetime) -> str:
    """Yesterday, or the day's date."""
    if working_date(at) - working_date(day) == timedelta(days=1):
        return _("Yesterday")
    return zhdate(day, "short")


def content_word(returned: Return) -> str:
    """What was sent, in a few words."""
    if returned.nil:
        return _("nothing to report")
    return _("%(n)s answers") % {"n": len(returned.answer.values)}


def quote(clause: Clause) -> str:
    """The clause's own words, in the script of the page; the notice itself keeps its own."""
    words = clause.notice.text[clause.start : clause.end]
    return in_script(words)


def greeting(at: datetime) -> str:
    """By the time of day."""
    hour = at.astimezone(ZONE).hour
    if hour < 12:
        return _("Good morning")
    return _("Good afternoon") if hour < 18 else _("Good evening")


def nil_says(task: Task, key_day: datetime) -> str:
    """What the second tap will send."""
    return _("%(day)s: nothing to report") % {"day": zhdate(key_day, "short")}

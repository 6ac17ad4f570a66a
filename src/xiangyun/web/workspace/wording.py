"""Words for states and clocks, said the same way on every page."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache, lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from opencc import OpenCC

from xiangyun.core.clock import ZONE, working_date
from xiangyun.core.folding import fold
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


def said(text: Mapping[str, str]) -> str:
    """A text of data in the page's language; Traditional is made from Simplified unless the text has its own."""
    language = language_code()
    words = pick(text, language)
    return _traditional(words) if language == "zh-Hant" and language not in text else words


@lru_cache(maxsize=2000)
def _traditional(words: str) -> str:
    return str(_to_traditional().convert(words))


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
    """By when, as people say it; what is not known yet in the notice's own words."""
    due = due_of(period)
    if period.due_at is None:
        return _("day not known yet: %(words)s") % {"words": due.wording}
    by = _by_when(period.due_at, at)
    return _("%(by)s (the notice says %(words)s)") % {"by": by, "words": due.wording} if due.first else by


def unknown_words(period: TaskPeriod) -> str:
    """What a day that is not known yet waits for."""
    return due_of(period).wording


def _by_when(due_at: datetime, at: datetime) -> str:
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
    return fold(words) if language_code() == "zh-Hans" else words


def greeting(at: datetime) -> str:
    """By the time of day."""
    hour = at.astimezone(ZONE).hour
    if hour < 12:
        return _("Good morning")
    return _("Good afternoon") if hour < 18 else _("Good evening")


def nil_says(task: Task, key_day: datetime) -> str:
    """What the second tap will send."""
    return _("%(day)s: nothing to report") % {"day": zhdate(key_day, "short")}

"""What a deadline comes to, in words: its day, or what it waits for; what was only guessed; what a word moves."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from xiangyun.calendar import (
    ISSUED,
    Conditional,
    Deadline,
    Delegated,
    Fixed,
    Immediate,
    MonthEnd,
    PartOfMonth,
    Pinned,
    Recurring,
    Relative,
    Resolved,
    Staged,
    UntilNotice,
)
from xiangyun.notices.event_effects import Moved
from xiangyun.notices.periods import deadline_of
from xiangyun.web.shared.templatetags.look import number, zhdate


def kind_word(deadline: Deadline) -> str:
    """Which kind of deadline it is."""
    match deadline:
        case Fixed():
            return pgettext("deadline", "A day")
        case MonthEnd():
            return pgettext("deadline", "The end of a month")
        case PartOfMonth():
            return pgettext("deadline", "A part of a month")
        case Immediate():
            return pgettext("deadline", "At once")
        case Recurring():
            return pgettext("deadline", "Again and again")
        case Relative():
            return pgettext("deadline", "Counted from an event")
        case Delegated():
            return pgettext("deadline", "Set by another body")
        case UntilNotice():
            return pgettext("deadline", "Until something happens")
    return _composed_word(deadline)


def _composed_word(deadline: Deadline) -> str:
    match deadline:
        case Conditional():
            return pgettext("deadline", "Only under a condition")
        case Staged():
            return pgettext("deadline", "In stages")
        case Pinned():
            return pgettext("deadline", "A day that was pinned")
    return pgettext("deadline", "No day in it")


def reason_words(due: Resolved) -> str:
    """Why there is no day yet."""
    if due.waits_for == ISSUED:
        return _("counts from the day on which the notice is issued")
    name = {"name": due.waits_for}
    words = {
        "event_not_declared": _("waits for “%(name)s”, which nobody has declared yet") % name,
        "not_set_by_province": _("waits for the day that %(name)s sets") % name,
        "needs_a_day": _("the words leave the day open: a person pins it"),
        "condition_open": _("begins once it is declared: “%(name)s”") % name,
    }
    return words.get(due.reason or "", "")


def caution_words(due: Resolved) -> list[str]:
    """What was only guessed."""
    words = {
        "beyond_holiday_table": _(
            "The holidays of that year are not in the table yet: the days were counted by the weekday alone."
        )
    }
    return [words[caution] for caution in due.warnings]


def day_words(due: Resolved) -> str:
    """The day, with the time if one is said; or why there is none."""
    if due.day is None:
        return _("no day yet: %(why)s") % {"why": reason_words(due)}
    day = f"{zhdate(due.day, 'year')} {zhdate(due.day, 'weekday')}"
    return f"{day} {due.at:%H:%M}" if due.at else day


def range_words(due: Resolved) -> str:
    """The days that vague words allow; blank where they name none."""
    if due.first is None or due.last is None:
        return ""
    return _("any day from %(first)s to %(last)s") % {
        "first": zhdate(due.first, "short"),
        "last": zhdate(due.last, "short"),
    }


def stands_words(deadline: Deadline, due: Resolved) -> str:
    """How a task stands: its day, or up to when it comes again."""
    if not isinstance(deadline, UntilNotice):
        return day_words(due)
    if due.ends_on:
        return _("up to %(day)s") % {"day": zhdate(due.ends_on, "year")}
    return _("goes on: %(why)s") % {
        "why": _("waits for “%(name)s”, which nobody has declared yet") % {"name": deadline.until}
    }


def moved_words(moved: Moved) -> dict[str, object]:
    """One task in a preview: before, after, and what becomes of its periods."""
    deadline = deadline_of(moved.task)
    return {
        "before": stands_words(deadline, moved.before),
        "after": stands_words(deadline, moved.after),
        "periods": _period_words(moved),
        "cautions": caution_words(moved.after),
    }


def _period_words(moved: Moved) -> list[str]:
    counted = [
        (moved.moved, ngettext("%(n)s period gets another day", "%(n)s periods get another day", moved.moved)),
        (moved.added, ngettext("%(n)s period comes", "%(n)s periods come", moved.added)),
        (moved.dropped, ngettext("%(n)s period goes", "%(n)s periods go", moved.dropped)),
        (moved.kept, ngettext("%(n)s period stays, as it is answered", "%(n)s stay, as answered", moved.kept)),
        (moved.closed, ngettext("%(n)s closed period stays", "%(n)s closed periods stay", moved.closed)),
    ]
    return [words % {"n": number(n)} for n, words in counted if n]

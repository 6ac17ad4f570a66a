"""A task in words: who, when, how much, with what proof; and what a clause says of them."""

from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from xiangyun.calendar import END_OF_DAY, Fixed, MonthEnd, Pinned, Recurring, Resolved, due_value, shown
from xiangyun.forms.models import FormVersion
from xiangyun.notices.definitions import may_reach_level, parts_of
from xiangyun.notices.models import Task
from xiangyun.notices.periods import deadline_of
from xiangyun.web.shared.templatetags.look import number, zhdate

from .wording import in_script

VILLAGE = 5
WEEK = 7


def level_words(level: int) -> str:
    """The acting bodies of a level of the tree."""
    words = {
        1: _("Provincial departments"),
        2: _("City bureaus"),
        3: _("County bureaus"),
        4: _("Township stations"),
        5: _("Village centres"),
    }
    return words[level]


def type_words(kind: str) -> str:
    """Institutions of a type."""
    words = {
        "library": _("Libraries"),
        "children_library": _("Children's libraries"),
        "culture_centre": _("Culture centres"),
        "book_house": _("24-hour book houses"),
        "troupe": _("Troupes"),
        "volunteer_team": _("Volunteer teams"),
        "museum": _("Museums"),
        "art_gallery": _("Art galleries"),
        "library_branch": _("Branch libraries"),
    }
    return words.get(kind.replace("-", "_"), kind)


def class_words(slug: str) -> str:
    """The acting bodies of a class of places."""
    words = {
        "district": _("District bureaus"),
        "county": _("Bureaus of counties proper"),
        "county_city": _("Bureaus of county-level cities"),
        "town": _("Stations of towns"),
        "township": _("Stations of townships"),
        "street": _("Stations of streets"),
        "village": _("Centres of administrative villages"),
        "community": _("Centres of communities"),
    }
    return words.get(slug, slug)


def who_words(definition: Mapping[str, Any]) -> str:
    """Which units a selector means."""
    return _listed(_part_words(part) for part in parts_of(definition))


def _listed(words: Iterable[str]) -> str:
    return pgettext("list", ", ").join(dict.fromkeys(words))


def _part_words(part: Mapping[str, Any]) -> str:
    if "units" in part:
        n = len(part["units"])
        return ngettext("%(n)s unit by name", "%(n)s units by name", n) % {"n": number(n)}
    who = _kind_words(part)
    if "except" in part:
        n = len(part["except"])
        return ngettext("%(who)s but %(n)s", "%(who)s but %(n)s", n) % {"who": who, "n": number(n)}
    return who


def _kind_words(part: Mapping[str, Any]) -> str:
    if "types" in part:
        return _listed(type_words(t) for t in part["types"])
    if "classes" in part:
        return _listed(class_words(slug) for slug in part["classes"])
    if "level" in part:
        return level_words(part["level"])
    kinds = {"division": _("All divisions"), "institution": _("All institutions")}
    return kinds.get(part["kind"], _("Receivers"))


def how_many(n: int) -> str:
    """A number of units."""
    return ngettext("%(n)s unit", "%(n)s units", n) % {"n": number(n)}


def when_words(task: Task, due: Resolved | None = None) -> str:
    """How often and by when; `due` is what a stored period of it comes to, where the words do not say the day."""
    deadline = deadline_of(task)
    span = {"first": zhdate(task.starts_on, "short"), "last": zhdate(task.ends_on, "year")}
    match deadline:
        case Recurring(every="daily", at=at):
            return _("every day by %(clock)s, %(first)s to %(last)s") % {"clock": clock_words(at), **span}
        case Fixed(on=on, at=at):
            return _("once, by %(day)s %(clock)s") % {"day": zhdate(on, "year"), "clock": clock_words(at)}
        case Pinned(on=on, document=document):
            return _once_by(on, shown(deadline.of), document)
    if due and due.day:
        return _once_by(due.day, due.wording, due.document)
    return _("%(words)s, %(first)s to %(last)s") % {"words": in_script(shown(deadline)), **span}


def _once_by(day: date, said: str, document: str) -> str:
    """A day beside the notice's own words, and the document that set it."""
    words = {"day": zhdate(day, "year"), "words": in_script(said), "document": document}
    if document:
        return _("once, by %(day)s (set by %(document)s; the notice says %(words)s)") % words
    return _("once, by %(day)s (the notice says %(words)s)") % words


def clock_words(clock: time | None) -> str:
    """17:00; the day's end where no time is said."""
    return f"{clock or END_OF_DAY:%H:%M}"


def minutes_words(n: int) -> str:
    """A number of minutes."""
    return ngettext("%(n)s minute", "%(n)s minutes", n) % {"n": number(n)}


def weekly_minutes(task: Task) -> int:
    """What a task takes of a unit in each week; a one-time task takes nothing each week."""
    return task.minutes * WEEK if task.recurrence == Task.Recurrence.DAILY else 0


def reaches_villages(task: Task) -> bool:
    """Whether villages are among those asked."""
    return may_reach_level(task.selector.definition, VILLAGE)


def effort_words(task: Task) -> str:
    """What one answer takes, and each week if it comes back."""
    once = minutes_words(task.minutes)
    if task.recurrence != Task.Recurrence.DAILY:
        return _("%(minutes)s, one time") % {"minutes": once}
    words = {"minutes": once, "week": minutes_words(weekly_minutes(task))}
    if task.nil_allowed:
        return _("nothing to report: two taps; %(minutes)s each time, %(week)s a week") % words
    return _("%(minutes)s each time, %(week)s a week") % words


def photos_in(version: FormVersion) -> int:
    """How many photos a form asks for."""
    return sum(field["type"] == "image" for field in version.definition["fields"])


def questions_in(version: FormVersion) -> int:
    """How many answers a form takes."""
    return sum(field["type"] not in {"note", "group"} for field in version.definition["fields"])


def proof_words(version: FormVersion) -> str:
    """What a form wants as proof."""
    n = photos_in(version)
    return ngettext("up to %(n)s photo", "up to %(n)s photos", n) % {"n": n} if n else _("no photos")


def review_words(review: str) -> str:
    """Who looks at the answers."""
    if review == Task.Review.NIL_BY_RULE:
        return _("nothing to report passes by rule, the rest is checked by the level above")
    return _("each is checked by the level above")


def read_due_words(label: Mapping[str, Any] | None) -> str:
    """By when, as a clause was read; blank where it says nothing."""
    match due_value(label):
        case Fixed(on=day):
            return _("by %(day)s") % {"day": zhdate(day, "year")}
        case MonthEnd(year=year, month=month):
            return _("by the end of %(year)s-%(month)s") % {"year": year, "month": month}
        case Recurring(every=every):
            return every_words(every)
        case None:
            return ""
        case other:
            return other.wording


def every_words(every: str) -> str:
    """A recurrence."""
    words = {
        "daily": pgettext("recurrence", "every day"),
        "weekly": pgettext("recurrence", "every week"),
        "ten_day": pgettext("recurrence", "every ten days"),
        "monthly": pgettext("recurrence", "every month"),
        "quarterly": pgettext("recurrence", "every quarter"),
        "yearly": pgettext("recurrence", "every year"),
    }
    return words.get(every, every)

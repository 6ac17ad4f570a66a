"""Changes of the tree in words: what each kind is called, and what one of them did, with the units it names."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from xiangyun.units.history import Happened
from xiangyun.units.models import TERRITORIAL, Change, Unit

from .wording import said

MOST_UNITS = 6
"""Named in one sentence; the change's own page names all."""
A_DAY = timedelta(days=1)
Labels = Mapping[str, Mapping[str, str]]
"""Of professional lines, by slug."""


def kind_words() -> dict[str, str]:
    """What each kind of change is called."""
    return {
        Change.Kind.FOUND: pgettext("change", "Found"),
        Change.Kind.RENAME: pgettext("change", "Rename"),
        Change.Kind.MOVE: pgettext("change", "Move"),
        Change.Kind.MERGE: pgettext("change", "Merge"),
        Change.Kind.SPLIT: pgettext("change", "Split"),
        Change.Kind.CLOSE: pgettext("change", "Close"),
        Change.Kind.REOPEN: pgettext("change", "Reopen"),
        Change.Kind.MARK: pgettext("change", "Mark"),
        Change.Kind.JOIN: pgettext("change", "Join a line"),
        Change.Kind.LEAVE: pgettext("change", "Leave a line"),
        Change.Kind.UNDO: pgettext("change", "Undo"),
    }


def kind_hints() -> dict[str, str]:
    """What each kind of change does, in a sentence."""
    return {
        Change.Kind.FOUND: _("A new unit below it: a division or an institution."),
        Change.Kind.RENAME: _("Another name; the acting body follows."),
        Change.Kind.MOVE: _("Under another unit, with all that stands below it."),
        Change.Kind.MERGE: _("Others end in it, or it and others in a new one."),
        Change.Kind.SPLIT: _("It gives parts away, and ends or goes on."),
        Change.Kind.CLOSE: _("It ends, and nobody takes over."),
        Change.Kind.REOPEN: _("It stands again."),
        Change.Kind.MARK: _("Whether selectors reach it and all below it."),
        Change.Kind.JOIN: _("A place in a professional line, or another one there."),
        Change.Kind.LEAVE: _("No place in a professional line any more."),
    }


def touched_words() -> dict[str, str]:
    """What layers above count of units; a name without words is shown as it is."""
    return {
        "posts": _("posts"),
        "posts_held": _("posts held there"),
        "tasks_asking": _("tasks that ask them"),
        "open_returns": _("returns still open"),
    }


def line_label(slug: str, labels: Labels) -> str:
    """A line's name: the territory's, a professional line's own, or its short name where only that is known."""
    if slug == TERRITORIAL:
        return pgettext("line", "Territory")
    return said(labels[slug]) if labels.get(slug) else slug


@dataclass(slots=True)
class Part:
    """Some of the units that a change names."""

    label: str
    links: list[dict[str, str]]
    more: int = 0


@dataclass(slots=True)
class Told:
    """A change as it is told: a sentence, the units in it as links on the day that shows them, who says so."""

    change: Change
    kind: str
    sentence: str
    parts: list[Part] = field(default_factory=list)
    is_undone: bool = False
    url: str = ""


def told(happened: Happened, labels: Labels, most: int = MOST_UNITS) -> Told:
    """A change in words."""
    change = happened.change
    return Told(
        change=change,
        kind=kind_words()[change.kind],
        sentence=_sentence(change, labels),
        parts=[_part(happened, name, most) for name in happened.units if happened.units[name]],
        is_undone=happened.undone_by is not None,
        url=reverse("workspace:change", args=[change.uid]),
    )


def told_before(change: Change, labels: Labels) -> str:
    """The sentence of a change that is not applied yet."""
    return _sentence(change, labels)


def _sentence(change: Change, labels: Labels) -> str:
    """What was done, with the names as they were then."""
    if change.kind == Change.Kind.UNDO:
        return _undone(change)
    order, before, after = change.said["order"], change.said.get("before", {}), change.said.get("after", {})
    subject = _joined([*before.get("subject", []), *_new(before, after, "subject")])
    old, into = _joined(before.get("from", [])), _joined(after.get("into", []))
    parent = _joined(after.get("parent", []))
    line = line_label(order.get("line", ""), labels)
    match change.kind:
        case Change.Kind.FOUND:
            return _("%(unit)s is founded under %(parent)s.") % {"unit": subject, "parent": parent}
        case Change.Kind.RENAME:
            return _("%(old)s is now called %(new)s.") % {"old": subject, "new": _joined(after.get("subject", []))}
        case Change.Kind.MOVE:
            return _("%(unit)s moves under %(parent)s.") % {"unit": subject, "parent": parent}
        case Change.Kind.MERGE:
            return _("%(units)s merge into %(into)s.") % {"units": old, "into": into}
        case Change.Kind.SPLIT:
            return _split(order, old, into)
        case Change.Kind.CLOSE:
            return _("%(unit)s is closed.") % {"unit": subject}
        case Change.Kind.REOPEN:
            return _("%(unit)s is opened again.") % {"unit": subject}
        case Change.Kind.MARK:
            return _marked(order, subject)
        case Change.Kind.JOIN:
            return _joins(subject, line, parent)
    return _("%(unit)s leaves the line %(line)s.") % {"unit": subject, "line": line}


def _undone(change: Change) -> str:
    undoes = change.undoes
    what = kind_words().get(undoes.kind, "") if undoes else ""
    return _("Taken back: %(what)s; on every day it is as if it had never been.") % {"what": what}


def _new(before: dict[str, list[str]], after: dict[str, list[str]], part: str) -> list[str]:
    return after.get(part, [])[len(before.get(part, [])) :]


def _joined(names: list[str]) -> str:
    shown = pgettext("between names", ", ").join(names[:MOST_UNITS])
    more = len(names) - MOST_UNITS
    return _("%(names)s and %(n)s more") % {"names": shown, "n": more} if more > 0 else shown


def _split(order: dict[str, Any], old: str, into: str) -> str:
    if order.get("has_ended", True):
        return _("%(unit)s is divided among %(into)s and ends.") % {"unit": old, "into": into}
    return _("%(unit)s gives parts to %(into)s and goes on.") % {"unit": old, "into": into}


def _marked(order: dict[str, Any], unit: str) -> str:
    if order["in_use"]:
        return _("Selectors reach %(unit)s and all below it again.") % {"unit": unit}
    return _("Selectors no longer reach %(unit)s, nor anything below it.") % {"unit": unit}


def _joins(unit: str, line: str, parent: str) -> str:
    if parent:
        return _("%(unit)s stands under %(parent)s in the line %(line)s.") % {
            "unit": unit,
            "parent": parent,
            "line": line,
        }
    return _("%(unit)s stands on top of the line %(line)s.") % {"unit": unit, "line": line}


def _part(happened: Happened, name: str, most: int) -> Part:
    words = {
        "subject": pgettext("part in a change", "Unit"),
        "from": pgettext("part in a change", "Out of"),
        "into": pgettext("part in a change", "Into"),
        "parent": pgettext("part in a change", "Under"),
    }
    change, units = happened.change, happened.units[name]
    day = change.on - A_DAY if name == "from" else change.on
    links = [unit_link(unit, day) for unit in units[:most]]
    return Part(words[name], links, max(0, len(units) - most))


def unit_link(unit: Unit, day: date | None = None) -> dict[str, str]:
    """A unit's page, on a day that is not today's."""
    return {"name": unit.name, "url": unit_url(unit.uid, day)}


def unit_url(uid: Any, day: date | None = None) -> str:
    """The address of a unit's page on a day; without one on today."""
    page = reverse("workspace:unit", args=[uid])
    return f"{page}?on={day.isoformat()}" if day else page

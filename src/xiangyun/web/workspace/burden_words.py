"""The burden in words and bars: what the gauge of a notice and the page of a unit show."""

from dataclasses import dataclass
from math import ceil
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from xiangyun.notices.burden import Burden, Line
from xiangyun.notices.models import Notice
from xiangyun.web.shared.templatetags.look import number, zhdate

from .task_words import every_words, minutes_words
from .wording import said


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of the gauge: within the cap, beyond it, and of what kind the part within is."""

    label: str
    minutes: int
    done: float
    wait: float
    late: float

    @property
    def words(self) -> str:
        return minutes_words(self.minutes)

    @property
    def says(self) -> str:
        return _("%(label)s %(minutes)s") % {"label": self.label, "minutes": self.words}


@dataclass(frozen=True, slots=True)
class Gauge:
    """Bars of one scale beside the cap; `url` leads to all that is behind them."""

    bars: tuple[Bar, ...]
    total: float
    cap: str
    note: str
    url: str
    is_over: bool


def gauge_of(burden: Burden, notice: Notice | None = None) -> Gauge:
    """What a village is asked in a week; with a draft, before and after it and as its text orders."""
    cap = burden.cap.minutes if burden.cap else None
    rows = [(_("now"), burden.after, True)]
    if notice is not None:
        rows = [
            (_("without this notice"), burden.before, True),
            (_("with its tasks"), burden.after, True),
            (_("as it is written"), burden.as_written, False),
        ]
    bars = tuple(_bar(label, minutes, cap, is_plan=is_plan) for label, minutes, is_plan in rows)
    address = reverse("workspace:notice-burden", args=[notice.uid]) if notice else reverse("workspace:burden")
    return Gauge(
        bars=bars,
        total=max([1.0, float(cap or 0), *(minutes for _label, minutes, _plan in rows)]),
        cap=_("at most %(minutes)s") % {"minutes": minutes_words(cap)} if cap else _("no cap is set"),
        note=apart_words(burden),
        url=address,
        is_over=burden.is_over,
    )


def _bar(label: str, minutes: float, cap: int | None, *, is_plan: bool) -> Bar:
    within = minutes if cap is None else min(minutes, cap)
    done, wait = (within, 0.0) if is_plan else (0.0, within)
    return Bar(label, whole(minutes), done, wait, minutes - within)


def whole(minutes: float) -> int:
    """Minutes begun count, so that what is over the cap never reads as the cap."""
    return ceil(round(minutes, 6))


def apart_words(burden: Burden) -> str:
    """One-time work and the heaviest week; blank where nothing is asked."""
    if not burden.lines:
        return ""
    monday, minutes = burden.heaviest
    week = _("most in the week from %(day)s: %(minutes)s") % {
        "day": zhdate(monday, "short"),
        "minutes": minutes_words(whole(minutes)),
    }
    once = _("one-time work in all: %(minutes)s") % {"minutes": minutes_words(burden.once)}
    return " · ".join([once, week] if burden.once else [week])


def line_row(line: Line) -> dict[str, Any]:
    """A task in the list of all that is asked."""
    weekly, notice = whole(line.load.weekly), line.task.notice
    villages = ngettext("%(n)s village", "%(n)s villages", line.villages) % {"n": number(line.villages)}
    parts = [str(line.task.owner), villages, _rhythm(line), _until(line), _nil(line)]
    return {
        "uid": line.task.uid,
        "title": said(line.task.title),
        "url": f"{reverse('workspace:notice', args=[notice.uid])}#t-{line.task.uid}",
        "note": " · ".join(part for part in parts if part),
        "weekly": minutes_words(weekly),
        "is_new": line.is_new,
    }


def _rhythm(line: Line) -> str:
    """Minutes each time, and how often."""
    each = minutes_words(line.minutes)
    if line.load.is_once:
        return _("%(minutes)s, one time") % {"minutes": each}
    times = ngettext("%(n)s time in a year", "%(n)s times in a year", line.load.times) % {"n": line.load.times}
    return _("%(minutes)s %(every)s, %(times)s") % {
        "minutes": each,
        "every": every_words(line.load.every),
        "times": times,
    }


def _until(line: Line) -> str:
    return _("until %(day)s") % {"day": zhdate(line.load.last, "year")}


def _nil(line: Line) -> str:
    if line.nil_share is None:
        return ""
    return _("%(share)s %% of answers have nothing to report") % {"share": int(100 * line.nil_share)}


def reviewing_figures(burden: Burden, most_at: str) -> list[dict[str, Any]]:
    """What those directly above villages look at in a week."""
    found = burden.reviewing
    return [
        {"label": _("Units that review"), "value": found.stations},
        {"label": _("Minutes a week on average"), "value": whole(found.average)},
        {"label": _("Minutes a week at most"), "value": whole(found.most), "note": most_at},
    ]

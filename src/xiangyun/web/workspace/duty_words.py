"""What others say of a duty besides the notice: a body above that handed it down, and more time by name."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from xiangyun.notices.extensions import due_for
from xiangyun.returns.desk import Duty
from xiangyun.web.shared.templatetags.look import zhdate


def told_words(duty: Duty) -> dict[str, Any]:
    """For a card and the form: whose day and notes, and what late and on time are counted by. Empty without any."""
    lines = [_line(word.unit, word.due_in(duty.period), word.note) for word in duty.words]
    more = _more(duty)
    return {"lines": lines, "more": more, "counted": _counted(duty)} if lines or more else {}


def _line(unit: object, due: datetime | None, note: str) -> dict[str, str]:
    return {
        "who": str(unit),
        "by": _("asks for it by %(when)s") % {"when": zhdate(due, "time")} if due else "",
        "note": note,
    }


def _more(duty: Duty) -> dict[str, str]:
    if duty.more is None:
        return {}
    until = due_for(duty.period, duty.more)
    return {"until": _("You have time up to %(when)s") % {"when": zhdate(until, "time")}, "reason": duty.more.reason}


def _counted(duty: Duty) -> str:
    """That a body's own day is no lawful one: the notice's stays what late and on time are counted by."""
    if duty.word is None or duty.due_at is None:
        return ""
    when = {"when": zhdate(duty.due_at, "time")}
    return _("The notice says by %(when)s; late and on time are counted by that.") % when


def told_in_short(duty: Duty) -> list[str]:
    """The same for a row of a list."""
    if duty.more is not None:
        return [_("more time was given")]
    if duty.word is None:
        return [str(word.unit) + _(": ") + word.note for word in duty.words if word.note][:1]
    words = {"who": str(duty.word.unit), "when": zhdate(duty.due_at, "short")}
    return [_("%(who)s asks for it by then; the notice says %(when)s") % words]

"""What a body says to those below it: an own earlier day, or so many days earlier each time, and a note."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from xiangyun.calendar import Earlier, Fixed, Tightening
from xiangyun.calendar.tightening import MOST_DAYS
from xiangyun.core.errors import BadInput
from xiangyun.notices.handing_down import MOST_NOTE
from xiangyun.web.shared.problems import sentence

from .task_forms import task_sentence

FIELD_OF = {"nothing_said": "note", "not_text": "note", "too_long": "note"}


class HandDownForm(forms.Form):
    """`once`: the task has one day, so the own one is a date. `is_stale`: somebody said something meanwhile."""

    on = forms.DateField(required=False)
    days = forms.IntegerField(required=False, min_value=0, max_value=MOST_DAYS)
    at = forms.TimeField(required=False, input_formats=["%H:%M"])
    note = forms.CharField(required=False, max_length=MOST_NOTE)
    rev = forms.IntegerField(required=False, min_value=0)

    def __init__(self, *args: Any, once: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.once, self.is_stale = once, False

    def clean(self) -> dict[str, Any]:
        """A time without its day says nothing of what comes once."""
        given = super().clean() or {}
        if self.once and given.get("at") and not given.get("on"):
            self.add_error("on", task_sentence("missing"))
        return given

    def own(self) -> Tightening | None:
        """The own day; None where it is left as it was given."""
        given = self.cleaned_data
        if self.once:
            return Fixed(on=given["on"], at=given["at"]) if given["on"] else None
        return Earlier(days=given["days"] or 0, at=given["at"]) if given["days"] or given["at"] else None

    def take(self, refused: BadInput) -> None:
        """What the domain found wrong, at its field."""
        day = "on" if self.once else "days"
        self.add_error(FIELD_OF.get(refused.reason, day), sentence(refused.reason))

    def drawn(self, *, has_day: bool) -> list[dict[str, Any]]:
        """The fields as the page draws them; without a day above there is only the note."""
        rows: list[dict[str, Any]] = [{"name": "note", "label": _("Covering note"), "type": "text", "long": True,
                                       "max_length": MOST_NOTE}]  # fmt: skip
        clock = {"name": "at", "label": _("Our own time of day"), "type": "text", "placeholder": "17:00",
                 "hint": _("Such as 12:00; without one the end of the day.")}  # fmt: skip
        if self.once:
            day = {"name": "on", "label": _("Our own date"), "type": "date",
                   "hint": _("Earlier than the one that was given; left open, that holds.")}  # fmt: skip
        else:
            day = {"name": "days", "label": _("How many days earlier each time"), "type": "integer",
                   "unit": _("days"), "hint": _("0 or nothing: on the same day, at an earlier time.")}  # fmt: skip
        return [
            {**row, "value": self._value(row["name"]), "error": self._error(row["name"])}
            for row in ([day, clock, *rows] if has_day else rows)
        ]

    def _value(self, name: str) -> Any:
        value = self[name].value()
        if value is None:
            return ""
        return value.isoformat("minutes") if hasattr(value, "minute") else getattr(value, "isoformat", lambda: value)()

    def _error(self, name: str) -> str:
        found = self.errors.as_data().get(name)
        if not found:
            return ""
        return task_sentence(found[0].code) if found[0].code else str(found[0].message)

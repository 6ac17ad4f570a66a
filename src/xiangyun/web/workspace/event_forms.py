"""What is said of an event: its name, the day, the document; or that it is taken back."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from xiangyun.core.errors import BadInput
from xiangyun.notices.events import MOST_DOCUMENT, MOST_NAME, NamedEvent, checked_statement
from xiangyun.web.shared.problems import sentence

from .task_forms import task_sentence

FIELD_OF = {"document_needed": "document", "document_has_marks": "document", "not_a_day": "on"}


class EventForm(forms.Form):
    """`cancel` says that it has not happened after all; `rev` is the event's as the page showed it."""

    name = forms.CharField(max_length=MOST_NAME)
    on = forms.DateField(required=False)
    document = forms.CharField(max_length=MOST_DOCUMENT)
    rev = forms.IntegerField(min_value=0, required=False)
    cancel = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        """What the domain would refuse, at its field."""
        given = super().clean() or {}
        if {"name", "on", "document"} <= given.keys():
            if not given["cancel"] and not given["on"]:
                self.add_error("on", task_sentence("missing"))
            try:
                given["name"] = checked_statement(given["name"], self.day(), given["document"])
            except BadInput as refused:
                self.take(refused)
        return given

    def day(self) -> Any:
        """The day that is said; None where it is taken back."""
        return None if self.cleaned_data.get("cancel") else self.cleaned_data.get("on")

    def take(self, refused: BadInput) -> None:
        """What the domain found wrong, at its field."""
        self.add_error(FIELD_OF.get(refused.reason, "name"), sentence(refused.reason))

    def drawn(self, event: NamedEvent | None) -> list[dict[str, Any]]:
        """The fields as the page draws them; of an event that was spoken of the name stays."""
        cancels = bool(self["cancel"].value())
        rows: list[dict[str, Any]] = [
            {"name": "name", "label": _("What happens"), "type": "text", "max_length": MOST_NAME,
             "hint": _("In the words of the notices, such as: the epidemic ends.")},
            {"name": "on", "label": _("On which day"), "type": "date"},
            {"name": "document", "label": _("Document that says so"), "type": "text", "max_length": MOST_DOCUMENT,
             "hint": _("Its name or number, such as 衡文旅广体〔2020〕20号.")},
        ]  # fmt: skip
        left_out = {"name" if event else "", "on" if cancels else ""}
        return [
            {**row, "required": True, "value": self._value(row["name"]), "error": self._error(row["name"])}
            for row in rows
            if row["name"] not in left_out
        ]

    def _value(self, name: str) -> Any:
        value = self[name].value()
        return value.isoformat() if hasattr(value, "isoformat") else (value or "")

    def _error(self, name: str) -> str:
        found = self.errors.as_data().get(name)
        if not found:
            return ""
        code = found[0].code
        return task_sentence(code) if code else str(found[0].message)

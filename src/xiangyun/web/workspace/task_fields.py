"""The fields of the task form as the page draws them: label, hint, choices."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from xiangyun.notices.models import Clause, Task

from .task_forms import WORDED, TaskForm
from .task_words import every_words, read_due_words, review_words


def groups_of(form: TaskForm, clauses: Sequence[Clause]) -> list[dict[str, Any]]:
    """The fields in the groups in which an officer thinks: what and who, when, how much."""
    groups = [(_("What and who"), _what()), (_("When"), _when(clauses)), (_("How much"), _how())]
    return [{"title": title, "fields": [_drawn(form, field) for field in fields]} for title, fields in groups]


def summary_of(form: TaskForm, groups: Iterable[dict[str, Any]]) -> list[dict[str, str]]:
    """For the strip on top: each links to its field."""
    fields = [field for group in groups for field in group["fields"]]
    return [{"id": f"f-{f['name']}", "label": f["label"]} for f in fields if f["name"] in form.errors]


def _drawn(form: TaskForm, field: dict[str, Any]) -> dict[str, Any]:
    name = field["name"]
    choices = {"selector": form.unit_choices, "form_version": form.form_choices}.get(name)
    more = {"choices": choices()} if choices else {}
    required = field.get("required", True)
    return {
        **field,
        **more,
        "required": required,
        "value": form.shown_value(name),
        "error": form.sentence(name),
    }


def _what() -> list[dict[str, Any]]:
    return [
        {"name": "title", "label": _("Name of the task"), "type": "text", "max_length": 60},
        {"name": "selector", "label": _("Who"), "type": "select_one"},
        {"name": "form_version", "label": _("Form"), "type": "select_one"},
    ]


def _when(clauses: Sequence[Clause]) -> list[dict[str, Any]]:
    read = [words for clause in clauses if (words := read_due_words(clause.reading.get("due")))]
    said = _("The clause says: %(words)s") % {"words": "; ".join(read)} if read else ""
    return [
        {"name": "recurrence", "label": _("How often"), "type": "select_one", "hint": said,
         "choices": [{"value": Task.Recurrence.ONCE.value, "label": _("Once")},
                     *({"value": r, "label": every_words(r)} for r in Task.Recurrence.values if r != "once"),
                     {"value": WORDED, "label": _("As the words below say")}]},
        {"name": "words", "label": _("Deadline in words"), "type": "text", "required": False, "max_length": 120,
         "hint": _("Such as: by the second Friday after the epidemic, every Friday, end of each quarter.")},
        {"name": "starts_on", "label": _("First day"), "type": "date"},
        {"name": "due_on", "label": _("Due day"), "type": "date", "required": False,
         "hint": _("For a one-time task; beside vague words it pins their day.")},
        {"name": "document", "label": _("Document that sets the day"), "type": "text", "required": False,
         "max_length": 120, "hint": _("Only where another body sets it.")},
        {"name": "due_time", "label": _("Due at"), "type": "select_one",
         "choices": [{"value": "17:00", "label": "17:00"}, {"value": "23:59", "label": "23:59"}]},
        {"name": "ends_on", "label": _("Last day"), "type": "date", "required": False,
         "hint": _("For what comes again or waits for an event; a one-time task ends on its due day.")},
        {"name": "lock_hours", "label": _("Taken late for"), "type": "integer", "required": False,
         "unit": _("hours"), "hint": _("After that what is missing stays missing. Blank: 24 daily, 720 one time.")},
    ]  # fmt: skip


def _how() -> list[dict[str, Any]]:
    return [
        {"name": "minutes", "label": _("Minutes for one answer"), "type": "integer", "unit": _("minutes"),
         "hint": _("As long as a village needs, photos included. It counts towards the burden.")},
        {"name": "nil_allowed", "label": _("May one answer that there is nothing to report?"), "type": "yes_no"},
        {"name": "review", "label": _("Who checks"), "type": "select_one",
         "choices": [{"value": r.value, "label": review_words(r.value)} for r in Task.Review]},
        {"name": "basis", "label": _("Basis"), "type": "text", "max_length": 300},
    ]  # fmt: skip

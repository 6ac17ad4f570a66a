"""The fields of the task form as the page draws them: label, hint, choices."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from xiangyun.notices.models import Clause, Task
from xiangyun.notices.task_plans import OPS

from .clause_words import op_word
from .task_forms import WORDED, TaskForm
from .task_offers import quota_choices
from .task_quotas import shown_rows
from .task_words import every_words, read_due_words, review_words


def groups_of(form: TaskForm, clauses: Sequence[Clause]) -> list[dict[str, Any]]:
    """The fields in the groups in which an officer thinks: what and who, when, how much."""
    groups = [("who", _("What and who"), _what()), ("when", _("When"), _when(clauses)), ("how", _("How much"), _how())]
    return [
        {"name": name, "title": title, "fields": [_drawn(form, field) for field in fields]}
        for name, title, fields in groups
    ]


def quotas_of(form: TaskForm) -> dict[str, Any]:
    """The rows of numbers, with what may be chosen in them."""
    return {
        "rows": shown_rows(form.quota_rows()),
        "ops": [(op, op_word(op)) for op in OPS],
        "who": quota_choices(form.offer),
        "error": " ".join(str(error) for error in form.non_field_errors()),
    }


def summary_of(form: TaskForm, groups: Iterable[dict[str, Any]]) -> list[dict[str, str]]:
    """For the strip on top: each links to its field."""
    fields = [field for group in groups for field in group["fields"]]
    found = [{"id": f"f-{f['name']}", "label": f["label"]} for f in fields if f["name"] in form.errors]
    return found + ([{"id": "f-q0_value", "label": _("How much of it")}] if form.non_field_errors() else [])


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
        {"name": "names", "label": _("Names of units"), "type": "text", "required": False, "max_length": 300,
         "hint": _("As a notice names them, with 、 between them. Read if you choose “by the names”.")},
        {"name": "form_version", "label": _("Form"), "type": "select_one"},
    ]  # fmt: skip


def _when(clauses: Sequence[Clause]) -> list[dict[str, Any]]:
    read = [words for clause in clauses if (words := read_due_words(clause.said.get("due")))]
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
         "required": False, "hint": _("Left blank, they are reckoned from the form. They count towards the burden.")},
        {"name": "condition", "label": _("Only if"), "type": "text", "required": False, "max_length": 120},
        {"name": "receiver", "label": _("Handed in to"), "type": "text", "required": False, "max_length": 120},
        {"name": "nil_allowed", "label": _("May one answer that there is nothing to report?"), "type": "yes_no"},
        {"name": "review", "label": _("Who checks"), "type": "select_one",
         "choices": [{"value": r.value, "label": review_words(r.value)} for r in Task.Review]},
        {"name": "basis", "label": _("Basis"), "type": "text", "max_length": 300},
    ]  # fmt: skip

"""The form in which clauses become a task: what is typed, and the plan made of it."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from xiangyun.calendar import Deadline, Fixed, Recurring, pin, read_wording
from xiangyun.calendar.deadlines import Pinnable
from xiangyun.core.errors import BadInput
from xiangyun.forms.models import FormVersion
from xiangyun.notices.models import Task
from xiangyun.notices.task_plans import MOST_BASIS, MOST_HOURS, MOST_MINUTES, MOST_TITLE, MOST_WORDS, TaskPlan

from .task_offers import DRAFTED, NAMED, Offer, unit_choices
from .task_quotas import QuotaRow, plans_of, quota_problem, rows_in
from .task_words import photos_in, questions_in
from .wording import said

CLOCKS = (time(17, 0), time(23, 59))
WORDED = "worded"
"""How often, by when: as the words of the clause say it."""
DAY_HOURS, LONG_HOURS = 24, 720


class TaskForm(forms.Form):
    """Everything a task needs; whether the days fit each other is the domain's to say."""

    title = forms.CharField(max_length=MOST_TITLE)
    selector = forms.ChoiceField()
    names = forms.CharField(required=False, max_length=300)
    form_version = forms.ChoiceField()
    recurrence = forms.ChoiceField(choices=[(r, r) for r in (*Task.Recurrence.values, WORDED)])
    words = forms.CharField(required=False, max_length=120)
    document = forms.CharField(required=False, max_length=120)
    starts_on = forms.DateField()
    due_on = forms.DateField(required=False)
    due_time = forms.TypedChoiceField(coerce=time.fromisoformat, choices=[(f"{c:%H:%M}", c) for c in CLOCKS])
    ends_on = forms.DateField(required=False)
    minutes = forms.IntegerField(required=False, min_value=1, max_value=MOST_MINUTES)
    nil_allowed = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])
    review = forms.ChoiceField(choices=[(r.value, r.value) for r in Task.Review])
    lock_hours = forms.IntegerField(required=False, min_value=0, max_value=MOST_HOURS)
    condition = forms.CharField(required=False, max_length=MOST_WORDS)
    receiver = forms.CharField(required=False, max_length=MOST_WORDS)
    basis = forms.CharField(max_length=MOST_BASIS)

    def __init__(self, *args: Any, offer: Offer, issued: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer, self.issued = offer, issued
        self.fields["selector"].choices = [(key, key) for key in (*offer.units, NAMED)]  # type: ignore[attr-defined]
        own = [DRAFTED] if offer.drafted else []
        self.fields["form_version"].choices = [(key, key) for key in (*own, *offer.forms)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A one-time task ends on its day; what recurs, and what waits for an event, must say when it ends."""
        given = super().clean() or {}
        if given.get("selector") == NAMED and not given.get("names", "").strip():
            self.add_error("names", task_sentence("required"))
        given["quotas"], wrong = plans_of(self.quota_rows(), self.offer)
        if wrong:
            self.add_error(None, wrong)
        if {"recurrence", "due_time", "due_on"} <= given.keys():
            self._clean_days(given)
        return given

    def _clean_days(self, given: dict[str, Any]) -> None:
        given["deadline"] = self._deadline(given)
        due = given.get("due_on") if given["recurrence"] in (Task.Recurrence.ONCE, WORDED) else None
        given["ends_on"] = given.get("ends_on") or due
        if {"due_on", "ends_on", "words"} & set(self.errors):
            return
        if given["recurrence"] == Task.Recurrence.ONCE and not given["due_on"]:
            self.add_error("due_on", task_sentence("missing"))
        elif not given["ends_on"]:
            self.add_error("ends_on", task_sentence("missing"))

    def quota_rows(self) -> list[QuotaRow]:
        """The rows of numbers as typed, else as proposed."""
        return rows_in(self.data) if self.is_bound else list(self.initial.get("quotas") or [])

    def _deadline(self, given: Mapping[str, Any]) -> Deadline | None:
        """The deadline as chosen, or as worded; a day beside vague words pins them."""
        how, at, on = given["recurrence"], given["due_time"], given["due_on"]
        if how == Task.Recurrence.ONCE:
            return Fixed(on=on, at=at) if on else None
        if how != WORDED:
            return Recurring(every=how, at=at)
        read = read_wording(given.get("words", ""), self.issued) if given.get("words") else None
        if read is None:
            self.add_error("words", task_sentence("required"))
            return None
        return self._pinned(read, on, given.get("document", ""))

    def _pinned(self, read: Deadline, on: date | None, document: str) -> Deadline | None:
        if not isinstance(read, Pinnable) or on is None:
            return read
        try:
            return pin(read, on, document)
        except BadInput as refused:
            self.add_error(
                "document" if refused.reason == "document_needed" else "due_on", task_sentence(refused.reason)
            )
            return None

    @property
    def is_drafted(self) -> bool:
        """Whether the form is drafted from the clause."""
        return bool(self.cleaned_data["form_version"] == DRAFTED)

    def chosen_units(self, named: Mapping[str, Any] | None) -> Mapping[str, Any]:
        """The definition that was chosen; `named` is what typed names came to."""
        key = self.cleaned_data["selector"]
        return named or {} if key == NAMED else self.offer.units[key].definition

    def plan(self, units: Mapping[str, Any], version: FormVersion, minutes: int, review_minutes: int) -> TaskPlan:
        """What was decided, as the domain takes it; `minutes` are reckoned from the form, for who left them blank."""
        given = self.cleaned_data
        hours = given["lock_hours"]
        return TaskPlan(
            title={"zh-Hans": given["title"]},
            selector=units,
            form_version=version,
            deadline=given["deadline"],
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
            lock_hours=hours if hours is not None else DAY_HOURS if self._is_daily() else LONG_HOURS,
            nil_allowed=given["nil_allowed"] == "yes",
            review=given["review"],
            minutes=given["minutes"] or minutes,
            review_minutes=review_minutes,
            condition=given["condition"],
            receiver=given["receiver"],
            basis=given["basis"],
            quotas=given["quotas"],
        )

    def _is_daily(self) -> bool:
        return bool(self.cleaned_data["recurrence"] == Task.Recurrence.DAILY)

    def take(self, problems: Mapping[str, str]) -> None:
        """What the domain found wrong, at its fields."""
        for name, code in problems.items():
            self.add_error(name if name in self.fields else None, task_sentence(code))

    def take_quotas(self, problems: Mapping[str, str]) -> None:
        """What the domain found wrong with the numbers, by line."""
        for line, code in sorted(problems.items()):
            self.add_error(None, quota_problem(int(line), code))

    def sentence(self, name: str) -> str:
        """What is wrong with a field; Django's own codes in our words."""
        found = self.errors.as_data().get(name)
        return _sentences().get(found[0].code or "", str(found[0].message)) if found else ""

    def shown_value(self, name: str) -> Any:
        """What was typed, else the first guess."""
        value = self[name].value()
        return value.isoformat() if isinstance(value, date) else ("" if value is None else value)

    def form_choices(self) -> list[dict[str, str]]:
        """Forms by title, with what they ask."""
        words = _("%(title)s (%(n)s questions, %(photos)s photos)")
        own = [{"value": DRAFTED, "label": _("Drafted from the clause")}] if self.offer.drafted else []
        return own + [
            {
                "value": key,
                "label": words % {"title": said(v.form.title), "n": questions_in(v), "photos": photos_in(v)},
            }
            for key, v in self.offer.forms.items()
        ]

    def unit_choices(self) -> list[dict[str, str]]:
        """Whom to ask, with the number of units."""
        return unit_choices(self.offer)


def task_sentence(code: str) -> str:
    """How to mend a plan, by the domain's stable codes."""
    return _sentences().get(code, _("This could not be read."))


def _sentences() -> dict[str, str]:
    return {
        "required": _("This is still needed."),
        "blank": _("This is still needed."),
        "invalid": _("This is not written as it should be. Write it as in the example."),
        "invalid_choice": _("Choose one of those shown."),
        "unknown": _("Choose one of those shown."),
        "max_length": _("This is too long."),
        "min_value": _("This number is too small."),
        "max_value": _("This number is too large."),
        "not_positive": _("Write at least 1 minute."),
        "not_an_amount": _("Write a number above 0, and in what it is counted."),
        "too_many": _("This number is too large."),
        "out_of_range": _("Write between 0 and 8,760 hours."),
        "not_text": _("There are signs in it that cannot be read. Write it again."),
        "null_characters_not_allowed": _("There are signs in it that cannot be read. Write it again."),
        "too_long": _("This is too long."),
        "too_early": _("This lies more than a year before the notice and before today."),
        "too_late": _("This lies more than two years after the notice and after today."),
        "too_long_a_time": _("A task lasts three years at most."),
        "before_start": _("The task would end before it begins."),
        "missing": _("Write the day."),
        "day_outside_range": _("The day must lie in what the words allow."),
        "document_needed": _("Write the document that sets the day."),
        "document_has_marks": _("A document is one line without semicolons."),
        "outside": _("The due day must lie between the first day and the last."),
    }

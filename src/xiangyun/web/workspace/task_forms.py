"""The form in which clauses become a task: what an officer may choose from, a first guess, and the plan made of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from xiangyun.calendar import Deadline, Fixed, Recurring, pin, read_wording
from xiangyun.calendar.deadlines import Pinnable
from xiangyun.core.actor import Actor
from xiangyun.core.errors import BadInput
from xiangyun.forms.models import FormVersion
from xiangyun.notices.models import Clause, Notice, Task
from xiangyun.notices.queries import forms_on_offer, institutions_below, levels_below
from xiangyun.notices.selectors import under
from xiangyun.notices.task_plans import MOST_BASIS, MOST_HOURS, MOST_MINUTES, MOST_TITLE, TaskPlan
from xiangyun.units.models import Unit

from .notice_words import notice_name
from .task_words import (
    how_many,
    is_daily,
    level_words,
    photos_in,
    questions_in,
    read_due_day,
    read_due_words,
    type_words,
)
from .wording import said

TITLE_LENGTH = 20
CLOCKS = (time(17, 0), time(23, 59))
WORDED = "worded"
"""How often, by when: as the words of the clause say it."""
DAY_HOURS, LONG_HOURS = 24, 720


@dataclass(frozen=True, slots=True)
class Offer:
    """What may be chosen: units by preset (definition and number of units), forms by uid."""

    presets: dict[str, tuple[dict[str, Any], str, int]]
    forms: dict[str, FormVersion]


def offer_for(actor: Actor, unit: Unit, day: date) -> Offer:
    """All divisions of a level below the unit, all institutions of a type below it, forms of it and above it."""
    presets: dict[str, tuple[dict[str, Any], str, int]] = {}
    for level, n in sorted(levels_below(unit.pk, day).items(), reverse=True):
        presets[f"level-{level}"] = under(unit.uid, kind="division", level=level), level_words(level), n
    for kind, n in institutions_below(unit.pk, day).items():
        presets[f"type-{kind}"] = under(unit.uid, kind="institution", types=[kind]), type_words(kind), n
    return Offer(presets, {str(version.uid): version for version in forms_on_offer(actor)})


def first_guess(notice: Notice, clauses: Sequence[Clause], offer: Offer, today: date) -> dict[str, Any]:
    """What the clauses say, as a proposal; what they do not say is left blank."""
    dues = [clause.reading.get("due") for clause in clauses]
    day = next((found for due in dues if (found := read_due_day(due))), None)
    daily = any(is_daily(due) for due in dues)
    words = next((w for due in dues if (w := read_due_words(due))), "")
    recurrence = _guessed(words, day, daily=daily)
    return {
        "title": _title(notice, clauses[0]),
        "recurrence": recurrence,
        "words": words if recurrence == WORDED else "",
        "starts_on": today,
        "due_on": day,
        "ends_on": day or (date(today.year, 12, 31) if daily or recurrence == WORDED else None),
        "due_time": f"{CLOCKS[0 if daily else 1]:%H:%M}",
        "lock_hours": DAY_HOURS if recurrence == Task.Recurrence.DAILY else LONG_HOURS,
        "nil_allowed": "yes" if daily else "no",
        "review": (Task.Review.NIL_BY_RULE if daily else Task.Review.PERSON).value,
        "form_version": next(iter(offer.forms)) if len(offer.forms) == 1 else "",
        "basis": notice_name(notice),
    }


def _guessed(words: str, day: date | None, *, daily: bool) -> str:
    """Daily or once where the clause says so plainly, else its own words."""
    if day is not None or not words:
        return Task.Recurrence.ONCE.value
    return Task.Recurrence.DAILY.value if daily else WORDED


def _title(notice: Notice, clause: Clause) -> str:
    """The clause's first words."""
    quote = notice.text[clause.start : clause.end]
    cut = min((i for sign in "，,；;：:。" if (i := quote.find(sign)) > 3), default=len(quote))
    return quote[: min(cut, TITLE_LENGTH)]


class TaskForm(forms.Form):
    """Everything a task needs; whether the days fit each other is the domain's to say."""

    title = forms.CharField(max_length=MOST_TITLE)
    selector = forms.ChoiceField()
    form_version = forms.ChoiceField()
    recurrence = forms.ChoiceField(choices=[(r, r) for r in (*Task.Recurrence.values, WORDED)])
    words = forms.CharField(required=False, max_length=120)
    document = forms.CharField(required=False, max_length=120)
    starts_on = forms.DateField()
    due_on = forms.DateField(required=False)
    due_time = forms.TypedChoiceField(coerce=time.fromisoformat, choices=[(f"{c:%H:%M}", c) for c in CLOCKS])
    ends_on = forms.DateField(required=False)
    minutes = forms.IntegerField(min_value=1, max_value=MOST_MINUTES)
    nil_allowed = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])
    review = forms.ChoiceField(choices=[(r.value, r.value) for r in Task.Review])
    lock_hours = forms.IntegerField(required=False, min_value=0, max_value=MOST_HOURS)
    basis = forms.CharField(max_length=MOST_BASIS)

    def __init__(self, *args: Any, offer: Offer, issued: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer, self.issued = offer, issued
        self.fields["selector"].choices = [(key, key) for key in offer.presets]  # type: ignore[attr-defined]
        self.fields["form_version"].choices = [(key, key) for key in offer.forms]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A one-time task ends on its day; what recurs, and what waits for an event, must say when it ends."""
        given = super().clean() or {}
        if not {"recurrence", "due_time", "due_on"} <= given.keys():
            return given
        given["deadline"] = self._deadline(given)
        due = given.get("due_on") if given["recurrence"] in (Task.Recurrence.ONCE, WORDED) else None
        given["ends_on"] = given.get("ends_on") or due
        if not given["ends_on"] and not {"due_on", "ends_on", "words"} & set(self.errors):
            once = given["recurrence"] == Task.Recurrence.ONCE
            self.add_error("due_on" if once else "ends_on", task_sentence("missing"))
        return given

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

    def plan(self) -> TaskPlan:
        """What was decided, as the domain takes it."""
        given = self.cleaned_data
        hours = given["lock_hours"]
        return TaskPlan(
            title={"zh-Hans": given["title"]},
            selector=self.offer.presets[given["selector"]][0],
            form_version=self.offer.forms[given["form_version"]],
            deadline=given["deadline"],
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
            lock_hours=hours if hours is not None else DAY_HOURS if self._is_daily() else LONG_HOURS,
            nil_allowed=given["nil_allowed"] == "yes",
            review=given["review"],
            minutes=given["minutes"],
            basis=given["basis"],
        )

    def _is_daily(self) -> bool:
        return bool(self.cleaned_data["recurrence"] == Task.Recurrence.DAILY)

    def take(self, problems: Mapping[str, str]) -> None:
        """What the domain found wrong, at its fields."""
        for name, code in problems.items():
            self.add_error(name, task_sentence(code))

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
        return [
            {
                "value": key,
                "label": words % {"title": said(v.form.title), "n": questions_in(v), "photos": photos_in(v)},
            }
            for key, v in self.offer.forms.items()
        ]

    def unit_choices(self) -> list[dict[str, str]]:
        """Presets with the number of units each reaches."""
        return [
            {"value": key, "label": _("%(who)s, %(n)s") % {"who": who, "n": how_many(n)}}
            for key, (_definition, who, n) in self.offer.presets.items()
        ]


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

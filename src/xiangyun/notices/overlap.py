"""Which questions of a planned task villages and bodies have an answer to, that is still valid, in another task.

Two tasks ask the same when a field of each means the same entry of the dictionary, some unit is reached by both, and
the answer to one is still valid when the other asks. Fields without an element repeat nothing.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count

from xiangyun.calendar import Recurrence, periods_of
from xiangyun.core.clock import working_date
from xiangyun.core.errors import BadInput
from xiangyun.forms.definition import Field, StoredForm
from xiangyun.forms.elements import nearest
from xiangyun.forms.models import Element
from xiangyun.forms.validity import valid_until
from xiangyun.units.models import Placement, Unit
from xiangyun.units.paths import unit_ids
from xiangyun.units.reach import on_the_way_up, within_any

from .definitions import Definition, digest_of, line_in
from .models import Notice, Task
from .periods import recurrence_of
from .selectors import checked, condition, count_where, place_condition
from .task_plans import TaskPlan

Window = tuple[str, str] | date | None
"""What two askings share when an answer to one is valid for the other: its last day, or the very period."""


@dataclass(frozen=True, slots=True)
class Asking:
    """What a task asks, planned or stored; `form_owner` is the unit whose dictionary its form means first."""

    form: StoredForm
    form_owner: int
    definition: Definition
    every: Recurrence
    first: date
    last: date

    def windows(self, validity: str) -> set[Window]:
        """How long its answers hold, each window once."""
        periods = periods_of(self.every, self.first, self.last)
        if validity != Element.Validity.PERIOD:
            return {valid_until(validity, period.end, period) for period in periods}
        if self.every == "once":
            return {(self.every, f"{self.first}/{self.last}")}
        return {(self.every, period.key) for period in periods}


@dataclass(frozen=True, slots=True)
class Repeat:
    """A field that repeats an element which a task asks already, since its first day."""

    field: Field
    element: Element
    task: Task
    since: date


def asking_of(plan: TaskPlan) -> Asking:
    """What a plan asks."""
    every: Any = recurrence_of(plan.deadline)
    form = StoredForm.from_plain(plan.form_version.definition)
    return Asking(form, plan.form_version.form.owner_id, checked(plan.selector), every, plan.starts_on, plan.ends_on)


def asking_of_task(task: Task) -> Asking:
    """What a stored task asks."""
    every: Any = task.recurrence
    form = StoredForm.from_plain(task.form_version.definition)
    return Asking(form, task.form_version.form.owner_id, task.selector.definition, every, task.starts_on, task.ends_on)


def repeats_of(asking: Asking, notice: Notice, day: date, *, besides: int | None = None) -> list[Repeat]:
    """The fields of a task planned in a notice that repeat what is asked already, in reading order; five queries or
    six.

    Looked at are the tasks in force on the day around the notice's owner, and the others of the same draft; `besides`
    is the task itself, where it is stored. A field comes once, with the task that asked first.
    """
    asked = {field.element: field for field in asking.form.answered_fields() if field.element}
    if not asked:
        return []
    tasks = [task for task in _tasks(notice, day) if task.pk != besides and not task.is_lifted]
    others = {task.pk: asking_of_task(task) for task in tasks}
    means = _dictionary([asking, *others.values()], notice.owner_id, set(asked), day)
    found: dict[str, Repeat] = {}
    for task in _meeting(asking, tasks, day):
        for field, element in _same(asking, others[task.pk], means):
            found.setdefault(field.path, Repeat(field, element, task, task.starts_on))
    return [found[field.path] for field in asking.form.answered_fields() if field.path in found]


def wholly_known(form: StoredForm, repeats: Iterable[Repeat]) -> bool:
    """Whether nothing but photos would be new; a form that asks nothing, or photos only, is not known."""
    asked = {field.path for field in form.answered_fields() if field.type != "image"}
    return bool(asked) and asked <= {repeat.field.path for repeat in repeats}


def check_not_known(plan: TaskPlan, notice: Notice, at: datetime, *, besides: int | None = None) -> None:
    """BadInput("form_wholly_known") with the tasks that ask it already, where every answer of a plan is known."""
    asking = asking_of(plan)
    repeats = repeats_of(asking, notice, working_date(at), besides=besides)
    if wholly_known(asking.form, repeats):
        tasks = sorted({str(repeat.task.uid) for repeat in repeats})
        raise BadInput("form_wholly_known", tasks=tasks, fields=[repeat.field.path for repeat in repeats])


def _tasks(notice: Notice, day: date) -> list[Task]:
    """Around the owner, those that began first first."""
    path = Placement.objects.territorial().of_unit(notice.owner_id).on(day).values_list("path", flat=True).first()
    near = on_the_way_up((path,), "owner") | within_any((path,), "owner") if path else on_the_way_up((), "owner")
    found = Task.objects.in_force(day, notice.pk).filter(near).order_by("starts_on", "pk")
    whole = found.select_related("notice", "selector", "form_version__form")
    return list(whole.defer("notice__text", "form_version__source", "form_version__xform"))


def _dictionary(
    askings: Collection[Asking], owner: int, slugs: Collection[str], day: date
) -> Mapping[tuple[int, str], Element]:
    """Form's owner and name → the entry that is meant: of that owner or the nearest unit above; two queries."""
    owners = {asking.form_owner for asking in askings}
    rows = Placement.objects.territorial().on(day).of_units({owner, *owners}).values_list("unit", "path")
    ways = {unit: unit_ids(path) for unit, path in rows}
    near = {unit for way in ways.values() for unit in way} | owners
    entries: dict[str, dict[int, Element]] = {slug: {} for slug in slugs}
    for element in Element.objects.of_owners(near, slugs):
        entries[element.slug][element.owner_id] = element
    found = {(unit, slug): nearest(entries[slug], ways.get(unit, [unit])) for unit in owners for slug in entries}
    return {key: element for key, element in found.items() if element is not None}


def _same(asking: Asking, other: Asking, means: Mapping[tuple[int, str], Element]) -> Iterable[tuple[Field, Element]]:
    """The fields whose element the other task asks too, in a window that both share."""
    theirs = {means.get((other.form_owner, field.element)) for field in other.form.answered_fields() if field.element}
    for field in asking.form.answered_fields():
        element = means.get((asking.form_owner, field.element)) if field.element else None
        if element is not None and element in theirs:
            validity = element.validity
            if asking.windows(validity) & other.windows(validity):
                yield field, element


def _meeting(asking: Asking, tasks: Sequence[Task], day: date) -> list[Task]:
    """The tasks that reach some of the same units; one query, two where another line is meant, or none."""
    own, line = digest_of(asking.definition), line_in(asking.definition)
    others = {task.selector_id: task.selector.definition for task in tasks if task.selector.digest != own}
    along = {pk: definition for pk, definition in others.items() if line_in(definition) == line}
    across = {pk: definition for pk, definition in others.items() if pk not in along}
    met = {**_met_along(asking.definition, along, day), **_met_across(asking.definition, across, day)}
    return [task for task in tasks if task.selector.digest == own or met[task.selector_id]]


def _met_along(definition: Definition, others: Mapping[int, Definition], day: date) -> dict[int, int]:
    """How many units each reaches as well, along the same line: places are counted, which one scan does."""
    here = place_condition(definition, day)
    counts = count_where([here & place_condition(other, day) for other in others.values()], [definition], day)
    return dict(zip(others, counts, strict=True))


def _met_across(definition: Definition, others: Mapping[int, Definition], day: date) -> dict[int, int]:
    """The same where a unit stands in two lines."""
    counts = {f"s{pk}": Count("pk", filter=condition(other, day)) for pk, other in others.items()}
    met = Unit.objects.among(condition(definition, day)).aggregate(**counts) if counts else {}
    return {pk: met[f"s{pk}"] for pk in others}

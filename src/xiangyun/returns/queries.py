"""Reads behind boards: the period looked at, the unit looked at, what its units sent."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.fields import BooleanField

from xiangyun.core.actor import Actor
from xiangyun.core.errors import NotVisible
from xiangyun.forms.models import AnswerVersion, Element
from xiangyun.notices.counting import valid_on
from xiangyun.notices.definitions import begins_at, inside
from xiangyun.notices.models import (
    WORKERS,
    Clause,
    Extension,
    HandDown,
    Quota,
    Receipt,
    Selector,
    SelectorCount,
    Task,
    TaskPeriod,
)
from xiangyun.notices.selectors import condition, line_of
from xiangyun.units.models import TERRITORIAL, ListRow, Unit
from xiangyun.units.paths import prefixes, unit_ids
from xiangyun.units.queries import parents_for

from .models import Return, Review


def period_shown(actor: Actor, task_uid: UUID, key: str, at: datetime) -> TaskPeriod:
    """The period of a published task with this key, else the one before it, else the newest that has opened.

    With it come `earlier` and `later` (keys of its neighbours that have opened), `clause` (a position),
    `own_deadline` (what the actor's unit handed down, plain), `has_more_time` (somebody has it by name), and
    `has_quotas` (the task asks numbers).
    """
    task = Task.objects.visible_to(actor).published().filter(uid=task_uid)
    beside = TaskPeriod.objects.filter(task=OuterRef("task"))
    before = beside.filter(start_on__lt=OuterRef("start_on")).order_by("-start_on")
    after = beside.filter(start_on__gt=OuterRef("start_on"), opens_at__lte=at).order_by("start_on")
    clause = Clause.objects.filter(tasks=OuterRef("task")).order_by("start")
    own = HandDown.objects.filter(task=OuterRef("task"), unit=actor.unit_id)
    periods = (
        TaskPeriod.objects.filter(task__in=task)
        .select_related("task__notice", "task__selector", "task__form_version")
        .defer("task__notice__text", "task__form_version__source", "task__form_version__xform")
        .annotate(
            earlier=Subquery(before.values("key")[:1]),
            later=Subquery(after.values("key")[:1]),
            clause=Subquery(clause.values("position")[:1]),
            own_deadline=Subquery(own.values("deadline")[:1]),
            has_more_time=Exists(Extension.objects.of_period(OuterRef("pk"))),
            has_quotas=Exists(Quota.objects.of_task(OuterRef("task"))),
        )
    )
    opened = periods.filter(opens_at__lte=at).order_by("-start_on")
    wanted = opened.filter(key__lte=key) if key else opened
    found = wanted.first() or periods.order_by("start_on").first()
    if found is None:
        raise NotVisible(kind="task")
    return found


def unit_shown(actor: Actor, wanted: UUID | None, selector: Selector, day: date) -> Unit:
    """The unit asked for, else where the selector begins if that lies below the actor's, else the actor's own.

    Placed on the day, with `edition_of` and `edition_as_of` of the newest list that has it, and `is_inside`:
    whether it stands where the selector begins, or below. NotVisible beyond the actor's own subtree.
    """
    begins = begins_at(selector.definition)
    rows = ListRow.objects.filter(unit=OuterRef("pk")).order_by("-edition__as_of", "-edition_id")
    near: QuerySet[Any] = Unit.objects.placed(day, line=line_of(selector)).filter(
        Q(pk=actor.unit_id) | Q(uid__in=filter(None, (wanted, begins)))
    )
    near = near.annotate(
        edition_of=Subquery(rows.values("edition__publisher")[:1]),
        edition_as_of=Subquery(rows.values("edition__as_of")[:1]),
    )
    by_uid = {str(unit.uid): unit for unit in near}
    own = next((uid for uid, unit in by_uid.items() if unit.pk == actor.unit_id), None)
    choices = [str(wanted)] if wanted else [begins, own]
    chosen = next(
        (by_uid[c] for c in choices if c in by_uid and may_look(actor, by_uid[c].path, line_of(selector))), None
    )
    if chosen is None:
        raise NotVisible(kind="unit")
    chosen.is_inside = not begins or (begins in by_uid and chosen.path.startswith(by_uid[begins].path))
    return chosen  # type: ignore[no-any-return]


def may_look(actor: Actor, path: str, line: str = TERRITORIAL) -> bool:
    """Figures: own subtree in the line, for those who work in it."""
    if actor.is_system:
        return True
    own = actor.paths if line == TERRITORIAL else [path for name, path in actor.lines if name == line]
    return actor.role in WORKERS and path.startswith(tuple(own) or ("~",))


def family_of(unit: Any, period: TaskPeriod, day: date) -> list[Any]:
    """The units on the way to a unit from `unit_shown`, itself, and its children in list order; one query.

    Each with its `path`, `asked` (whether the selector reaches it), `owed_below` (how many below it are) and
    `more_until` (up to when it was given more time by name).
    """
    selector = period.task.selector
    more = Extension.objects.of_period(period).of_unit(OuterRef("pk"))
    counts = selector.counts.filter(valid_on(day), ancestor_id=OuterRef("pk"))
    line = line_of(selector)
    directly_below = Q(above__in=parents_for(unit.path, line))
    reached = When(reached_from(unit, selector, day), then=Value(True))
    family = Unit.objects.placed(day, line=line).annotate(above=F("placements__above"))
    return list(
        family.filter(directly_below | Q(path__in=prefixes(unit.path)))
        .annotate(
            owed_below=Subquery(counts.values("n")[:1]),
            more_until=Subquery(more.values("due_at")[:1]),
            asked=Case(reached, default=Value(False), output_field=BooleanField()),
        )
        .in_list_order()
    )


def reached_from(unit: Any, selector: Selector, day: date) -> Q:
    """The selector's condition; inside the place where it begins, that place need not be looked up again."""
    if unit.is_inside:
        return condition(inside(selector.definition), day)
    return condition(selector.definition, day)


def sent_by(actor: Actor, period: TaskPeriod, units: Iterable[int]) -> dict[int, Return]:
    """What each unit sent for a period, with `sent_values`, and `looked_at` and `looked_by` of the last verdict."""
    units = list(units)
    if not units:
        return {}
    versions = AnswerVersion.objects.filter(answer=OuterRef("answer"), number=OuterRef("version"))
    reviews = Review.objects.filter(of_return=OuterRef("pk"), answer_version=OuterRef("version")).order_by("-id")
    found = Return.objects.visible_to(actor).filter(period=period, unit__in=units, sent_at__isnull=False)
    found = found.select_related("waiting_at").annotate(
        sent_values=Subquery(versions.values("values")[:1]),
        looked_at=Subquery(reviews.values("at")[:1]),
        looked_by=Subquery(reviews.values("unit__name")[:1]),
    )
    return {returned.unit_id: returned for returned in found}


def short_labels(slugs: Collection[str], owner_id: int, path: str) -> dict[str, dict[str, str]]:
    """What the dictionary calls the elements of an owner's form: its own entry, else the nearest on the way up."""
    if not slugs:
        return {}
    ids = unit_ids(path)
    owners = ids[: ids.index(owner_id) + 1] if owner_id in ids else [owner_id]
    found = Element.objects.filter(slug__in=slugs, owner__in=owners)
    return {e.slug: e.label for e in sorted(found, key=lambda e: owners.index(e.owner_id))}


def tasks_seen(actor: Actor, at: datetime) -> QuerySet[Task]:
    """The published tasks that the actor sees, each with `newest`, its newest period that has opened, and
    `is_received`, whether the actor's unit has signed for its notice."""
    periods = TaskPeriod.objects.filter(task=OuterRef("pk"), opens_at__lte=at).order_by("-start_on")
    seen = Task.objects.visible_to(actor).published().select_related("notice", "selector").defer("notice__text")
    signed = Exists(Receipt.objects.of_notice(OuterRef("notice")).of_unit(actor.unit_id))
    newest = Subquery(periods.values("pk")[:1])
    return seen.annotate(newest=newest, is_received=signed).order_by("-notice__published_at", "pk")


def periods_of(tasks: Iterable[Task]) -> dict[int, TaskPeriod]:
    """The newest period of each task, by task; it knows its task."""
    by_newest = {task.newest: task for task in tasks if task.newest}  # type: ignore[attr-defined]
    periods = list(TaskPeriod.objects.filter(pk__in=by_newest))
    for period in periods:
        period.task = by_newest[period.pk]
    return {period.task_id: period for period in periods}


def counts_below(unit_id: int, selectors: Iterable[int]) -> dict[int, list[SelectorCount]]:
    """How many units below a unit each selector reaches: its counts, each with the days it holds for."""
    rows = SelectorCount.objects.filter(selector__in=set(selectors), ancestor_id=unit_id).order_by("from_on")
    found: dict[int, list[SelectorCount]] = {}
    for row in rows:
        found.setdefault(row.selector_id, []).append(row)
    return found

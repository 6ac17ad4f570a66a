"""Tasks made of clauses, with their quotas and periods; which units owe, and who did not answer."""

from collections.abc import Collection
from datetime import date, datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from xiangyun.core.actor import Actor
from xiangyun.core.clock import working_date
from xiangyun.core.fields import PathField
from xiangyun.core.ids import uuid7
from xiangyun.forms.models import FormVersion
from xiangyun.notices.states import NoticeState
from xiangyun.units.models import TERRITORIAL, Unit
from xiangyun.units.paths import SLOT
from xiangyun.units.reach import on_the_way_up

from .notices import Clause, Notice

DEPENDING = ("relative", "conditional", "until_notice", "staged", "delegated")
"""Kinds of deadlines that do not know their day by themselves."""


class Selector(models.Model):
    """Which units: a definition as data, stored once by its content; counts hang on it, not on periods.

    `counted` says of which tree its counts are (see `counting.tree_mark`).
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    definition = models.JSONField()
    digest = models.CharField(max_length=64, unique=True)
    counted = models.CharField(max_length=60, blank=True)


class SelectorCountQuerySet(models.QuerySet["SelectorCount"]):
    def of_selectors(self, selectors: Collection[int], day: date) -> Self:
        """The counts of these selectors that hold on a day: one for each unit above those that they reach."""
        held = Q(to_on__isnull=True) | Q(to_on__gt=day)
        return self.filter(held, selector__in=selectors, from_on__lte=day)


class SelectorCount(models.Model):
    """How many units below an ancestor a selector reaches, from a day to the next change of the tree."""

    selector = models.ForeignKey(Selector, on_delete=models.CASCADE, related_name="counts")
    ancestor_id = models.BigIntegerField()
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    n = models.PositiveIntegerField()

    objects = SelectorCountQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ancestor_id", "selector", "from_on"], name="selector_count_once"),
        ]


class TaskQuerySet(models.QuerySet["Task"]):
    def visible_to(self, actor: Actor) -> Self:
        """A task is seen by those who see its notice."""
        return self.filter(notice__in=Notice.objects.visible_to(actor))

    def published(self) -> Self:
        return self.filter(notice__state=NoticeState.PUBLISHED)

    def running(self, day: date) -> Self:
        """Published and not over on a day, with all that their calendar needs."""
        return self.published().filter(ends_on__gte=day).select_related("notice").defer("notice__text").order_by("pk")

    def in_force(self, day: date, draft_id: int | None = None) -> Self:
        """Published and not over on a day, with those of one draft; `is_lifted` are those that the draft lifts."""
        from .amendments import Amendment

        lifted = Amendment.objects.filter(kind=Amendment.Kind.LIFT, notice=draft_id, task=OuterRef("pk"))
        here = Q(notice__state=NoticeState.PUBLISHED) | Q(notice=draft_id)
        return self.filter(here, ends_on__gte=day).annotate(is_lifted=Exists(lifted))

    def depending(self) -> Self:
        """Those whose day hangs on an event or a condition, or is set by another body."""
        return self.filter(deadline__kind__in=DEPENDING)

    def first_clauses(self, tasks: Collection[int]) -> dict[int, Clause]:
        """The first clause of each task, with its notice: the reason beside a request."""
        links = self.model.clauses.through.objects.filter(task__in=tasks)
        first: dict[int, Clause] = {}
        for link in links.select_related("clause__notice").order_by("clause__start"):
            first.setdefault(link.task_id, link.clause)
        return first


class Task(models.Model):
    """One thing asked: which units, which form, how often, by when; with owner, basis, end and minutes.

    `deadline` is the calendar's value with its wording (`calendar.to_plain`); `recurrence` is read off it. `key` names
    it in a pack. `condition` and `receiver` are the notice's own words ("条件具备时"; "市局公共服务科"). `minutes` are
    those of who answers each time, `review_minutes` those of who looks at one answer.
    """

    class Recurrence(models.TextChoices):
        ONCE = "once"
        DAILY = "daily"
        WEEKLY = "weekly"
        TEN_DAY = "ten_day"
        MONTHLY = "monthly"
        QUARTERLY = "quarterly"
        YEARLY = "yearly"

    class Review(models.TextChoices):
        PERSON = "person"
        NIL_BY_RULE = "nil_by_rule"

    is_lifted: bool
    """Set by `in_force` only."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="tasks")
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    key = models.SlugField(max_length=60, blank=True)
    clauses = models.ManyToManyField(Clause, related_name="tasks")
    title = models.JSONField()
    form_version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="+")
    selector = models.ForeignKey(Selector, on_delete=models.PROTECT, related_name="tasks")
    line = models.CharField(max_length=20, default=TERRITORIAL)
    deadline = models.JSONField()
    recurrence = models.CharField(max_length=9, choices=Recurrence)
    starts_on = models.DateField()
    ends_on = models.DateField()
    lock_hours = models.PositiveIntegerField()
    nil_allowed = models.BooleanField(default=False)
    review = models.CharField(max_length=12, choices=Review, default=Review.PERSON)
    minutes = models.PositiveSmallIntegerField()
    review_minutes = models.PositiveSmallIntegerField(default=0)
    condition = models.CharField(max_length=120, blank=True)
    receiver = models.CharField(max_length=120, blank=True)
    basis = models.CharField(max_length=300)

    objects = TaskQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="task_ends_after_it_starts", condition=Q(ends_on__gte=models.F("starts_on"))),
            models.UniqueConstraint(fields=["notice", "key"], name="task_key_once", condition=~Q(key="")),
        ]


class QuotaQuerySet(models.QuerySet["Quota"]):
    def of_task(self, task: "Task | OuterRef") -> Self:
        """What a task asks, or the task that an outer query names."""
        return self.filter(task=task)


class Quota(models.Model):
    """How much a task asks of each unit of a class: `op` (>=, <=, ==), `value` in `measure` of `of`.

    `is_total` means the class together, not each. `selector` is the class, within the task's own selector.
    """

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="quotas")
    selector = models.ForeignKey(Selector, on_delete=models.PROTECT, related_name="+")
    clause = models.ForeignKey(Clause, on_delete=models.SET_NULL, null=True, related_name="quotas")
    op = models.CharField(max_length=2)
    value = models.DecimalField(max_digits=14, decimal_places=2)
    measure = models.CharField(max_length=20)
    of = models.CharField(max_length=60, blank=True)
    is_total = models.BooleanField(default=False)

    objects = QuotaQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]


class TaskPeriodQuerySet(models.QuerySet["TaskPeriod"]):
    def from_above(self, paths: tuple[str, ...]) -> Self:
        """Periods of published tasks of the units on the way up from these places."""
        return self.filter(on_the_way_up(paths, "task__owner"), task__notice__state=NoticeState.PUBLISHED)

    def open_at(self, at: datetime) -> Self:
        """Periods with a due day that have opened and not locked, the earliest first."""
        return self.unclosed().filter(opens_at__lte=at, locks_at__gt=at).order_by("start_on", "pk")

    def unclosed(self) -> Self:
        """Periods that the closing job has not closed."""
        return self.filter(closed_at__isnull=True)

    def closed_since(self, day: date) -> Self:
        """Periods that are closed and reach into the days from this one on."""
        return self.filter(closed_at__isnull=False, end_on__gte=day)

    def of_tasks(self, tasks: Collection[int]) -> Self:
        """The periods of these tasks, in order."""
        return self.filter(task__in=tasks).order_by("task", "start_on", "pk")

    def answered(self, periods: Collection[int]) -> Self:
        """Those of these periods that somebody answered or began to."""
        return self.filter(pk__in=periods, returns__isnull=False).distinct()

    def with_task(self) -> Self:
        """With all that a desk or a form shows of the task, in the same query."""
        return self.select_related("task__selector", "task__form_version", "task__notice")


class TaskPeriod(models.Model):
    """One period of a task: opens, is due, locks. At lock every unanswered duty becomes a Missing row.

    `due` is what its deadline comes to (`calendar.Resolved`): the wording and the day, or what it waits for; then it
    has no due instant and does not lock.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="periods")
    key = models.CharField(max_length=12)
    start_on = models.DateField()
    end_on = models.DateField()
    opens_at = models.DateTimeField()
    due = models.JSONField(default=dict)
    due_at = models.DateTimeField(null=True)
    locks_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    objects = TaskPeriodQuerySet.as_manager()

    def counting_day(self, at: datetime) -> date:
        """The day whose tree counts: the working date, but not later than the due date."""
        day = working_date(at)
        return min(day, working_date(self.due_at)) if self.due_at else day

    def is_past(self, at: datetime) -> bool:
        """Whether its due instant has passed; never while that is not known."""
        return self.due_at is not None and at > self.due_at

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["task", "key"], name="task_period_once"),
            models.CheckConstraint(
                name="task_period_clocks",
                condition=Q(due_at__gte=models.F("opens_at"), locks_at__gte=models.F("due_at"))
                | Q(due_at__isnull=True, locks_at__isnull=True, closed_at__isnull=True),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["locks_at"], name="task_period_by_lock")]


class MissingQuerySet(models.QuerySet["Missing"]):
    def of_period(self, period: TaskPeriod) -> Self:
        """What a period stored at its lock."""
        return self.filter(period=period)


class Missing(models.Model):
    """A duty without an answer when its period locked, and where its unit stood; stored, so the past stays."""

    unit_id = models.BigIntegerField()
    path = PathField(max_length=SLOT * 10)
    period = models.ForeignKey(TaskPeriod, on_delete=models.PROTECT, related_name="missing")
    at = models.DateTimeField()

    objects = MissingQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit_id", "period"], name="missing_once"),
        ]

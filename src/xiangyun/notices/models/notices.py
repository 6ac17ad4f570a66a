"""Notices and their clauses: the text as issued, and what became of every sentence that orders something."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When

from xiangyun.core.actor import Actor
from xiangyun.core.ids import uuid7
from xiangyun.notices.states import ORDERS, ClauseState, NoticeState
from xiangyun.people.models import Role
from xiangyun.units.models import Unit
from xiangyun.units.reach import on_the_way_up, within_any

DRAFTERS = (Role.OFFICER, Role.DIRECTOR, Role.AUDITOR)
WORKERS = (Role.REPORTER, Role.REVIEWER, *DRAFTERS)


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, actor: Actor) -> Self:
        """Its drafters see a draft; once published, those whom it comes down to, and those above, see it."""
        if actor.is_system:
            return self
        if actor.role not in WORKERS:
            return self.none()
        own = Q(owner=actor.unit_id) if actor.role in DRAFTERS else Q(pk__in=[])
        near = on_the_way_up(actor.all_paths, "owner") | within_any(actor.paths, "owner")
        for line, path in actor.lines:
            near |= within_any((path,), "owner", line)
        return self.filter(own | Q(state=NoticeState.PUBLISHED) & near)


class Notice(models.Model):
    """The text, as it was issued; drafted by one, signed by another, then numbered and published.

    `findings` are what its own text leaves to decide (contradictions, probable typing errors), each with the decision.
    `follows` is the earlier notice that this one issues again or changes.
    """

    uid = models.UUIDField(default=uuid7, unique=True)
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="notices")
    title = models.CharField(max_length=300, blank=True)
    number = models.CharField(max_length=80, blank=True)
    issued_on = models.DateField(null=True)
    text = models.TextField()
    source_name = models.CharField(max_length=120, blank=True)
    source_kind = models.CharField(max_length=8, blank=True)
    head = models.JSONField(default=dict)
    findings = models.JSONField(default=list)
    over_cap_reason = models.CharField(max_length=300, blank=True)
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="followed_by")
    state = models.CharField(max_length=10, choices=NoticeState, default=NoticeState.DRAFT)
    rev = models.PositiveIntegerField(default=1)
    drafted_by_id = models.BigIntegerField(null=True)
    submitted_by_id = models.BigIntegerField(null=True)
    signed_by_id = models.BigIntegerField(null=True)
    published_at = models.DateTimeField(null=True)
    drafted_at = models.DateTimeField()

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="notice_published_at_once_published",
                condition=Q(state="published", published_at__isnull=False)
                | (~Q(state="published") & Q(published_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="notice_signed_by_once_signed",
                condition=Q(state__in=["signed", "published"], signed_by_id__isnull=False)
                | (~Q(state__in=["signed", "published"]) & Q(signed_by_id__isnull=True)),
            ),
            models.CheckConstraint(name="notice_number_once_published", condition=Q(state="published") | Q(number="")),
            models.UniqueConstraint(fields=["owner", "number"], name="notice_number_once", condition=~Q(number="")),
        ]

    @property
    def owner_unit_id(self) -> int:
        return self.owner_id

    @property
    def waiting_unit_id(self) -> int | None:
        return self.owner_id


class ClauseQuerySet(models.QuerySet["Clause"]):
    def in_state(self, *states: ClauseState) -> Self:
        """Open, made a task, attached or dismissed: what the manager works out."""
        return self.filter(**{"state__in": states})

    def orders(self) -> Self:
        """Clauses that must become a task or be dismissed."""
        return self.filter(kind__in=ORDERS)


class ClauseManager(models.Manager.from_queryset(ClauseQuerySet)):  # type: ignore[misc]
    """Clauses come with their `state`, which is never stored: dismissed with a reason, covered by a task (or by a
    change of an earlier one), attached to a task as guidance, or open."""

    def get_queryset(self) -> ClauseQuerySet:
        clause: Any = self.model
        covered = [
            Exists(link.through.objects.filter(clause=OuterRef("pk"))) for link in (clause.tasks, clause.amendments)
        ]
        state = Case(
            When(~Q(reason=""), then=Value(ClauseState.DISMISSED)),
            When(covered[0] | covered[1], then=Value(ClauseState.TASKED)),
            When(guides__isnull=False, then=Value(ClauseState.ATTACHED)),
            default=Value(ClauseState.OPEN),
        )
        return super().get_queryset().annotate(state=state)  # type: ignore[no-any-return]


class Clause(models.Model):
    """A sentence, or the part of one that lays one act on one party. Its identity is its position; the text itself
    stays in the notice.

    `reading` is what was read of it and stays; `edit` holds what an officer says instead, by the same keys; `said`
    is both. `guides` is the task whose quality it says. `ruling` is the answer to each rule that it touches, by slug:
    {"choice": "lawful" | "kept", "reason": …}.
    """

    state: str

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="clauses")
    position = models.CharField(max_length=40)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    kind = models.CharField(max_length=12)
    read_kind = models.CharField(max_length=12, blank=True)
    reading = models.JSONField(default=dict)
    edit = models.JSONField(default=dict)
    ruling = models.JSONField(default=dict)
    guides = models.ForeignKey("notices.Task", on_delete=models.SET_NULL, null=True, related_name="guidance")
    reason = models.CharField(max_length=300, blank=True)

    objects = ClauseManager()

    class Meta:
        ordering: ClassVar = ["notice", "start"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["notice", "start"], name="clause_start_once"),
            models.CheckConstraint(name="clause_span", condition=Q(end__gt=models.F("start"))),
        ]

    @property
    def said(self) -> dict[str, Any]:
        """What holds: as an officer says it, else as it was read."""
        return {**self.reading, **self.edit}

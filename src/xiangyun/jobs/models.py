"""The queue's rows: jobs with their lease, schedules with their next due time, signs of life."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q


class JobState(models.TextChoices):
    READY = "ready"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class QueuedJobQuerySet(models.QuerySet["QueuedJob"]):
    def due(self, now: datetime) -> Self:
        """Jobs that may start, oldest first."""
        return self.filter(state=JobState.READY, run_after__lte=now).order_by("run_after", "id")

    def abandoned(self, now: datetime) -> Self:
        """Running jobs whose worker has not renewed its lease: it was killed, or lost the database."""
        return self.filter(state=JobState.RUNNING, lease_until__lt=now)

    def used_up(self) -> Self:
        """Jobs that may not be tried again."""
        return self.filter(tries__gte=F("attempts"))

    def held_by(self, worker: str) -> Self:
        """Jobs a worker holds a lease on."""
        return self.filter(state=JobState.RUNNING, worker=worker)

    def finished_before(self, then: datetime) -> Self:
        return self.filter(state=JobState.DONE, finished_at__lt=then)


class QueuedJob(models.Model):
    """One piece of work. All instants are real UTC. `tries` counts starts, so a killed worker counts too."""

    effect_key = models.CharField(max_length=200, unique=True)
    name = models.CharField(max_length=80)
    args = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=JobState, default=JobState.READY)
    tries = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField()
    run_after = models.DateTimeField()
    enqueued_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    worker = models.CharField(max_length=100, blank=True)
    error = models.CharField(max_length=300, blank=True)

    objects = QueuedJobQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="job_has_a_lease_while_it_runs",
                condition=Q(state="running", lease_until__isnull=False)
                | (~Q(state="running") & Q(lease_until__isnull=True)),
            ),
            models.CheckConstraint(
                name="job_finished_at_once_finished",
                condition=Q(state__in=["done", "failed"], finished_at__isnull=False)
                | Q(state__in=["ready", "running"], finished_at__isnull=True),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "run_after"], name="job_by_due")]

    def __str__(self) -> str:
        return f"{self.name} ({self.effect_key})"


class Schedule(models.Model):
    """When a job is due next. Rows mirror declarations; `next_run_at` is claimed by compare-and-set."""

    name = models.CharField(max_length=80, unique=True)
    cron = models.CharField(max_length=60)
    next_run_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} ({self.cron})"


class WorkerBeat(models.Model):
    """A worker's latest sign of life."""

    worker = models.CharField(max_length=100, unique=True)
    seen_at = models.DateTimeField(db_index=True)

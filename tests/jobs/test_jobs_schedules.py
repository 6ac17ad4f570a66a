"""Schedules: rows follow what is declared; a due time is claimed by one worker; what was missed runs once."""

from datetime import UTC, datetime

import pytest

from tests.threads import at_once
from xiangyun.jobs import registry, schedules
from xiangyun.jobs.models import QueuedJob, Schedule

SIX_AT_NIGHT = datetime(2020, 3, 19, 22, 0, tzinfo=UTC)  # 06:00 on the 20th in the site's zone
DAYS_LATER = datetime(2020, 3, 23, 1, 0, tzinfo=UTC)


@pytest.fixture
def daily(monkeypatch):
    """One schedule, every day at six, due on 20 March 2020."""
    from tests.jobs.deeds import write_once

    monkeypatch.setattr(registry, "_schedules", {})
    registry.declare_schedule("tests.daily", "0 6 * * *", write_once)
    return Schedule(name="tests.daily", cron="0 6 * * *", next_run_at=SIX_AT_NIGHT)


def test_a_cron_line_is_read_in_the_sites_zone():
    assert schedules.next_after("0 6 * * *", datetime(2020, 3, 19, 12, 0, tzinfo=UTC)) == SIX_AT_NIGHT


@pytest.mark.django_db
def test_rows_follow_what_is_declared(daily):
    Schedule.objects.create(name="gone", cron="* * * * *", next_run_at=SIX_AT_NIGHT)
    Schedule.objects.create(name=daily.name, cron="* * * * *", next_run_at=SIX_AT_NIGHT)
    schedules.install_schedules()
    assert list(Schedule.objects.values_list("name", "cron")) == [("tests.daily", "0 6 * * *")]
    due = Schedule.objects.get().next_run_at
    schedules.install_schedules()
    assert Schedule.objects.get().next_run_at == due


@pytest.mark.django_db
def test_what_is_not_due_waits(daily):
    daily.save()
    assert schedules.queue_due(datetime(2020, 3, 19, 21, 59, tzinfo=UTC)) == 0
    assert QueuedJob.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_due_time_is_queued_once_by_many_workers_and_missed_days_once(daily):
    daily.save()
    queued = at_once(lambda: schedules.queue_due(DAYS_LATER), 4)
    assert sum(queued) == 1
    assert list(QueuedJob.objects.values_list("effect_key", flat=True)) == [
        "schedule:tests.daily:2020-03-19T22:00:00+00:00"
    ]
    assert Schedule.objects.get().next_run_at == datetime(2020, 3, 23, 22, 0, tzinfo=UTC)

"""The queue's moves. Each is one short statement with its condition in it, so two workers cannot both win."""

import traceback
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db.models import F

from xiangyun.core.clock import real_now

from .models import JobState, QueuedJob
from .registry import Job

LEASE = timedelta(seconds=60)
LONGEST_RUN = timedelta(hours=1)
CANDIDATES = 8
_FIRST_WAIT = timedelta(seconds=5)
_LONGEST_WAIT = timedelta(hours=1)


def enqueue(job: Job, /, *, effect_key: str, run_after: datetime | None = None, **args: Any) -> bool:
    """Store a job in the caller's transaction; False, harmlessly, when its effect key is known already."""
    now = real_now()
    row = QueuedJob(
        effect_key=effect_key,
        name=job.name,
        args=args,
        attempts=job.attempts,
        run_after=run_after or now,
        enqueued_at=now,
    )
    before = QueuedJob.objects.filter(effect_key=effect_key).exists()
    if not before:  # two at once may both come here; the unique key lets one in and drops the other
        QueuedJob.objects.bulk_create([row], ignore_conflicts=True)
    return not before


def claim(worker: str, lease: timedelta = LEASE) -> QueuedJob | None:
    """Take a due job under a lease, or None. The state in the UPDATE decides between workers."""
    now = real_now()
    for candidate in QueuedJob.objects.due(now)[:CANDIDATES]:
        taken = QueuedJob.objects.due(now).order_by().filter(pk=candidate.pk)
        if taken.update(
            state=JobState.RUNNING,
            worker=worker,
            tries=F("tries") + 1,
            started_at=now,
            lease_until=now + lease,
        ):
            candidate.refresh_from_db()
            return candidate
    return None


def renew(worker: str, lease: timedelta = LEASE) -> None:
    """Keep what the worker holds for one more lease."""
    QueuedJob.objects.held_by(worker).update(lease_until=real_now() + lease)


def finish(held: QueuedJob) -> bool:
    """Mark a job done; False when the lease was lost meanwhile and another worker has it now."""
    return _let_go(held, state=JobState.DONE, finished_at=real_now(), error="")


def give_back(held: QueuedJob, error: BaseException) -> bool:
    """After a failure: due again later, each time twice as late, or failed for good after its last try."""
    now = real_now()
    if held.tries >= held.attempts:
        return _let_go(held, state=JobState.FAILED, finished_at=now, error=place_of(error))
    wait = min(_FIRST_WAIT * 2 ** (held.tries - 1), _LONGEST_WAIT)
    return _let_go(held, state=JobState.READY, run_after=now + wait, error=place_of(error))


def refuse(held: QueuedJob, why: str) -> bool:
    """Fail a job for good: nobody can run it."""
    return _let_go(held, state=JobState.FAILED, finished_at=real_now(), error=why)


def _let_go(held: QueuedJob, **values: Any) -> bool:
    same = QueuedJob.objects.held_by(held.worker).filter(pk=held.pk, tries=held.tries)
    return same.update(lease_until=None, **values) == 1


def reap() -> int:
    """Free the jobs of workers that are gone; returns how many. Reads first: an idle site writes nothing."""
    now = real_now()
    ids = list(QueuedJob.objects.abandoned(now).values_list("pk", flat=True)[:100])
    if not ids:
        return 0
    gone = QueuedJob.objects.abandoned(now).filter(pk__in=ids)
    lost = "the worker was lost"
    failed = gone.used_up().update(state=JobState.FAILED, lease_until=None, finished_at=now, error=lost)
    return failed + gone.update(state=JobState.READY, lease_until=None, run_after=now, error=lost)


def place_of(error: BaseException) -> str:
    """Where an error arose, without its message: a message may quote what a person typed."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{place}"[:300]

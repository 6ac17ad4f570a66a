"""The queue's own sweep: a done job is kept thirty days, and its effect key is known as long."""

from datetime import timedelta

from xiangyun.core.clock import real_now

from .liveness import forget_dead_workers
from .models import QueuedJob
from .registry import declare_schedule, job

KEPT = timedelta(days=30)
BATCH = 500


@job("jobs.sweep")
def sweep() -> None:
    """Delete jobs done long ago, in short statements; failed ones stay until somebody has looked."""
    then = real_now() - KEPT
    while ids := list(QueuedJob.objects.finished_before(then).values_list("pk", flat=True)[:BATCH]):
        QueuedJob.objects.filter(pk__in=ids).delete()
    forget_dead_workers()


def declare() -> None:
    """Called when the app is ready."""
    declare_schedule("jobs.sweep", "40 3 * * *", sweep)

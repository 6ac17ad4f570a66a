"""Signs of life: what a worker leaves so that the site knows somebody works."""

from datetime import timedelta

from xiangyun.core.clock import real_now

from .models import WorkerBeat

FRESH = timedelta(seconds=30)
EVERY = timedelta(seconds=5)
_FORGET = timedelta(days=1)


def beat(worker: str) -> None:
    """Leave a sign of life."""
    WorkerBeat.objects.update_or_create(worker=worker, defaults={"seen_at": real_now()})


def forget_dead_workers() -> None:
    """Drop the rows of workers not seen for a day."""
    WorkerBeat.objects.filter(seen_at__lt=real_now() - _FORGET).delete()


def retire(worker: str) -> None:
    """A worker that stops in order takes its row with it, so that the site notices at once."""
    WorkerBeat.objects.filter(worker=worker).delete()


def a_worker_is_alive(within: timedelta = FRESH) -> bool:
    """Whether any worker was seen lately."""
    return WorkerBeat.objects.filter(seen_at__gt=real_now() - within).exists()

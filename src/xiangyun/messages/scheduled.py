"""Old messages go after ninety days; what was chased stays, as the log does."""

from datetime import timedelta

from xiangyun.core.clock import working_now
from xiangyun.jobs.registry import declare_schedule, job

from .models import Message
from .rules import KEPT_DAYS

BATCH = 1000


@job("messages.prune")
def prune() -> None:
    """Delete old messages in short statements; harmless twice."""
    old = Message.objects.older_than(working_now() - timedelta(days=KEPT_DAYS))
    while ids := list(old.values_list("pk", flat=True)[:BATCH]):
        old.filter(pk__in=ids).delete()


def declare() -> None:
    """Called when the app is ready."""
    declare_schedule("messages.prune", "50 3 * * *", prune)

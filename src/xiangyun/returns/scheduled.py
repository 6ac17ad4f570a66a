"""Reminders by the clock: every quarter of an hour of the day; each run says only what is not said yet."""

from xiangyun.core.clock import working_now
from xiangyun.jobs.registry import declare_schedule, job

from .reminding import remind


@job("returns.remind")
def remind_now() -> None:
    """Make the digests that are due; harmless twice."""
    remind(working_now())


def declare() -> None:
    """Called when the app is ready."""
    declare_schedule("returns.remind", "*/15 8-19 * * *", remind_now)

"""The calendar as jobs: periods open ahead, and close at their lock."""

from xiangyun.core.clock import working_date, working_now
from xiangyun.jobs.registry import declare_schedule, job

from .closing import close_periods, open_periods
from .counting import recount


@job("notices.close")
def close() -> None:
    """Store what is missing of each period whose lock has passed; harmless twice."""
    at = working_now()
    while close_periods(at=at):
        pass


@job("notices.open")
def open_ahead() -> None:
    """Store the periods to come; harmless twice."""
    open_periods(at=working_now())


@job("notices.count")
def count() -> None:
    """Owed counts follow the tree; harmless twice, and cheap when nothing was added."""
    recount(working_date(working_now()))


def declare() -> None:
    """Called when the app is ready."""
    declare_schedule("notices.close", "* * * * *", close)
    declare_schedule("notices.open", "15 0 * * *", open_ahead)
    declare_schedule("notices.count", "*/5 * * * *", count)

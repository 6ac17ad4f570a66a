"""The people's own jobs: what is over is written down within a minute."""

from xiangyun.core.actor import Actor
from xiangyun.core.clock import real_now
from xiangyun.jobs.registry import declare_schedule, job

from .actions.close_admin_sessions import close_admin_sessions


@job("people.admin_sessions")
def close() -> None:
    """Harmless twice."""
    close_admin_sessions(actor=Actor.system("clock"), at=real_now())


def declare() -> None:
    """Called when the app is ready."""
    declare_schedule("people.admin_sessions", "* * * * *", close)

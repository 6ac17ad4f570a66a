"""The log's own jobs: seal within seconds, each minute at the latest; publish the roots of the days that are over."""

from xiangyun.jobs.registry import declare_idle, declare_schedule, job

from .seal import publish_past_roots, seal_all, seal_pending


@job("audit.seal")
def seal() -> None:
    """Chain what came since the last time; harmless twice."""
    seal_all()


@job("audit.root")
def root() -> None:
    """Publish each day that is over; a day already published stays, so this is harmless twice."""
    publish_past_roots()


def declare() -> None:
    """Called when the app is ready."""
    declare_schedule("audit.seal", "* * * * *", seal)
    declare_idle("audit.seal", seal_pending)
    declare_schedule("audit.root", "5 0 * * *", root)

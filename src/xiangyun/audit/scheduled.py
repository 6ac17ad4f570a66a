"""The log's own jobs: seal each minute, publish the roots of the days that are over."""

from xiangyun.jobs.registry import declare_schedule, job

from .seal import publish_past_roots, seal_all


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
    declare_schedule("audit.root", "5 0 * * *", root)

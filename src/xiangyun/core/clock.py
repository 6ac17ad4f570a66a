"""Two clocks. `recorded_at` is real UTC; `at` is the site's working time, which a demonstration can set."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils import timezone

from .models import Site

ZONE = ZoneInfo("Asia/Shanghai")


def real_now() -> datetime:
    """Real UTC, for audit, security and the queue."""
    return timezone.now()


def working_now() -> datetime:
    """The site's working instant."""
    return working_time(Site.current())


def working_time(site: Site) -> datetime:
    """The real instant, or the demonstration's date with the real time of day."""
    now = real_now()
    if site.working_on is None:
        return now
    return datetime.combine(site.working_on, now.astimezone(ZONE).time(), ZONE)


def working_date(at: datetime) -> date:
    """The date of an instant in the site's zone."""
    return at.astimezone(ZONE).date()


def instant(day: date, at: time) -> datetime:
    """A wall-clock time of the site as an instant."""
    return datetime.combine(day, at, ZONE)

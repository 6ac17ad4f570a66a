"""How long what was sent can be taken back."""

from datetime import datetime, timedelta

from .duties import is_locked
from .models import Return
from .states import ReturnState

WINDOW = timedelta(minutes=10)


def may_recall(returned: Return, at: datetime) -> bool:
    """Ten minutes after sending, as long as no person has looked at it."""
    in_time = returned.sent_at is not None and at < returned.sent_at + WINDOW
    unseen = returned.state == ReturnState.SUBMITTED or returned.by_rule
    return in_time and unseen and not is_locked(returned.period, returned.unit_id, at)

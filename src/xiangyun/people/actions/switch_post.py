"""Switch to another post."""

from datetime import datetime

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import NotVisible
from xiangyun.people.models import Tenure


def switch_post(*, actor: Actor, tenure: Tenure, at: datetime) -> Tenure:
    """Act by another of one's own posts from now on; the log names the one left and the one taken up."""
    if tenure.account_id != actor.account_id:
        raise NotVisible(kind="post")
    record("post.switched", actor=actor, at=at, subject=("post", tenure.post.uid))
    return tenure

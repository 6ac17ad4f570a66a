"""Which deadlines may be given a day, and by whom."""

from xiangyun.calendar import Deadline, Delegated, Pinned
from xiangyun.calendar.deadlines import Pinnable
from xiangyun.core.actor import Actor

from .models import Task
from .periods import deadline_of
from .states import NoticeState


def vague_of(deadline: Deadline) -> Pinnable | None:
    """What stays open, or was open before it was pinned; None for one that names its day or its event."""
    of = deadline.of if isinstance(deadline, Pinned) else deadline
    return of if isinstance(of, Pinnable) else None


def is_open(task: Task) -> bool:
    """In a draft any vague day; afterwards only what another body sets."""
    vague = vague_of(deadline_of(task))
    return vague is not None and (task.notice.state == NoticeState.DRAFT or isinstance(vague, Delegated))


def may_pin(task: Task, actor: Actor) -> bool:
    """Officers of the bureau whose task it is."""
    return actor.holds("officer") and task.owner_id == actor.unit_id

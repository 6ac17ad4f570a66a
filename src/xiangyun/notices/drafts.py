"""The draft an officer works on."""

from uuid import UUID

from xiangyun.core.actor import Actor
from xiangyun.core.errors import NotAllowed, NotVisible, WrongState

from .models import Notice
from .states import NoticeState


def locked(actor: Actor, uid: UUID) -> Notice:
    """A notice the actor sees, its row locked for this transaction."""
    notice = Notice.objects.visible_to(actor).select_for_update(of=("self",)).filter(uid=uid).first()
    if notice is None:
        raise NotVisible(kind="notice")
    return notice


def draft_of(actor: Actor, uid: UUID) -> Notice:
    """A draft of the actor's own unit, locked; raises NotVisible, NotAllowed or WrongState."""
    notice = locked(actor, uid)
    if not actor.holds("officer") or not (actor.is_system or notice.owner_id == actor.unit_id):
        raise NotAllowed(step="edit")
    if notice.state != NoticeState.DRAFT:
        raise WrongState(state=notice.state)
    return notice

"""Withdraw an invitation: its link opens nothing from now on."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import NotVisible, WrongState
from xiangyun.people.holding import check_right
from xiangyun.people.models import Invitation, Post


def withdraw_invitation(*, actor: Actor, uid: UUID, at: datetime) -> Invitation:
    """WrongState if it was used meanwhile, or withdrawn already."""
    invitation = Invitation.objects.visible_to(actor).whole().filter(uid=uid).first()
    if invitation is None:
        raise NotVisible(kind="invitation")
    post = invitation.post
    check_right("invite", actor, unit=post.unit, role=post.role, at=at)
    with transaction.atomic():
        Post.objects.locked(post.pk)
        if Invitation.objects.waiting().filter(pk=invitation.pk).update(withdrawn_at=at) != 1:
            raise WrongState("invitation_closed")
        invitation.withdrawn_at = at
        record("post.invitation_withdrawn", actor=actor, at=at, subject=("invitation", uid))
    return invitation

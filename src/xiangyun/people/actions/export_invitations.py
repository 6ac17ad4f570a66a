"""Take out the list of open invitations with their links, for forwarding."""

from datetime import datetime

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import NotAllowed
from xiangyun.people.models import Invitation
from xiangyun.people.models.roster import INVITERS

MOST = 5_000


def export_invitations(*, actor: Actor, at: datetime) -> list[Invitation]:
    """Those the actor sees and that can still be accepted, oldest first; the log keeps how many were taken."""
    if not actor.holds(*INVITERS, "admin"):
        raise NotAllowed(step="export_invitations")
    with transaction.atomic():
        found = list(Invitation.objects.visible_to(actor).open(at).whole().order_by("pk")[:MOST])
        record("post.invitations_exported", actor=actor, at=at, detail={"invitations": len(found)})
    return found

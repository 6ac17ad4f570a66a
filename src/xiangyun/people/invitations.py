"""Links of invitations: made from the invitation and the site's secret, so they can be shown again and stored never."""

from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.crypto import salted_hmac

from xiangyun.core.errors import DomainError, NotVisible

from .models import Invitation
from .tokens import digest_of

LASTS = timedelta(days=14)


class InvitationGone(DomainError):
    """The link was good once: `invitation_used`, `invitation_withdrawn` or `invitation_expired`."""

    status = 410
    code = "invitation_expired"


def link_token(uid: UUID) -> str:
    """The secret part of an invitation's link: 256 bits that nobody can make without the site's key."""
    digest = salted_hmac("xiangyun.invitation", str(uid), algorithm="sha256").digest()
    return urlsafe_b64encode(digest).decode().rstrip("=")


def has_link(invitation: Invitation) -> bool:
    """Whether its link can still be shown; not after the site's key was changed."""
    return digest_of(link_token(invitation.uid)) == invitation.digest


def why_gone(invitation: Invitation, at: datetime) -> str:
    """Why it can no longer be accepted; empty while it can."""
    if invitation.used_at:
        return "invitation_used"
    if invitation.withdrawn_at:
        return "invitation_withdrawn"
    return "invitation_expired" if invitation.expires_at <= at else ""


def invitation_of(token: str, at: datetime) -> Invitation:
    """The open invitation that a link leads to; NotVisible for no link of ours, InvitationGone with the reason."""
    invitation = Invitation.objects.with_digest(digest_of(token)).whole().first()
    if invitation is None:
        raise NotVisible(kind="invitation")
    if reason := why_gone(invitation, at):
        raise InvitationGone(reason)
    return invitation

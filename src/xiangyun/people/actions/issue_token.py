"""Issue a machine's token for a tenure."""

from datetime import datetime, timedelta

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import NotAllowed
from xiangyun.people.models import ApiToken, Role, Tenure
from xiangyun.people.tokens import digest_of, new_token


def issue_token(*, actor: Actor, tenure: Tenure, name: str, at: datetime, days: int = 90) -> str:
    """The token itself, shown once; only its digest is kept. The tenure's own account or an administrator may."""
    if not (actor.account_id == tenure.account_id or actor.holds(Role.ADMIN)):
        raise NotAllowed(step="issue_token")
    token = new_token()
    with transaction.atomic():
        ApiToken.objects.create(tenure=tenure, name=name, digest=digest_of(token), expires_at=at + timedelta(days=days))
        record("token.issued", actor=actor, at=at, subject=("post", tenure.post.uid), detail={"name": name})
    return token

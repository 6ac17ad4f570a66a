"""Take a signature back."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.clock import working_date
from xiangyun.core.errors import NotAllowed, NotVisible
from xiangyun.core.steps import take_step
from xiangyun.people.models import SignOff, Tenure
from xiangyun.people.signoff.papers import locked_paper, signing_of
from xiangyun.people.signoff.queries import signature_under, tenure_to_sign_by


def withdraw_sign_off(*, actor: Actor, kind: str, uid: UUID, at: datetime) -> SignOff:
    """While the paper has not gone out, who signed it can take that back; it waits for a signature again.

    The holder of the post may also take back what a deputy signed in it. Raises NotAllowed("not_the_signer").
    """
    with transaction.atomic():
        paper, tenure = locked_paper(actor, kind, uid), tenure_to_sign_by(actor, working_date(at))
        take_step(paper, "withdraw", table=signing_of(kind).table, actor=actor, at=at, changes={"signed_by_id": None})
        signed = signature_under(kind, uid)
        if signed is None:
            raise NotVisible(kind="sign_off")
        if not _may_take_back(tenure, signed):
            raise NotAllowed("not_the_signer")
        signed.withdrawn_at = at
        signed.save(update_fields=["withdrawn_at"])
        record(f"{kind}.sign_off_withdrawn", actor=actor, at=at, subject=(kind, uid))
    return signed


def _may_take_back(tenure: Tenure, signed: SignOff) -> bool:
    if tenure.account_id == signed.account_id:
        return True
    return signed.as_deputy and tenure.kind == Tenure.Kind.HOLDER and tenure.post_id == signed.post_id

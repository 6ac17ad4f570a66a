"""Sign a paper off."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.clock import working_date
from xiangyun.core.errors import Conflict
from xiangyun.core.steps import take_step
from xiangyun.people.models import SignOff
from xiangyun.people.signoff.papers import digest_of_content, locked_paper, signing_of
from xiangyun.people.signoff.queries import mode_to_sign_in, tenure_to_sign_by


def sign_off(*, actor: Actor, kind: str, uid: UUID, rev: int, at: datetime) -> SignOff:
    """What leaves a bureau is made by one person and signed by another, whatever posts they hold.

    `rev` is that of the paper as it was read: another one is Conflict("changed_meanwhile"). Raises
    NotAllowed("drafter_signs") for whoever had a hand in it, unless the unit is in one-person mode on the day, and
    NotAllowed("post_not_held") for a deputy outside the dates.
    """
    signing, day = signing_of(kind), working_date(at)
    with transaction.atomic():
        paper = locked_paper(actor, kind, uid)
        read, tenure = paper.rev, tenure_to_sign_by(actor, day)
        take_step(paper, "sign", table=signing.table, actor=actor, at=at, changes={"signed_by_id": actor.account_id})
        if read != rev:
            raise Conflict("changed_meanwhile", rev=read)
        mode = mode_to_sign_in(kind, paper, actor.account_id, day)
        signed = SignOff.objects.create(
            kind=kind,
            paper_uid=uid,
            title=signing.title(paper)[:300],
            digest=digest_of_content(signing.content(paper)),
            account_id=tenure.account_id,
            post_id=tenure.post_id,
            tenure=tenure,
            as_deputy=tenure.is_deputy,
            mode=mode,
            at=at,
        )
        detail = {"digest": signed.digest, "deputy": signed.as_deputy, "one_person": mode is not None}
        record(f"{kind}.signed", actor=actor, at=at, subject=(kind, uid), detail=detail)
    return signed

"""Sign for the receipt of a notice."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import Conflict
from xiangyun.notices.models import Notice, Receipt
from xiangyun.notices.receipts import check_may_sign, check_names, own_receipt, published_notice


def sign_receipt(*, actor: Actor, notice_uid: UUID, handler: str, leader: str, at: datetime) -> Receipt:
    """The actor's unit has it, and names who handles it and who leads; once a unit. Other names replace the first
    ones, the day of receipt stays; the same again is the same.

    Raises NotVisible, WrongState `not_published`, NotAllowed for who it does not come to, BadInput `names_incomplete`.
    """
    names = {"handler": handler.strip(), "leader": leader.strip()}
    check_names(names)
    notice = published_notice(actor, notice_uid)
    check_may_sign(actor, notice, at)
    with transaction.atomic():
        receipt = own_receipt(actor, notice, held=True)
        if receipt and {"handler": receipt.handler, "leader": receipt.leader} == names:
            return receipt
        action = "notice.handler_changed" if receipt else "notice.received"
        receipt = _write(receipt or _new(actor, notice, at), names)
        detail = {"unit": receipt.unit.uid}
        record(action, actor=actor, at=at, subject=("notice", notice.uid), detail=detail, personal=names)
    return receipt


def _new(actor: Actor, notice: Notice, at: datetime) -> Receipt:
    return Receipt(notice=notice, unit_id=actor.own_unit, account_id=actor.account_id, at=at)


def _write(receipt: Receipt, names: dict[str, str]) -> Receipt:
    """Of two posts that sign at once the database lets one in."""
    receipt.handler, receipt.leader = names["handler"], names["leader"]
    try:
        with transaction.atomic():
            receipt.save()
    except IntegrityError:
        raise Conflict("said_meanwhile") from None
    return receipt

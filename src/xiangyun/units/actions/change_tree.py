"""Change the tree: found, rename, move, merge, split, close, reopen, mark; join or leave a professional line."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import Conflict

from ..applying import Decree, apply, check_decree, lock_tree
from ..following import queue_following
from ..models import Change
from ..orders import Order, plain
from ..rights import check_rights


def change_tree(*, actor: Actor, order: Order, decree: Decree, at: datetime, uid: UUID | None = None) -> Change:
    """Apply an order from a day on; the same uid with the same order gives the change that is there.

    An officer changes what stands below the own unit, on that day. Raises NotAllowed, NotVisible, BadInput, Conflict.
    """
    check_decree(decree)
    with transaction.atomic():
        lock_tree()
        if uid and (known := Change.objects.filter(uid=uid).first()):
            return _same(known, order, decree)
        check_rights(actor, order, decree)
        change = apply(actor, order, decree, at, uid)
        queue_following(change.uid)
        detail = {"kind": change.kind, "on": change.on, "document": change.document, **change.counts}
        record("tree.changed", actor=actor, at=at, subject=("change", change.uid), detail=detail)
    return change


def _same(known: Change, order: Order, decree: Decree) -> Change:
    if (known.said["order"], known.on, known.document) != (plain(order), decree.on, decree.document):
        raise Conflict("uid_used", uid=str(known.uid))
    return known

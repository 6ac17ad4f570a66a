"""Change the tree: found, rename, move, merge, split, close, reopen, mark; join or leave a professional line."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import BadInput, Conflict, NotAllowed, NotVisible
from xiangyun.core.texts import is_readable

from ..applying import Decree, apply, lock_tree, units_of
from ..following import queue_following
from ..models import Change, Placement, Unit
from ..orders import Order, plain, units_named
from ..touched import counted

MAY_CHANGE = ("officer", "admin")


def change_tree(*, actor: Actor, order: Order, decree: Decree, at: datetime, uid: UUID | None = None) -> Change:
    """Apply an order from a day on; the same uid with the same order gives the change that is there.

    An officer changes what stands below the own unit, on that day. Raises NotAllowed, NotVisible, BadInput, Conflict.
    """
    with transaction.atomic():
        change, is_new = _applied(actor, order, decree, at, uid)
        if is_new:
            queue_following(change.uid)
            detail = {"kind": change.kind, "on": change.on, "document": change.document, **change.counts}
            record("tree.changed", actor=actor, at=at, subject=("change", change.uid), detail=detail)
    return change


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change would touch: names before and after, how many units move, and what hangs on them above."""

    said: dict[str, Any]
    units: int
    touched: dict[str, int]


def preview_change(*, actor: Actor, order: Order, decree: Decree, at: datetime) -> Preview:
    """Apply the order, look at what it did, and take it all back. Raises what applying it would raise."""
    with transaction.atomic():
        change, _ = _applied(actor, order, decree, at, None)
        units = units_of(change)
        found = Preview(dict(change.said), len(units), counted(units, decree.on))
        transaction.set_rollback(True)
    return found


def _applied(actor: Actor, order: Order, decree: Decree, at: datetime, uid: UUID | None) -> tuple[Change, bool]:
    _check_texts(decree)
    lock_tree()
    if uid and (known := Change.objects.filter(uid=uid).first()):
        return _same(known, order, decree), False
    check_rights(actor, order, decree)
    return apply(actor, order, decree, at, uid), True


def _check_texts(decree: Decree) -> None:
    if not decree.document.strip():
        raise BadInput("document_needed")
    if not (is_readable(decree.document) and is_readable(decree.note)):
        raise BadInput("not_text")


def _same(known: Change, order: Order, decree: Decree) -> Change:
    if (known.said["order"], known.on, known.document) != (plain(order), decree.on, decree.document):
        raise Conflict("uid_used", uid=str(known.uid))
    return known


def check_rights(actor: Actor, order: Order, decree: Decree) -> None:
    """What an order changes must stand below the actor's unit, the parents it names at or below it."""
    if actor.is_system:
        return
    if not actor.holds(*MAY_CHANGE):
        raise NotAllowed(step="change_tree")
    for part, pks in units_named(order).items():
        for pk in pks:
            path = _where(actor, pk, decree)
            if not path.startswith(actor.paths or ("~",)) or (part != "parent" and path in actor.paths):
                raise NotAllowed(step="change_tree")


def _where(actor: Actor, unit: int, decree: Decree) -> str:
    """Where a unit stands in the territory on the day, else where it stood last."""
    if not Unit.objects.visible_to(actor).filter(pk=unit).exists():
        raise NotVisible(kind="unit")
    rows = Placement.objects.territorial().of_unit(unit)
    row = rows.on(decree.on).first() or rows.order_by("-from_on").first()
    return row.path if row else "~"

"""What a change would touch, before anybody orders it; nothing stays written."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from xiangyun.core.actor import Actor

from .applying import Decree, apply, check_decree, lock_tree, units_of
from .orders import Order
from .rights import check_rights
from .touched import counted


@dataclass(frozen=True, slots=True)
class Preview:
    """Names before and after, how many units move, and what hangs on them in the layers above."""

    said: dict[str, Any]
    units: int
    touched: dict[str, int]


def preview_change(*, actor: Actor, order: Order, decree: Decree, at: datetime) -> Preview:
    """Apply the order, look at what it did, and take it all back. Raises what applying it would raise."""
    check_decree(decree)
    with transaction.atomic():
        lock_tree()
        check_rights(actor, order, decree)
        change = apply(actor, order, decree, at)
        units = units_of(change)
        found = Preview(dict(change.said), len(units), counted(units, decree.on))
        transaction.set_rollback(True)
    return found

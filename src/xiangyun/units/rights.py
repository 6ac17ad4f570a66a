"""Who may change the tree, and where."""

from xiangyun.core.actor import Actor
from xiangyun.core.errors import NotAllowed, NotVisible

from .applying import Decree
from .models import Unit
from .orders import Order, units_named
from .queries import last_path

MAY_CHANGE = ("officer", "admin")


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
    return last_path(unit, decree.on) or "~"

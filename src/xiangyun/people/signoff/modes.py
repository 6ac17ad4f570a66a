"""Who may set or end the one-person mode of a unit (docs/decisions/0006-sign-off.md)."""

from datetime import datetime

from xiangyun.core.actor import Actor
from xiangyun.core.clock import working_date
from xiangyun.core.errors import DomainError, NotAllowed, NotVisible
from xiangyun.people.models import Role
from xiangyun.units.models import Unit
from xiangyun.units.queries import path_of

from .queries import makes_papers_at


def check_may_set(actor: Actor, unit: Unit, at: datetime) -> None:
    """Raises NotAllowed for all but an administrator of the unit, or of one above it, who makes no papers there."""
    if not actor.holds(Role.ADMIN):
        raise NotAllowed(step="one_person_mode")
    if actor.is_system:
        return
    day = working_date(at)
    if not path_of(unit.pk, day).startswith(actor.paths):
        raise NotAllowed("not_in_reach")
    if makes_papers_at(actor.account_id, unit.pk, day):
        raise NotAllowed("mode_for_oneself")


def check_may_end(actor: Actor, unit: Unit, at: datetime) -> None:
    """Two persons are the rule, so the unit's own director may bring it back too."""
    if not (actor.holds(Role.DIRECTOR) and actor.unit_id == unit.pk):
        check_may_set(actor, unit, at)


def check_may_see(actor: Actor, unit: Unit, at: datetime) -> None:
    """Whoever works at the unit, above it or below it; for others NotVisible."""
    if actor.is_system:
        return
    path = path_of(unit.pk, working_date(at))
    if not path.startswith(actor.paths) and not any(own.startswith(path) for own in actor.paths):
        raise NotVisible(kind="unit")


def may_set(actor: Actor, unit: Unit, at: datetime) -> bool:
    """Whether the page offers the form."""
    try:
        check_may_set(actor, unit, at)
    except DomainError:
        return False
    return True

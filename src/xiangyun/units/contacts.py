"""Who keeps a unit's contact up to date."""

from xiangyun.core.actor import Actor

OWN_ROLES = ("reporter", "reviewer", "officer", "director", "admin")
ABOVE_ROLES = ("officer", "admin")
NAME_LENGTH, PHONE_LENGTH = 60, 40


def may_edit_contact(actor: Actor, unit_id: int, path: str) -> bool:
    """The unit's own people, and the officers above it; `path` is where the unit stands in the territory."""
    own = unit_id == actor.unit_id and actor.holds(*OWN_ROLES)
    return own or actor.is_system or (actor.holds(*ABOVE_ROLES) and path.startswith(actor.paths or ("~",)))

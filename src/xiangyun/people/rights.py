"""Who may do what with posts: one table, asked by actions, pages and tests alike."""

from collections.abc import Mapping
from typing import Literal

from xiangyun.core.actor import Actor

from .models import Role

Deed = Literal["give", "end", "hand_over", "delegate", "invite"]
Relation = Literal["at", "above"]

WORK = frozenset({Role.REPORTER, Role.REVIEWER, Role.OFFICER, Role.EXPERT})
WITH_DIRECTOR = WORK | {Role.DIRECTOR}

OFFICER: dict[tuple[str, Relation], frozenset[Role]] = {
    (Role.OFFICER, "at"): WORK,  # not of the own bureau's director
    (Role.OFFICER, "above"): WITH_DIRECTOR,
}
# deed -> (role of who does it, how its unit stands to the post's) -> roles of the posts it may be done to
TABLE: Mapping[Deed, Mapping[tuple[str, Relation], frozenset[Role]]] = {
    "give": OFFICER,
    "end": OFFICER,
    "hand_over": OFFICER,
    "delegate": OFFICER,  # besides, whoever holds a post may delegate it
    "invite": {
        **OFFICER,
        (Role.DIRECTOR, "above"): WITH_DIRECTOR,
        (Role.REVIEWER, "above"): frozenset({Role.REPORTER}),
    },
}


def may(deed: Deed, actor: Actor, *, role: str, path: str) -> bool:
    """Whether the actor may do it to a post of a role at a unit that stands at `path`."""
    if actor.holds(Role.ADMIN):
        return True
    relation = relation_to(actor, path)
    return relation is not None and role in TABLE[deed].get((actor.role, relation), ())


def roles_open_to(deed: Deed, actor: Actor, path: str) -> list[Role]:
    """The roles of posts at a unit that the actor may do it to, in the order of `Role`."""
    return [role for role in Role if may(deed, actor, role=role, path=path)]


def relation_to(actor: Actor, path: str) -> Relation | None:
    """How the actor's unit stands to a place: at it, above it, or neither."""
    if path in actor.paths:
        return "at"
    return "above" if any(path.startswith(own) for own in actor.paths) else None

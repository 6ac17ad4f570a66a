"""Who acts: a post at a unit, or the system under a name. Domain code sees this and never a request."""

from dataclasses import dataclass
from typing import Self

from .errors import NotAllowed

TIMED = frozenset({"admin"})
"""Roles that have rights only inside a timed, logged session."""


@dataclass(frozen=True, slots=True)
class Actor:
    """One post, acting.

    `paths` are all places, now or then, where the post's unit stands in the territory, those of units that it took
    over from included; `lines` the same for professional lines, as (line, path). `is_elevated`: an administrator
    inside a timed session that was opened with a second factor; without one the role has no rights.
    """

    name: str
    role: str = ""
    account_id: int | None = None
    post_id: int | None = None
    unit_id: int | None = None
    paths: tuple[str, ...] = ()
    lines: tuple[tuple[str, str], ...] = ()
    is_system: bool = False
    is_elevated: bool = False

    @classmethod
    def system(cls, name: str) -> Self:
        """Work that no person does: a job, an import, the demonstration's generator."""
        return cls(name=name, role="system", is_system=True)

    @classmethod
    def visitor(cls) -> Self:
        """Somebody who has not signed in."""
        return cls(name="", role="visitor")

    @property
    def own_unit(self) -> int:
        """The unit acted for; whoever acts for none is refused."""
        if self.unit_id is None:
            raise NotAllowed("no_unit")
        return self.unit_id

    @property
    def all_paths(self) -> tuple[str, ...]:
        """The places in every line, the territory's first."""
        return (*self.paths, *(path for _, path in self.lines))

    def holds(self, *roles: str) -> bool:
        """Whether the active post has one of these roles and may use it now; the system may stand in for any."""
        return self.is_system or (self.role in roles and (self.role not in TIMED or self.is_elevated))

"""One step engine: a table says which step leads from where to where and who may take it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.db import models

from .actor import Actor
from .errors import Conflict, NotAllowed, WrongState
from .models import StepTaken


@dataclass(frozen=True, slots=True)
class Step:
    """One move. `place` says where the actor's unit must stand: the thing's `owner` or where it is `waiting`."""

    name: str
    sources: frozenset[str]
    target: str
    roles: frozenset[str]
    place: str


class StepTable:
    """The moves of one kind of thing; the same table draws the buttons, the docs and the tests."""

    def __init__(self, kind: str, *rows: tuple[str, Iterable[str], str, str, str]) -> None:
        """`rows` are (step, from, to, role, place); several roles are parted by `|`."""
        self.kind = kind
        self.steps = {
            name: Step(name, frozenset(map(str, sources)), str(target), frozenset(roles.split("|")), place)
            for name, sources, target, roles, place in rows
        }

    def __iter__(self) -> Iterator[Step]:
        return iter(self.steps.values())

    def open_to(self, subject: "Living", actor: Actor) -> list[str]:
        """The steps the actor could take now: what the page draws as buttons."""
        return [s.name for s in self if subject.state in s.sources and stands(subject, s, actor)]


class Living(Protocol):
    """What a thing needs to take steps: a public id, a state, a revision, an owner, where it waits."""

    uid: UUID
    state: str
    rev: int
    pk: Any

    @property
    def owner_unit_id(self) -> int: ...
    @property
    def waiting_unit_id(self) -> int | None: ...


def stands(subject: Living, step: Step, actor: Actor) -> bool:
    """Whether the actor has the role and stands where the step is taken."""
    if actor.is_system:
        return True
    place = subject.owner_unit_id if step.place == "owner" else subject.waiting_unit_id
    return actor.role in step.roles and actor.unit_id == place


def take_step(
    subject: Living,
    step_name: str,
    *,
    table: StepTable,
    actor: Actor,
    at: datetime,
    note: str = "",
    changes: Mapping[str, Any] | None = None,
) -> None:
    """Move a thing: role, state, place, compare-and-set on (state, rev), then the step's row.

    Must run inside the caller's transaction. `changes` are further columns set in the same UPDATE.
    Raises NotAllowed, WrongState, or Conflict when another write came first.
    """
    step = table.steps[step_name]
    if not actor.holds(*step.roles):
        raise NotAllowed(step=step_name)
    if subject.state not in step.sources:  # before the place: what has moved on waits nowhere
        raise WrongState(step=step_name, state=subject.state)
    if not stands(subject, step, actor):
        raise NotAllowed(step=step_name)
    came_from = subject.state
    _compare_and_set(subject, {**(changes or {}), "state": step.target})
    StepTaken.objects.create(
        subject_kind=table.kind,
        subject_uid=subject.uid,
        step=step_name,
        from_state=came_from,
        to_state=step.target,
        account_id=actor.account_id,
        post_id=actor.post_id,
        unit_id=actor.unit_id,
        note=note,
        at=at,
    )


def _compare_and_set(subject: Living, values: Mapping[str, Any]) -> None:
    """One UPDATE that holds only if nobody wrote since the subject was read; then mirror it on the object."""
    model: type[models.Model] = type(subject)  # type: ignore[assignment]
    values = {**values, "rev": subject.rev + 1}
    same = model._default_manager.filter(pk=subject.pk, state=subject.state, rev=subject.rev)
    if same.update(**values) != 1:
        raise Conflict(uid=str(subject.uid), rev=subject.rev)
    for name, value in values.items():
        setattr(subject, name, value)

"""What a change of the tree can choose from: the units near, and those that a search finds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from xiangyun.core.actor import Actor
from xiangyun.core.errors import NotAllowed, NotVisible
from xiangyun.units.finding import find_units
from xiangyun.units.history import Family, Life, families_of, life_of, placed_at
from xiangyun.units.models import TERRITORIAL, Change, Placement, Unit
from xiangyun.units.overview import lines_of_site, tops_of_line
from xiangyun.units.queries import children_of
from xiangyun.units.rights import MAY_CHANGE

from .wording import said

Kind = Change.Kind
SEARCHED = 20
PLACED = (Kind.FOUND, Kind.RENAME, Kind.MOVE, Kind.MERGE, Kind.SPLIT, Kind.CLOSE, Kind.MARK, Kind.JOIN, Kind.LEAVE)
"""Kinds for a unit that stands; one that does not can only be opened again."""


@dataclass(slots=True)
class Choice:
    """A unit to choose, and what stands above it where that helps."""

    unit: Unit
    above: str = ""


@dataclass(slots=True)
class Subject:
    """The unit that a change begins with, on the day it is to hold from: where it stands then, or stood last."""

    unit: Unit
    life: Life
    day: date
    place: Placement
    stands: bool
    family: Family = field(default_factory=Family)

    @property
    def parent(self) -> Unit | None:
        return self.family.above[-1] if self.family.above else None

    def kinds(self, actor: Actor) -> list[str]:
        """What this actor may do with it: at the own unit only what makes units below it."""
        if not self.stands:
            return [Kind.REOPEN]
        if self.place.path in actor.paths:
            return [Kind.FOUND]
        in_lines = [line for line in self.life.places_on(self.day) if line != TERRITORIAL]
        return [kind for kind in PLACED if kind != Kind.LEAVE or in_lines]


def subject_of(actor: Actor, uid: UUID, day: date) -> Subject:
    """The unit, for an officer at or above it. NotVisible if it never stood anywhere, NotAllowed for others."""
    life = life_of(actor, uid)
    if life is None or not life.territorial:
        raise NotVisible(kind="unit")
    place = life.places_on(day).get(TERRITORIAL)
    stood = place or life.territorial[-1]
    if not (actor.holds(*MAY_CHANGE) and (actor.is_system or stood.path.startswith(actor.paths or ("~",)))):
        raise NotAllowed(step="change_tree")
    unit = life.as_on(day, stood)
    family = families_of({TERRITORIAL: place}, day)[TERRITORIAL] if place else Family()
    return Subject(unit, life, day, stood, place is not None, family)


def offered(actor: Actor, subject: Subject, kind: str, *, line: str, find: str) -> list[Choice]:
    """The units a change of this kind may choose: found ones where something was typed, else those near."""
    if find:
        found = [f for f in find_units(actor, find, subject.day, SEARCHED) if f.place and not f.has_ended]
        choices = [Choice(placed_at(f.unit, f.place), " › ".join(f.above)) for f in found if f.place]
        if kind == Kind.JOIN:
            choices = _in_line(choices, line, subject.day)
    elif kind == Kind.JOIN:
        choices = [Choice(unit) for unit in tops_of_line(line, subject.day)]
    else:
        choices = [Choice(unit) for unit in _near(subject, kind)]
    own = actor.paths or ("~",)
    inside = [c for c in choices if actor.is_system or kind == Kind.JOIN or c.unit.path.startswith(own)]
    return [c for c in inside if _fits(c.unit, subject, kind)]


def _near(subject: Subject, kind: str) -> Sequence[Unit]:
    """Beside it for merging and splitting; beside its parent for moving."""
    above = subject.family.above
    if kind in {Kind.MERGE, Kind.SPLIT} and above:
        return list(children_of(above[-1].path, subject.day))
    if kind == Kind.MOVE and above:
        return list(children_of(above[-2].path if len(above) > 1 else "", subject.day))
    return ()


def _fits(unit: Unit, subject: Subject, kind: str) -> bool:
    own = subject.unit
    if unit.pk == own.pk:
        return False
    if kind in {Kind.MERGE, Kind.SPLIT}:
        return (unit.kind, unit.level) == (own.kind, own.level)
    if kind in {Kind.MOVE, Kind.REOPEN}:
        is_parent = subject.parent is not None and unit.pk == subject.parent.pk
        return not is_parent and (own.level is None or (unit.level is not None and unit.level < own.level))
    return True


def _in_line(choices: list[Choice], line: str, day: date) -> list[Choice]:
    inside = {unit.pk for unit in tops_of_line(line, day, among=[c.unit.pk for c in choices])}
    return [choice for choice in choices if choice.unit.pk in inside]


def lines_offered() -> list[dict[str, str]]:
    """The professional lines of the site, as choices."""
    return [{"value": line.slug, "label": said(line.label) or line.slug} for line in lines_of_site()]


def line_choices(slugs: Iterable[str], subject: Subject) -> list[dict[str, str]]:
    """Lines the unit stands in, as choices."""
    labels = subject.life.labels
    return [{"value": slug, "label": said(labels[slug]) if slug in labels else slug} for slug in slugs]


def units_named(actor: Actor, uids: Iterable[str], day: date) -> list[Unit]:
    """Units by uid, those that stand on the day; what is no uid names none."""
    wanted = []
    for uid in uids:
        try:
            wanted.append(UUID(uid))
        except ValueError:
            continue
    return list(Unit.objects.visible_to(actor).placed(day).filter(uid__in=wanted)) if wanted else []

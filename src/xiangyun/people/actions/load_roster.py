"""Load the officer's roster: people at bodies, and for those with a role a post and an invitation."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.clock import working_date
from xiangyun.core.errors import BadInput, NotAllowed
from xiangyun.core.ids import uuid7
from xiangyun.people.invitations import LASTS, link_token
from xiangyun.people.models import Invitation, Post, RosterEntry, Tenure
from xiangyun.people.rights import may
from xiangyun.people.roster.lines import Line
from xiangyun.people.tokens import digest_of
from xiangyun.units.models import Placement, Unit

BATCH = 1000
CHUNK = 900


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the roster made: new people, new posts, new invitations; how many lines were known wholly."""

    people: int
    posts: int
    invitations: int
    known: int


def load_roster(*, actor: Actor, lines: Sequence[Line], at: datetime, is_sample: bool = False) -> Loaded:
    """All lines or none. The same roster again changes nothing; who is not in it stays as he is.

    Raises NotAllowed with the row of the first line that the actor may not invite to, BadInput for no lines.
    """
    if not lines:
        raise BadInput("no_lines")
    day = working_date(at)
    _check_rights(actor, lines, day)
    with transaction.atomic():
        list(Unit.objects.select_for_update().filter(pk__in=[actor.unit_id or 0]))  # one roster at a time
        state = _State(lines, day)
        entries = [e for line in lines if (e := state.entry(line, day, is_sample)) is not None]
        RosterEntry.objects.bulk_create(entries, BATCH)
        wanted = [line for line in lines if line.role and not state.has_post(line)]
        posts = _posts(wanted, state, is_sample)
        made = [_invitation(actor, post, line, at, is_sample) for post, line in zip(posts, wanted, strict=True)]
        Invitation.objects.bulk_create(made, BATCH)
        loaded = Loaded(len(entries), state.new_posts, len(made), len(lines) - len({*map(id, wanted)} | state.changed))
        if entries or made:
            detail = {"lines": len(lines), "people": loaded.people, "invitations": loaded.invitations}
            record("roster.loaded", actor=actor, at=at, detail=detail)
    return loaded


def _check_rights(actor: Actor, lines: Sequence[Line], day: date) -> None:
    """A role needs the right to invite to it; a line without one the right to invite anybody there."""
    units, paths = sorted({line.unit for line in lines}), dict[int, str]()
    for start in range(0, len(units), CHUNK):
        placed = Placement.objects.territorial().on(day).filter(unit__in=units[start : start + CHUNK])
        paths |= dict(placed.values_list("unit_id", "path"))
    for line in lines:
        path = paths.get(line.unit)
        if path is None or not may("invite", actor, role=line.role or "reporter", path=path):
            raise NotAllowed("not_yours_to_invite", row=line.row)


class _State:
    """What is there already at the units of the lines."""

    def __init__(self, lines: Sequence[Line], day: date) -> None:
        self.entries: dict[tuple[int, str], list[RosterEntry]] = defaultdict(list)
        self.held: set[tuple[int, str, str]] = set()
        self.vacant: dict[tuple[int, str], list[Post]] = defaultdict(list)
        self.changed: set[int] = set()
        self.new_posts = 0
        units = sorted({line.unit for line in lines})
        for start in range(0, len(units), CHUNK):
            self._read(units[start : start + CHUNK], day)

    def _read(self, units: list[int], day: date) -> None:
        for entry in RosterEntry.objects.at_units(units):
            self.entries[entry.unit_id, entry.name].append(entry)
        taken = set()
        for tenure in Tenure.objects.from_day(day).holders().filter(post__unit__in=units).whole():
            self.held.add((tenure.post.unit_id, tenure.role, tenure.account.name))
            taken.add(tenure.post_id)
        for invitation in Invitation.objects.waiting().filter(post__unit__in=units).select_related("post"):
            self.held.add((invitation.post.unit_id, invitation.post.role, invitation.name))
            taken.add(invitation.post_id)
        for post in Post.objects.at_units(units).in_order():
            if post.pk not in taken:
                self.vacant[post.unit_id, post.role].append(post)

    def entry(self, line: Line, day: date, is_sample: bool) -> RosterEntry | None:
        """The entry to be made; None if the person is known. A phone that was lacking is put in."""
        known = self.entries[line.unit, line.name]
        for entry in known:
            if not line.phone or entry.phone in {line.phone, ""}:
                if line.phone and not entry.phone:
                    entry.phone = line.phone
                    entry.save(update_fields=["phone"])
                    self.changed.add(id(line))
                return None
        self.changed.add(id(line))
        made = RosterEntry(unit_id=line.unit, name=line.name, phone=line.phone, added_on=day, is_sample=is_sample)
        known.append(made)
        return made

    def has_post(self, line: Line) -> bool:
        """Whether the person holds such a post there, or is invited to one."""
        return (line.unit, line.role, line.name) in self.held


def _posts(lines: Sequence[Line], state: _State, is_sample: bool) -> list[Post]:
    """A post for each line: one that nobody holds, else a new one."""
    posts, new = [], []
    for line in lines:
        vacant = state.vacant[line.unit, line.role]
        vacant_was = bool(vacant)
        post = vacant.pop(0) if vacant_was else Post(unit_id=line.unit, role=line.role, is_sample=is_sample)
        posts.append(post)
        if not vacant_was:
            new.append(post)
    Post.objects.bulk_create(new, BATCH)
    state.new_posts = len(new)
    return posts


def _invitation(actor: Actor, post: Post, line: Line, at: datetime, is_sample: bool) -> Invitation:
    uid = uuid7()
    return Invitation(
        uid=uid, post=post, name=line.name, phone=line.phone, from_on=working_date(at),
        digest=digest_of(link_token(uid)), from_unit_id=actor.unit_id, invited_by_id=actor.account_id,
        made_at=at, expires_at=at + LASTS, is_sample=is_sample,
    )  # fmt: skip

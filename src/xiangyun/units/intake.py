"""What an import would do, before anything is written: a first list, the same again, or things to decide."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from xiangyun.core.errors import Conflict

from .comparison import Comparison
from .decisions import BadDecisions, Decision, Difference
from .differences import matches_by_place
from .edition_ground import ground_on, newest_of
from .editions import compare
from .lists import BadList, Row, check_rows
from .marks import may_be_zone
from .models import ListEdition, ListRow, Unit
from .plans import FILLER, QUASI, Plan, plan_of
from .queries import (
    SHARED_LEVEL,
    decided_for,
    decisions_of,
    edition_with,
    has_any_code,
    is_division_known,
    known_rows,
    latest_change_id,
    latest_edition_id,
    units_meant_by,
)


@dataclass(frozen=True, slots=True)
class Intake:
    """A prepared import. Exactly one holds: it is `same_as` an edition, a `plan` of new units, `unit_ids` of another
    publisher's area, or the `comparison` of a later edition.

    `differences` must be decided first; `known` are rows of earlier lists that the file hangs on, `outside` the units
    of parents that a later edition hangs on; `seen` is the newest edition at that time, `seen_change` the newest
    change of the tree.
    """

    seen: int
    same_as: ListEdition | None = None
    plan: Plan | None = None
    unit_ids: Mapping[str, int] = field(default_factory=dict)
    differences: Sequence[Difference] = ()
    known: Mapping[str, ListRow] = field(default_factory=dict)
    comparison: Comparison | None = None
    outside: Mapping[str, int] = field(default_factory=dict)
    open_questions: Sequence[Row] = ()
    seen_change: int = 0

    def must_be_decided(self, accept_proposals: bool) -> bool:
        """Whether a person must decide first; guesses may be accepted as they are, conflicts never."""
        return any(d.proposal is None or not accept_proposals for d in self.differences)


class OlderEdition(Conflict):
    """The list describes, or is to hold from, a day before that of one already applied to its area."""

    code = "older_edition"


def levels_known_to(publisher: str, codes: Collection[str]) -> dict[str, int]:
    """Levels of codes that earlier lists hold and a file of this publisher may hang on."""
    return {code: row.level for code, row in known_rows(codes, publisher).items()}


def prepare(
    rows: Sequence[Row],
    publisher: str,
    decisions: Collection[Decision],
    digest: str,
    day: date,
    *,
    as_of: date | None = None,
) -> Intake:
    """Check a list that describes `as_of` and say what it means for the tree from a day on.

    Raises BadList, BadDecisions, or OlderEdition for a later edition that is not later.
    """
    if problems := check_rows(rows, lambda codes: levels_known_to(publisher, codes)):
        raise BadList(problems)
    seen = latest_edition_id()
    if (edition := edition_with(publisher, digest)) and not _is_superseded(edition, rows, as_of or day):
        return Intake(seen, same_as=edition, differences=_other_decisions(edition, decisions))
    if has_any_code(publisher, (row.code for row in rows)):
        return _later_edition(publisher, rows, decisions, day, as_of or day)
    known = known_rows({row.parent_code for row in rows} - {row.code for row in rows} - {""}, publisher)
    if _is_area_of_another(rows, publisher, known):
        return _matched(seen, rows, decisions, known, day)
    parents = Unit.objects.in_use(day).filter(pk__in=[row.unit_id for row in known.values()])
    reached = set(parents.values_list("pk", flat=True))
    outside = {code for code, row in known.items() if row.unit_id not in reached}
    return Intake(seen, plan=plan_of(rows, decisions, outside), known=known)


def counts_of(intake: Intake, rows: Collection[Row]) -> dict[str, object]:
    """Rows by level as given, and what was made of them; `filler` counts places at a level without a body."""
    placed, found = intake.plan.placed if intake.plan else (), intake.comparison
    levels = {p.row.code: p.row.level for p in placed}
    lacking = {
        (p.parent_code, level)
        for p in placed
        for level in range(levels.get(p.parent_code, p.row.level) + 1, p.row.level)
    }
    marks = Counter(p.mark for p in placed)
    return {
        "rows": len(rows),
        "levels": {str(k): n for k, n in sorted(Counter(row.level for row in rows).items())},
        "units": len(placed) + len(found.new if found else ()),
        "matched": len(intake.unit_ids) + len(found.unit_ids if found else ()),
        "quasi": marks[QUASI],
        "filler": marks[FILLER] + len(lacking),
        "outside": sum(not p.in_use for p in placed),
    } | ({"changes": found.counts} if found else {})


def _other_decisions(edition: ListEdition, decisions: Collection[Decision]) -> list[Difference]:
    """Decisions that are not those the edition was imported with; none given asks for nothing."""
    if not decisions:
        return []
    names = dict(ListRow.objects.of_edition(edition.pk).values_list("code", "name"))
    new = {(d.code, d.action, "" if d.action == "leave_out" else d.value) for d in decisions}
    old = {(code, action, "" if action == "leave_out" else value) for code, action, value in decisions_of(edition.pk)}
    changed = sorted({code for code, _, _ in new - old})
    return [Difference("decided_otherwise", code, names.get(code, "")) for code in changed]


def _is_superseded(edition: ListEdition, rows: Sequence[Row], as_of: date) -> bool:
    """Whether a list that says the same as an old one says it anew, after another edition said otherwise."""
    newest = newest_of(rows, edition.publisher)
    return as_of > edition.as_of and newest is not None and newest.pk != edition.pk


def _decide_anew(publisher: str, decisions: Collection[Decision]) -> bool:
    """Whether one of them was not kept with an edition before."""
    return bool({(d.code, d.action) for d in decisions} - decided_for(publisher))


def _later_edition(
    publisher: str, rows: Sequence[Row], decisions: Collection[Decision], day: date, as_of: date
) -> Intake:
    """A later edition of an area: what it changes; without any news it is the one already there."""
    seen, seen_change = latest_edition_id(), latest_change_id()
    ground = ground_on(rows, publisher, day)
    newest = ground.newest
    found = compare(rows, ground.standing, outside=ground.outside, decisions=decisions, left_out=ground.left_out)
    if not found.has_news and not _decide_anew(publisher, decisions):
        return Intake(seen, same_as=newest, comparison=found)
    if newest and (as_of < newest.as_of or day < newest.opens_on):
        raise OlderEdition(newest=newest.as_of.isoformat(), opens_on=newest.opens_on.isoformat())
    decided = {d.code for d in decisions}
    return Intake(
        seen,
        comparison=found,
        differences=found.differences,
        outside=ground.outside,
        open_questions=[row for row in found.new if may_be_zone(row) and row.code not in decided],
        seen_change=seen_change,
    )


def _is_area_of_another(rows: Sequence[Row], publisher: str, known: Mapping[str, ListRow]) -> bool:
    """Whether another publisher's list covers this area: by a shared parent, a shared code, or a root's name."""
    if known:
        return any(row.edition.publisher != publisher for row in known.values())
    if known_rows({row.code for row in rows if row.level <= SHARED_LEVEL}, publisher):
        return True
    return any(is_division_known(row.level, row.name) for row in rows if not row.parent_code)


def _matched(
    seen: int, rows: Sequence[Row], decisions: Collection[Decision], known: Mapping[str, ListRow], day: date
) -> Intake:
    codes = {row.code for row in rows}
    if problems := [
        f"code {d.code}: {'no such row in the list' if d.code not in codes else 'only same or leave_out'}"
        for d in decisions
        if d.code not in codes or d.action not in {"same", "leave_out"}
    ]:
        raise BadDecisions(problems)
    targets = units_meant_by({d.value for d in decisions}) | {c: r.unit_id for c, r in known.items()}
    lowest = max(row.level for row in rows)
    standing = Unit.objects.placed(day).filter(kind=Unit.Kind.DIVISION, level__lte=lowest)
    matches = matches_by_place(rows, standing, decisions, targets.get)
    return Intake(seen, unit_ids=matches.unit_ids, differences=matches.conflicts, known=known)

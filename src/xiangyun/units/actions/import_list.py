"""Importing an official list: the first of an area makes its units; another publisher's adds its codes."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import Conflict, NotAllowed

from ..acting import acting_name
from ..comparison import Comparison
from ..decisions import Decision, Difference
from ..finding import queue_indexing
from ..intake import Intake, counts_of, prepare
from ..list_writing import BATCH, count_anew, keep_decisions, keep_rows, list_row, lock_lists
from ..lists import Row
from ..models import ListEdition, ListRow, Placement, Unit
from ..paths import child_path
from ..plans import Placed
from ..queries import path_of
from .apply_edition import apply_edition


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did. `counts` as in intake.counts_of; `open_questions` are rows a person should decide;
    `comparison` is there for a later edition of an area."""

    edition: ListEdition
    is_new: bool
    counts: Mapping[str, object]
    open_questions: Sequence[Row] = ()
    comparison: Comparison | None = None


class ListConflict(Conflict):
    """The list and the tree differ where a person must decide; `differences` says where. Nothing was changed."""

    code = "list_conflict"

    def __init__(self, differences: Sequence[Difference]) -> None:
        self.differences = differences
        super().__init__(count=len(differences))


def import_list(
    *,
    actor: Actor,
    rows: Sequence[Row],
    publisher: str,
    as_of: date,
    opens_on: date | None,
    decisions: Collection[Decision],
    digest: str,
    source: str,
    at: datetime,
    accept_proposals: bool = False,
) -> Imported:
    """Make the units of a list, held back to `opens_on`; a later edition of an area changes the tree from that day on.

    The same list again changes nothing. Guesses hold with `accept_proposals`, or when the decisions say so. Raises
    NotAllowed, BadList, BadDecisions, OlderEdition, or ListConflict with what must be decided first.
    """
    if not actor.holds("admin"):
        raise NotAllowed(action="import_list")
    opens_on = opens_on or as_of
    intake = prepare(rows, publisher, decisions, digest, opens_on, as_of=as_of)
    if intake.must_be_decided(accept_proposals):
        raise ListConflict(intake.differences)
    counts = counts_of(intake, rows)
    if intake.same_as:
        return Imported(intake.same_as, is_new=False, counts=counts)
    edition = ListEdition(publisher=publisher, as_of=as_of, opens_on=opens_on, digest=digest, source=source)
    if intake.comparison:
        apply_edition(actor=actor, edition=edition, rows=rows, intake=intake, decisions=decisions, at=at)
        return Imported(edition, True, counts, _questions(intake), intake.comparison)
    with transaction.atomic():
        lock_lists(intake.seen)
        edition.save()
        keep_decisions(edition, rows, decisions)
        _write(edition, intake, rows)
        queue_indexing(edition.pk)
        detail = {"list": publisher, "as_of": as_of, "opens_on": opens_on, "digest": digest, "counts": counts}
        record("units.imported", actor=actor, at=at, detail=detail)
    return Imported(edition, is_new=True, counts=counts, open_questions=_questions(intake))


def _questions(intake: Intake) -> Sequence[Row]:
    return intake.plan.open_questions if intake.plan else intake.open_questions


def _write(edition: ListEdition, intake: Intake, rows: Sequence[Row]) -> None:
    if intake.plan is None:
        keep_rows(edition, rows, intake.unit_ids)
        return
    paths = {code: path_of(row.unit_id, edition.opens_on) for code, row in intake.known.items()}
    placed = iter(intake.plan.placed)
    while batch := list(islice(placed, BATCH)):
        _write_batch(edition, batch, paths)
    count_anew(len(rows))


def _write_batch(edition: ListEdition, batch: Sequence[Placed], paths: dict[str, str]) -> None:
    """Units, then their places and list rows. The batch goes from the top down, so every parent has a path."""
    units = Unit.objects.bulk_create(_unit(p) for p in batch)
    Placement.objects.bulk_create(_placements(batch, units, paths, edition.opens_on))
    ListRow.objects.bulk_create(list_row(edition, p.row, unit.pk) for p, unit in zip(batch, units, strict=True))


def _unit(placed: Placed) -> Unit:
    row = placed.row
    return Unit(
        kind=Unit.Kind.DIVISION,
        level=row.level,
        name=row.name,
        acting_name=acting_name(row.name, row.level) if placed.in_use else "",
        mark=placed.mark,
        sort_key=row.code,
    )


def _placements(
    batch: Sequence[Placed], units: Sequence[Unit], paths: dict[str, str], opens_on: date
) -> Iterator[Placement]:
    for placed, unit in zip(batch, units, strict=True):
        path = child_path(paths.get(placed.parent_code, ""), unit.pk, placed.row.level)
        paths[placed.row.code] = path
        yield Placement(
            unit=unit,
            path=path,
            name=unit.name,
            acting_name=unit.acting_name,
            in_use=placed.in_use,
            from_on=opens_on,
        )

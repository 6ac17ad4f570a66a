"""Applying a later edition of a list: what it says newly becomes dated changes of the tree."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.clock import working_date
from xiangyun.core.errors import BadInput, Conflict, NotAllowed

from ..applying import Decree, lock_tree
from ..comparison import Comparison
from ..decisions import Decision
from ..edition_changes import EditionChanges
from ..finding import queue_indexing, reindex
from ..following import call_by_todays_names, queue_following_edition
from ..intake import Intake
from ..list_writing import count_anew, keep_decisions, keep_rows, lock_lists
from ..lists import Row
from ..models import ListEdition
from ..queries import latest_change_id


def apply_edition(
    *,
    actor: Actor,
    edition: ListEdition,
    rows: Sequence[Row],
    intake: Intake,
    decisions: Collection[Decision],
    at: datetime,
) -> ListEdition:
    """Change the tree from the edition's `opens_on` on, with all proposals that no decision contradicts.

    Raises NotAllowed, BadInput("conflicts_left"), or Conflict if lists or tree changed since the intake was prepared.
    """
    if not actor.holds("admin"):
        raise NotAllowed(action="apply_edition")
    found = intake.comparison
    if found is None or found.conflicts:
        raise BadInput("conflicts_left")
    accepted = [item.proposal for item in found.open_items if item.proposal]
    with transaction.atomic():
        lock_lists(intake.seen)
        lock_tree()
        if latest_change_id() != intake.seen_change:
            raise Conflict("tree_changed_meanwhile")
        edition.save()
        changes = _changes(actor, edition, rows, intake, decisions, at=at)
        changes.carry_out()
        keep_decisions(edition, rows, [*decisions, *accepted])
        keep_rows(edition, rows, changes.unit_ids)
        count_anew(len(rows))
        call_by_todays_names(changes.touched, working_date(at))
        reindex(found.ended)
        queue_indexing(edition.pk)
        queue_following_edition(edition.pk)
        _record(actor, edition, found, len(accepted), at)
    return edition


def _changes(
    actor: Actor,
    edition: ListEdition,
    rows: Sequence[Row],
    intake: Intake,
    decisions: Collection[Decision],
    *,
    at: datetime,
) -> EditionChanges:
    found = intake.comparison or Comparison()
    return EditionChanges(
        actor=actor,
        decree=Decree(on=edition.opens_on, document=f"{edition.publisher} {edition.as_of}", edition=edition),
        at=at,
        comparison=found,
        rows={row.code: row for row in rows},
        decided={d.code: d for d in decisions if d.subject == "row"},
        unit_ids={**intake.outside, **found.unit_ids},
    )


def _record(actor: Actor, edition: ListEdition, found: Comparison, accepted: int, at: datetime) -> None:
    detail = {
        "list": edition.publisher,
        "as_of": edition.as_of,
        "opens_on": edition.opens_on,
        "digest": edition.digest,
        "changes": found.counts,
        "accepted_proposals": accepted,
    }
    record("units.edition_applied", actor=actor, at=at, detail=detail)

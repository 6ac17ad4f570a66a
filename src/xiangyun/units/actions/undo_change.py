"""Undo a change of the tree by a counter-action."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.clock import working_date
from xiangyun.core.errors import BadInput, Conflict, NotAllowed, NotVisible

from ..applying import lock_tree, units_of
from ..finding import reindex
from ..following import call_by_todays_names, queue_following
from ..models import TERRITORIAL, Change, ChangedUnit, Placement, Succession
from ..redating import bring_back
from ..rights import MAY_CHANGE
from ..successions import close_chains


def undo_change(*, actor: Actor, uid: UUID, document: str, at: datetime, note: str = "") -> Change:
    """As if the change had never been: on every day its units stand as before; the history keeps both.

    Raises Conflict("later_changes") where later changes stand on it, Conflict("undone_already"), NotAllowed.
    """
    if not document.strip():
        raise BadInput("document_needed")
    with transaction.atomic():
        lock_tree()
        undone = Change.objects.select_for_update().filter(uid=uid).first()
        if undone is None:
            raise NotVisible(kind="change")
        _check(actor, undone)
        units = units_of(undone)
        _take_back(undone)
        undo = Change.objects.create(
            kind=Change.Kind.UNDO, on=undone.on, document=document, note=note, undoes=undone,
            said={"units": sorted(units)}, counts={"units": len(units)}, post_id=actor.post_id, at=at,
        )  # fmt: skip
        ChangedUnit.objects.bulk_create(
            ChangedUnit(change=undo, unit_id=t.unit_id, part=t.part) for t in undone.touched.all()
        )
        call_by_todays_names(units, working_date(at))
        reindex({touched.unit_id for touched in undone.touched.all()})
        queue_following(undo.uid)
        record("tree.change_undone", actor=actor, at=at, subject=("change", undone.uid), detail={"document": document})
    return undo


def _check(actor: Actor, undone: Change) -> None:
    if undone.kind == Change.Kind.UNDO:
        raise BadInput("counter_action")
    if Change.objects.filter(undoes=undone).exists():
        raise Conflict("undone_already", uid=str(undone.uid))
    if actor.is_system:
        return
    stands = Placement.objects.territorial().filter(made_by=undone).values_list("path", flat=True)
    stood = undone.dropped.filter(line=TERRITORIAL).values_list("path", flat=True)
    if not actor.holds(*MAY_CHANGE) or not all(path.startswith(actor.paths or ("~",)) for path in (*stands, *stood)):
        raise NotAllowed(step="undo_change")


def _take_back(undone: Change) -> None:
    _refuse(Succession.objects.filter(old__in=undone.successions.values("new"), change__gt=undone.pk))
    linked = {pk for pair in undone.successions.values_list("old", "new") for pk in pair}
    undone.successions.all().delete()
    close_chains(linked)
    bring_back(undone)
    stands = Placement.objects.territorial().filter(unit=OuterRef("new"))
    took_over = Succession.objects.filter(new__in=undone.touched.values("unit")).exclude(change=undone)
    _refuse(took_over.filter(~Exists(stands)))  # into a unit that this change had founded


def _refuse(later: QuerySet[Succession]) -> None:
    if uids := {str(s.change.uid) for s in later.select_related("change")}:
        raise Conflict("later_changes", changes=sorted(uids))

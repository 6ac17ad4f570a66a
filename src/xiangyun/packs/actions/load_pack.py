"""Load a pack for the body that issues its notice."""

from datetime import datetime
from typing import Any

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import NotAllowed
from xiangyun.packs.format import Pack
from xiangyun.packs.models import Loaded
from xiangyun.packs.notice_loading import load_notice
from xiangyun.packs.objects import Ground, load_object
from xiangyun.packs.plans import NOTICE, LoadPlan, Step, contents_here, plan_load
from xiangyun.units.models import Unit


def load_pack(*, actor: Actor, owner: Unit, pack: Pack, at: datetime) -> LoadPlan:
    """Bring the owner's dictionary, minutes, forms, names and the draft of the notice to the pack; gives what was
    planned. What was edited here and what is published stays, nothing is deleted, the same again writes nothing.

    Raises NotAllowed, or BadInput for a name that is not in the tree. All or nothing.
    """
    if not actor.holds("officer") or actor.unit_id != owner.pk:
        raise NotAllowed(step="load_pack")
    with transaction.atomic():
        Unit.objects.select_for_update().get(pk=owner.pk)
        plan = plan_load(pack, owner)
        ground = Ground(actor, owner, pack, at)
        for step in plan.to_apply:
            uid = load_notice(ground) if step.kind == NOTICE else load_object(ground, step)
            _remember(ground, step, uid)
        if plan.to_apply:
            detail = {"pack": pack.head.slug, "objects": len(plan.to_apply)}
            record("pack.loaded", actor=actor, at=at, subject=("unit", owner.uid), detail=detail)
    return plan


def _remember(ground: Ground, step: Step, uid: object) -> None:
    values: dict[str, Any] = {"digest": step.digest, "here": "", "subject_uid": uid, "at": ground.at}
    key: dict[str, Any] = {"owner": ground.owner, "pack": ground.pack.head.slug, "kind": step.kind, "key": step.key}
    row, _ = Loaded.objects.update_or_create(**key, defaults=values)
    row.here = contents_here(ground.owner, ground.pack, {(step.kind, step.key): row})[step.kind, step.key]
    row.save(update_fields=["here"])

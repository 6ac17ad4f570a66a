"""The notice of a pack as a draft: its clauses where the pack has them, every decision taken as a person would."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec

from xiangyun.calendar import from_plain
from xiangyun.compiler import ClauseDraft, read
from xiangyun.core.errors import BadInput
from xiangyun.forms.models import FormVersion
from xiangyun.notices.actions.attach_clauses import attach_clauses
from xiangyun.notices.actions.decide_finding import decide_finding
from xiangyun.notices.actions.discard_draft import discard_draft
from xiangyun.notices.actions.dismiss_clauses import dismiss_clauses
from xiangyun.notices.actions.draft_notice import draft_notice
from xiangyun.notices.actions.edit_clause import edit_clause
from xiangyun.notices.actions.make_task import make_task
from xiangyun.notices.actions.rule_clause import rule_clause
from xiangyun.notices.models import Notice
from xiangyun.notices.task_plans import QuotaPlan, TaskPlan

from .format import ClauseEntry, Pack, QuotaEntry, TaskEntry
from .models import Loaded
from .objects import Ground

Uids = Mapping[str, UUID]
"""Position → uid of the clause."""


def load_notice(ground: Ground) -> UUID:
    """A fresh draft in place of the one loaded before; gives its uid."""
    _forget(ground)
    pack = ground.pack
    notice = draft_notice(
        actor=ground.actor,
        text=pack.text,
        issued_on=pack.head.issued_on,
        source=(pack.head.notice, "txt"),
        clauses=_drafts(pack),
        at=ground.at,
    )
    uids: Uids = dict(notice.clauses.values_list("position", "uid"))
    _edit(ground, notice, uids)
    for task in pack.tasks:
        _make(ground, notice, task, uids)
    _dismiss(ground, notice, uids)
    _decide(ground, notice)
    return notice.uid


def _forget(ground: Ground) -> None:
    rows = Loaded.objects.of_pack(ground.owner, ground.pack.head.slug).filter(kind="notice")
    before = rows.values_list("subject_uid", flat=True).first()
    if before and Notice.objects.visible_to(ground.actor).filter(uid=before).exists():
        discard_draft(actor=ground.actor, notice_uid=before, at=ground.at)


def _drafts(pack: Pack) -> list[ClauseDraft]:
    """The clauses as the pack places them, each with what is read at that place."""
    found = {(c.start, c.end): c for c in read(pack.text, pack.head.issued_on).clauses}
    return [_draft(entry, found.get(entry.chars)) for entry in pack.clauses.clauses]


def _draft(entry: ClauseEntry, found: ClauseDraft | None) -> ClauseDraft:
    start, end = entry.chars
    base = found or ClauseDraft(entry.at, start, end, entry.words, entry.kind, "")
    return msgspec.structs.replace(base, position=entry.at, kind=entry.kind)


def _edit(ground: Ground, notice: Notice, uids: Uids) -> None:
    for entry in ground.pack.clauses.clauses:
        common: dict[str, Any] = {
            "actor": ground.actor,
            "notice_uid": notice.uid,
            "clause_uid": uids[entry.at],
            "at": ground.at,
        }
        if entry.edit is not None:
            edit_clause(**common, edit=msgspec.to_builtins(entry.edit))
        for slug, ruling in entry.rules.items():
            rule_clause(**common, rule=slug, choice=ruling.choice, reason=ruling.reason)


def _make(ground: Ground, notice: Notice, task: TaskEntry, uids: Uids) -> None:
    entries = ground.pack.clauses.clauses
    common: dict[str, Any] = {"actor": ground.actor, "notice_uid": notice.uid, "at": ground.at}
    clauses = [uids[entry.at] for entry in entries if entry.task == task.key]
    made = make_task(**common, clause_uids=clauses, plan=_plan(ground, task, uids))
    if guidance := [uids[entry.at] for entry in entries if entry.guides == task.key]:
        attach_clauses(**common, clause_uids=guidance, task_uid=made.uid)


def _plan(ground: Ground, task: TaskEntry, uids: Uids) -> TaskPlan:
    return TaskPlan(
        title=task.title,
        form_version=_form(ground, task.form),
        selector=ground.names.to_site(task.who),
        deadline=from_plain(task.due),
        starts_on=task.starts_on,
        ends_on=task.ends_on,
        lock_hours=task.lock_hours,
        nil_allowed=task.nil_allowed,
        review=task.review,
        minutes=task.minutes,
        review_minutes=task.review_minutes,
        condition=task.condition,
        receiver=task.receiver,
        key=task.key,
        basis=task.basis,
        quotas=[_quota(ground, quota, uids) for quota in task.quotas],
    )


def _form(ground: Ground, slug: str) -> FormVersion:
    version = FormVersion.objects.of_owner(ground.owner.pk).filter(form__slug=slug).order_by("-number").first()
    if version is None:
        raise BadInput("unknown_form", form=slug)
    return version


def _quota(ground: Ground, quota: QuotaEntry, uids: Uids) -> QuotaPlan:
    return QuotaPlan(
        op=quota.op,
        value=Decimal(quota.value),
        measure=quota.measure,
        of=quota.of,
        is_total=quota.total,
        selector=None if quota.who is None else ground.names.to_site(quota.who),
        clause_uid=uids.get(quota.clause),
    )


def _dismiss(ground: Ground, notice: Notice, uids: Uids) -> None:
    """One step for each reason."""
    reasons: dict[str, list[UUID]] = {}
    for entry in ground.pack.clauses.clauses:
        if entry.dismissed:
            reasons.setdefault(entry.dismissed, []).append(uids[entry.at])
    for reason, chosen in reasons.items():
        dismiss_clauses(actor=ground.actor, notice_uid=notice.uid, clause_uids=chosen, reason=reason, at=ground.at)


def _decide(ground: Ground, notice: Notice) -> None:
    """A finding is known by its kind and its places."""
    known = {
        (found["kind"], *((s["start"], s["end"]) for s in found["spans"])): n for n, found in enumerate(notice.findings)
    }
    for entry in ground.pack.clauses.findings:
        number = known.get((entry.kind, *entry.chars))
        if number is not None:
            decide_finding(
                actor=ground.actor, notice_uid=notice.uid, number=number, span=entry.place, reason=entry.reason,
                at=ground.at,
            )  # fmt: skip

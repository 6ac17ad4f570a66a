"""A notice of this site as a pack: the same files that load, in the same order every time."""

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import yaml

from xiangyun.core.actor import Actor
from xiangyun.core.clock import working_date
from xiangyun.forms.models import Element, FieldTime
from xiangyun.notices.models import Clause, Notice, PartyName, Task

from .format import (
    ClauseEdit,
    ClauseEntry,
    ClauseFile,
    FindingEntry,
    Issuer,
    PackHead,
    PartyEntry,
    PartyFile,
    QuotaEntry,
    Ruling,
    TaskEntry,
    TaskFile,
)
from .names import Names
from .reading import CLAUSES, ELEMENTS, HEAD, MINUTES, PARTIES, TASKS

TEXT = "notice.txt"


def export_notice(actor: Actor, notice: Notice, slug: str, at: Any) -> dict[str, bytes]:
    """The files of the pack by name. Raises BadInput for a unit that has no name of its own below the issuer."""
    names = Names(notice.owner, working_date(at))
    tasks = list(notice.tasks.select_related("form_version__form", "selector").order_by("pk"))
    keys = {task.pk: task.key or f"task-{n}" for n, task in enumerate(tasks, start=1)}
    clauses = list(notice.clauses.prefetch_related("tasks").order_by("start"))
    files = {
        HEAD: _yaml(_head(notice, slug)),
        TEXT: notice.text.encode(),
        CLAUSES: _yaml(ClauseFile([_clause(notice, c, keys) for c in clauses], _findings(notice))),
        TASKS: _yaml(TaskFile([_task(task, keys, names) for task in tasks])),
    }
    return files | _dictionaries(notice, names) | _forms(tasks)


def write_files(files: dict[str, bytes], folder: Path) -> None:
    """Write a pack's files into a folder that is empty or holds the pack already."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _head(notice: Notice, slug: str) -> PackHead:
    title = notice.title or notice.head.get("issuer") or notice.owner.name
    return PackHead(slug, {"zh-Hans": title}, Issuer(notice.owner.name), TEXT, notice.issued_on)


def _clause(notice: Notice, clause: Clause, keys: dict[int, str]) -> ClauseEntry:
    tasked = [keys[task.pk] for task in clause.tasks.all()]
    edit = {name: value for name, value in clause.edit.items() if name in ClauseEdit.__struct_fields__}
    return ClauseEntry(
        at=clause.position,
        chars=(clause.start, clause.end),
        kind=clause.kind,  # type: ignore[arg-type]
        words=notice.text[clause.start : clause.end],
        task=tasked[0] if tasked else "",
        guides=keys.get(clause.guides_id or 0, ""),
        dismissed=clause.reason,
        rules={slug: Ruling(**answer) for slug, answer in sorted(clause.ruling.items())},
        edit=msgspec.convert(edit, ClauseEdit) if edit else None,
    )


def _findings(notice: Notice) -> list[FindingEntry]:
    return [
        FindingEntry(found["kind"], [(s["start"], s["end"]) for s in found["spans"]], said["span"], said["reason"])
        for found in notice.findings
        if (said := found.get("decision"))
    ]


def _task(task: Task, keys: dict[int, str], names: Names) -> TaskEntry:
    return TaskEntry(
        key=keys[task.pk],
        title=task.title,
        form=task.form_version.form.slug,
        who=names.to_pack(task.selector.definition),
        due=task.deadline,
        starts_on=task.starts_on,
        ends_on=task.ends_on,
        basis=task.basis,
        minutes=task.minutes,
        review_minutes=task.review_minutes,
        lock_hours=task.lock_hours,
        nil_allowed=task.nil_allowed,
        review=task.review,  # type: ignore[arg-type]
        condition=task.condition,
        receiver=task.receiver,
        quotas=[_quota(quota, task, names) for quota in task.quotas.select_related("selector", "clause")],
    )


def _quota(quota: Any, task: Task, names: Names) -> QuotaEntry:
    own = quota.selector_id == task.selector_id
    return QuotaEntry(
        op=quota.op,
        value=_plain(quota.value),
        measure=quota.measure,
        of=quota.of,
        total=quota.is_total,
        who=None if own else names.to_pack(quota.selector.definition),
        clause=quota.clause.position if quota.clause else "",
    )


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _dictionaries(notice: Notice, names: Names) -> dict[str, bytes]:
    columns = ("slug", "label", "type", "unit", "scale", "validity")
    elements = list(Element.objects.of_owner(notice.owner.pk).values(*columns))
    times = FieldTime.objects.of_owners([notice.owner.pk]).order_by("kind").values("kind", "seconds")
    entries = PartyName.objects.owned_by(notice.owner)
    parties = [PartyEntry(entry.name, names.to_pack(entry.definition)) for entry in entries]
    return {
        ELEMENTS: _yaml({"elements": elements}),
        MINUTES: _yaml({"minutes": list(times)}),
        PARTIES: _yaml(PartyFile(parties)),
    }


def _forms(tasks: Iterable[Task]) -> dict[str, bytes]:
    versions = {task.form_version.form.slug: task.form_version for task in tasks}
    return {f"forms/{slug}.yaml": bytes(version.source) for slug, version in sorted(versions.items())}


def _yaml(value: Any) -> bytes:
    plain = msgspec.to_builtins(value, order="deterministic" if isinstance(value, dict) else None)
    return yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, width=120).encode()

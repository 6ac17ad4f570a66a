"""Sealing: entries join the chain in the order they came; each day's root leaves the database as a file."""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.db import models, transaction

from xiangyun.core.clock import real_now, working_date

from .digests import entry_digest
from .models import GENESIS, ChainHead, Entry

BATCH = 200


@dataclass(frozen=True, slots=True)
class Root:
    """How the chain stood at the end of a day: its last seal and digest, and how many the day added."""

    day: date
    seal: int
    digest: str
    count: int


def seal_pending(limit: int = BATCH) -> int:
    """Chain up to `limit` entries that have no seal, in one short transaction; returns how many.

    The head's row is locked first: a second sealer waits and then goes on from the new head. An entry whose
    transaction commits late gets a later seal: the chain says what was sealed when, `id` who came first.
    Without such entries this is one read.
    """
    if not Entry.objects.unsealed().exists():
        return 0
    with transaction.atomic():
        head = _lock_head()
        pending = list(Entry.objects.unsealed()[:limit])
        for entry in pending:
            _link(entry, head)
        if pending:
            head.save()
    return len(pending)


def seal_all() -> int:
    """Chain everything that has no seal, batch by batch; returns how many."""
    done = 0
    while sealed := seal_pending():
        done += sealed
    return done


def _lock_head() -> ChainHead:
    ChainHead.objects.bulk_create([ChainHead()], ignore_conflicts=True)
    return ChainHead.objects.select_for_update().get(pk=1)


def _link(entry: Entry, head: ChainHead) -> None:
    digest = entry_digest(entry, head.digest)
    # The one change an entry ever sees. The log's own queryset refuses changes, so this goes round it.
    row: models.QuerySet[Entry] = models.QuerySet(Entry).filter(pk=entry.pk, seal=None)
    row.update(seal=head.seal + 1, prev_digest=head.digest, digest=digest)
    head.seal, head.digest = head.seal + 1, digest


def publish_root(day: date) -> Root:
    """Write a day's root as a file outside the database; a day already published stays as it is.

    Raises ValueError when a later day is published already: roots follow each other.
    """
    known = {root.day: root for root in published_roots()}
    if day in known:
        return known[day]
    if known and day < max(known):
        raise ValueError(f"{max(known)} is published: {day} comes too late")
    seal_all()
    head = ChainHead.objects.filter(pk=1).first() or ChainHead(seal=0, digest=GENESIS)
    before = max((root.seal for root in known.values()), default=0)
    root = Root(day=day, seal=head.seal, digest=head.digest, count=head.seal - before)
    _write(root)
    return root


def publish_past_roots() -> list[Root]:
    """Publish every day that is over and has no root yet, from the first entry or the last root on."""
    yesterday = working_date(real_now()) - timedelta(days=1)
    days = [root.day for root in published_roots()]
    first = Entry.objects.order_by("id").values_list("recorded_at", flat=True).first()
    if not days and first is None:
        return []
    start = max(days) + timedelta(days=1) if days else working_date(first)  # type: ignore[arg-type]
    return [publish_root(start + timedelta(days=n)) for n in range((yesterday - start).days + 1)]


def published_roots() -> list[Root]:
    """All published roots, by day; ValueError, KeyError or TypeError when a file is not one of ours."""
    folder = Path(settings.AUDIT_ROOTS)
    return [read_root(file) for file in sorted(folder.glob("????-??-??.json"))]


def read_root(file: Path) -> Root:
    """A root from its file."""
    stored = json.loads(file.read_text())
    return Root(date.fromisoformat(stored["day"]), int(stored["seal"]), stored["digest"], int(stored["count"]))


def _write(root: Root) -> None:
    """Whole or not at all: written beside, forced to disk, renamed, and the folder forced to disk."""
    folder = Path(settings.AUDIT_ROOTS)
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{root.day.isoformat()}.json"
    beside = folder / f".{file.name}.{os.getpid()}"
    with beside.open("w") as out:
        json.dump({**asdict(root), "day": root.day.isoformat()}, out, indent=1)
        out.write("\n")
        out.flush()
        os.fsync(out.fileno())
    beside.replace(file)
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def chained(batch: int = 2000) -> Iterator[Entry]:
    """The chain's entries from the first seal on, a batch at a time."""
    yield from Entry.objects.chain().prefetch_related("personal_values").iterator(chunk_size=batch)

"""Verifying: recompute the chain and hold it against what left the database."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

from django.conf import settings

from .digests import PERSONAL, entry_digest, personal_digest
from .models import GENESIS, ChainHead, Entry
from .seal import Root, chained, read_root


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, at which seal (0: no one entry), and on which thing or day."""

    kind: str
    seal: int
    where: str = ""


def verify() -> list[Problem]:
    """All problems of the log; an empty list means that nothing sealed was touched.

    Kinds: `altered` an entry's content does not give its digest; `missing` seals are lacking; `reordered`
    an entry does not follow its predecessor; `truncated` the chain ends before its head or before a published
    root; `forged` the chain holds together but is not the published one; `personal_altered` and
    `personal_missing` for values beside an entry; `root_unreadable`, `root_missing`, `root_altered` for the
    files.
    """
    roots, problems = _read_roots()
    at_seal = defaultdict(list)  # several days may end at the same seal
    for root in roots:
        at_seal[root.seal].append(root)
    last_seal, last_digest = 0, GENESIS
    for entry in chained():
        problems += _check_entry(entry, last_seal, last_digest)
        seal = entry.seal or 0
        problems += [Problem("forged", seal, str(r.day)) for r in at_seal[seal] if r.digest != entry.digest]
        last_seal, last_digest = seal, entry.digest
    return problems + list(_check_end(last_seal, last_digest, roots))


def _check_entry(entry: Entry, last_seal: int, last_digest: str) -> list[Problem]:
    seal, where = entry.seal or 0, str(entry.uid)
    found = []
    if seal != last_seal + 1:
        found.append(Problem("missing", seal, f"{last_seal + 1}-{seal - 1}"))
    elif entry.prev_digest != last_digest:
        found.append(Problem("reordered", seal, where))
    if entry_digest(entry, entry.prev_digest) != entry.digest:
        found.append(Problem("altered", seal, where))
    return found + list(_check_personal(entry))


def _check_personal(entry: Entry) -> Iterator[Problem]:
    """Each salted digest of the entry has its value still, or an erased row; none was slipped in."""
    stored = {value.name: value for value in entry.personal_values.all()}
    digests = entry.detail.get(PERSONAL, {}) if isinstance(entry.detail, dict) else {}
    for name in sorted(digests.keys() | stored.keys()):
        value = stored.get(name)
        if value is None:
            yield Problem("personal_missing", entry.seal or 0, name)
        elif value.erased_at is None and personal_digest(value.salt, name, value.value) != digests.get(name):
            yield Problem("personal_altered", entry.seal or 0, name)


def _check_end(last_seal: int, last_digest: str, roots: list[Root]) -> Iterator[Problem]:
    head = ChainHead.objects.filter(pk=1).first() or ChainHead(seal=0, digest=GENESIS)
    if head.seal > last_seal:
        yield Problem("truncated", last_seal, f"head {head.seal}")
    elif (head.seal, head.digest) != (last_seal, last_digest):
        yield Problem("forged", last_seal, "head")
    for root in roots:
        if root.seal > last_seal:
            yield Problem("truncated", last_seal, str(root.day))
    yield from _check_roots(roots)


def _check_roots(roots: list[Root]) -> Iterator[Problem]:
    """Day follows day, and each root's count leads from the one before (from 0 for the first)."""
    for earlier, later in pairwise(roots):
        if later.day - earlier.day != timedelta(days=1):
            yield Problem("root_missing", earlier.seal, str(earlier.day + timedelta(days=1)))
    starts = [0, *(root.seal for root in roots)]
    for start, root in zip(starts, roots, strict=False):
        if root.count != root.seal - start:
            yield Problem("root_altered", root.seal, str(root.day))


def _read_roots() -> tuple[list[Root], list[Problem]]:
    roots, problems = [], []
    for file in sorted(Path(settings.AUDIT_ROOTS).glob("????-??-??.json")):
        try:
            roots.append(read_root(file))
        except (ValueError, KeyError, TypeError):
            problems.append(Problem("root_unreadable", 0, file.stem))
    return roots, problems

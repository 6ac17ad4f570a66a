"""Plain SQL after a soak: everything acknowledged is there once and whole, and the figures equal plain counting.

Nothing of the product is used here: what it wrote is held against the clients' own file.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from bench import daily_form
from bench.engines import Bare

FULL_FACTS = 2  # pages of eight slots for fifteen numbers
SHOWN = 5
SLOT = 5

Sent = Mapping[str, Any]
Found = list[str]


def check_all(bare: Bare, sent: Sequence[Sent]) -> dict[str, Found]:
    """What each check found wrong, by the check's name; nothing found is well."""
    checks: dict[str, Callable[[Bare, Sequence[Sent]], Iterable[str]]] = {
        "stored uids = acknowledged uids, each once": uids,
        "what is stored is what was sent": bodies,
        "no return is half-done": wholes,
        "facts hold the numbers that were sent": facts,
        "figures (cells and deltas) equal plain counting": figures,
        "no background job failed": jobs,
        "the database is sound": soundness,
    }
    return {name: list(check(bare, sent)) for name, check in checks.items()}


def uids(bare: Bare, sent: Sequence[Sent]) -> Iterator[str]:
    """Nothing lost, nothing doubled, nothing that nobody was told of."""
    acknowledged = Counter(_key(one["uid"]) for one in sent)
    stored = Counter(_key(uid) for (uid,) in bare.run("SELECT uid FROM returns_return"))
    yield from (f"acknowledged twice: {uid}" for uid, n in acknowledged.items() if n > 1)
    yield from (f"lost: {uid}" for uid in acknowledged.keys() - stored.keys())
    yield from (f"stored, never acknowledged: {uid}" for uid in stored.keys() - acknowledged.keys())
    yield from (f"stored {n} times: {uid}" for uid, n in stored.items() if n > 1)


def bodies(bare: Bare, sent: Sequence[Sent]) -> Iterator[str]:
    """Unit, period, nil and values, in the answer and in the version kept of it."""
    rows = bare.run(
        "SELECT r.uid, r.unit_id, p.uid, r.nil, a.values, v.values FROM returns_return r"
        " JOIN notices_taskperiod p ON p.id = r.period_id JOIN forms_answer a ON a.id = r.answer_id"
        " LEFT JOIN forms_answerversion v ON v.answer_id = a.id AND v.number = r.sent_count".replace(
            ".values", '."values"'
        )
    )
    stored = {_key(u): (unit, _key(p), bool(nil), _json(a), _json(v)) for u, unit, p, nil, a, v in rows}
    for one in sent:
        body = (one["unit"], _key(one["period"]), one["nil"], one["values"], one["values"])
        if (found := stored.get(_key(one["uid"]))) != body:
            yield f"{one['uid']}: {found}"


PARTS = {  # name: (statement giving uid and how many, how many a full return has, how many a nil return has)
    "versions": (
        "SELECT r.uid, COUNT(*) FROM returns_return r JOIN forms_answerversion v ON v.answer_id = r.answer_id"
        " AND v.digest = r.body_digest AND v.number = 1 GROUP BY r.uid",
        (1, 1),
    ),
    "submit steps": (
        "SELECT subject_uid, COUNT(*) FROM core_steptaken WHERE subject_kind = 'return' AND step = 'submit'"
        " GROUP BY subject_uid",
        (1, 1),
    ),
    "accepting steps": (
        "SELECT subject_uid, COUNT(*) FROM core_steptaken WHERE subject_kind = 'return'"
        " AND step = 'accept_by_rule' GROUP BY subject_uid",
        (0, 1),
    ),
    "reviews": (
        "SELECT r.uid, COUNT(*) FROM returns_return r JOIN returns_review w ON w.of_return_id = r.id GROUP BY r.uid",
        (0, 1),
    ),
    "audit entries": (
        "SELECT subject_uid, COUNT(*) FROM audit_entry WHERE action = 'return.submitted' AND outcome = 'done'"
        " GROUP BY subject_uid",
        (1, 1),
    ),
    "fact rows": (
        "SELECT source_uid, COUNT(*) FROM facts_fact WHERE source_kind = 'return' GROUP BY source_uid",
        (FULL_FACTS, 0),
    ),
}


def wholes(bare: Bare, sent: Sequence[Sent]) -> Iterator[str]:
    """Each return is sent, or accepted by rule when nil, and has all that belongs to it exactly once."""
    nil = {_key(one["uid"]): bool(one["nil"]) for one in sent}
    states = bare.run("SELECT uid, state, sent_count, waiting_at_id FROM returns_return")
    for uid, state, count, waiting in states:
        wanted = ("accepted", 1, True) if nil.get(_key(uid)) else ("submitted", 1, False)
        if (state, count, waiting is None) != wanted:
            yield f"{uid}: {state}, sent {count} times, waiting at {waiting}"
    for name, (sql, (of_full, of_nil)) in PARTS.items():
        found = Counter({_key(uid): n for uid, n in bare.run(sql)})
        yield from (f"{name} of {u}: {found[u]}" for u, n in nil.items() if found[u] != (of_nil if n else of_full))
        yield from (f"{name} of no return: {uid}" for uid in found.keys() - nil.keys())
    ((loose,),) = bare.run("SELECT COUNT(*) FROM forms_answer WHERE id NOT IN (SELECT answer_id FROM returns_return)")
    yield from [f"{loose} answers of no return"] if loose else []


def facts(bare: Bare, sent: Sequence[Sent]) -> Iterator[str]:
    """The fifteen numbers, in the order of the form, in pages of eight."""
    slots = ", ".join(f"v{n}" for n in range(1, 9))
    stored: dict[str, list[int | None]] = defaultdict(list)
    for uid, _, sign, *values in bare.run(f"SELECT source_uid, page, sign, {slots} FROM facts_fact ORDER BY page"):
        stored[_key(uid)] += values if sign == 1 else [None] * 9
    for one in sent:
        numbers = [num for _, num, _ in daily_form.counted(one["values"])] if not one["nil"] else []
        if [v for v in stored[_key(one["uid"])] if v is not None] != numbers:
            yield f"{one['uid']}: {stored[_key(one['uid'])]}"


def figures(bare: Bare, sent: Sequence[Sent]) -> Iterator[str]:
    """For every unit on the way up, every measure and period."""
    names = dict(bare.run("SELECT id, name FROM measures_measure"))
    stored: Counter[tuple[Any, ...]] = Counter()
    for ancestor, measure, period, num, den in bare.run(
        "SELECT ancestor_id, measure_id, period, num, den FROM measures_cell"
    ):
        stored.update({(ancestor, names[measure], period, "num"): num, (ancestor, names[measure], period, "den"): den})
    for path, measure, period, num, den in bare.run("SELECT path, measure_id, period, num, den FROM measures_delta"):
        for one in _ancestors(path):
            stored.update({(one, names[measure], period, "num"): num, (one, names[measure], period, "den"): den})
    counted = _counted(bare, sent)
    for key in sorted(stored.keys() | counted.keys()):
        if stored[key] != counted[key]:
            yield f"{key}: stored {stored[key]}, counted {counted[key]}"


def _counted(bare: Bare, sent: Sequence[Sent]) -> Counter[tuple[Any, ...]]:
    """The same figures by plain counting of what was sent."""
    paths = dict(bare.run("SELECT unit_id, path FROM units_placement WHERE line = 'territorial'"))
    on_time = {_key(uid): bool(value) for uid, value in bare.run("SELECT uid, on_time FROM returns_return")}
    counted: Counter[tuple[Any, ...]] = Counter()
    for one in sent:
        punctual = "on_time" if on_time.get(_key(one["uid"])) else "late"
        numbers = [("returned", 1, 0), (punctual, 1, 0)]
        if one["nil"]:
            numbers += [("accepted", 1, 0), ("by_rule", 1, 0)]
        else:
            numbers += [(f"field:{name}", num, den) for name, num, den in daily_form.counted(one["values"])]
        for unit in _ancestors(paths[one["unit"]]):
            for name, num, den in numbers:
                counted.update({(unit, name, one["key"], "num"): num, (unit, name, one["key"], "den"): den})
    return counted


def jobs(bare: Bare, sent: Sequence[Sent]) -> Iterator[str]:
    """A killed worker's job is taken up again; none is given up."""
    for name, tries, error in bare.run("SELECT name, tries, error FROM jobs_queuedjob WHERE state = 'failed'"):
        yield f"{name} after {tries} tries: {error}"


def soundness(bare: Bare, sent: Sequence[Sent]) -> Iterator[str]:
    """SQLite's own checks; PostgreSQL has none that an ordinary account may run."""
    if type(bare).__name__ != "SqliteBare":
        return
    yield from (str(row) for row in bare.run("PRAGMA integrity_check") if row != ("ok",))
    yield from (str(row) for row in bare.run("PRAGMA foreign_key_check"))


def _ancestors(path: str) -> list[int]:
    """The ids on a path, which has five characters of base 36 for each level; zeros where a level is lacking."""
    return [unit for n in range(0, len(path), SLOT) if (unit := int(path[n : n + SLOT], 36))]


def _key(uid: Any) -> str:
    return UUID(str(uid)).hex


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value

"""What a person decided where a list and the ground differ, read from and written as YAML; pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from xiangyun.core.errors import BadInput

MAX_BYTES = 4 * 1024 * 1024
ACTIONS: Mapping[str, str] = {
    "mark": "zone or quasi: outside selectors with everything below",
    "place": "code of the row it stands under",
    "keep": "stays in use although the code rule doubts it",
    "same": "code, in the list already there, of the same place",
    "leave_out": "this row is not taken over",
}
MARKS = frozenset({"zone", "quasi"})
_KEYS = frozenset({"code", "action", "value", "reason"})
_NOTES = frozenset({"about", "name", "was"})
"""Keys that a printed conflict carries for its reader."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision on the row with a code; what `value` means depends on the action (see ACTIONS)."""

    code: str
    action: str
    value: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing to decide: what it is about, the row's code and name, and how it was or where it is sought."""

    about: str
    code: str
    name: str
    was: str = ""


class BadDecisions(BadInput):
    """The decisions cannot be used; `problems` says which entry and why."""

    code = "bad_decisions"

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = list(problems)[:50]
        super().__init__(problems=self.problems)


def read_decisions(data: bytes, publisher: str) -> tuple[Decision, ...]:
    """The decisions of a file made for a publisher's list; BadDecisions names every entry that is wrong."""
    found = _loaded(data)
    if found.get("list") != publisher:
        raise BadDecisions([f"the file is for list {found.get('list')!r}, not {publisher!r}"])
    entries = found.get("decisions")
    if not isinstance(entries, list):
        raise BadDecisions(["'decisions' must be a list"])
    if problems := [p for i, entry in enumerate(entries, 1) for p in _entry_problems(i, entry)]:
        raise BadDecisions(problems)
    decisions = tuple(Decision(**{k: str(v).strip() for k, v in e.items() if k in _KEYS}) for e in entries)
    if problems := list(problems_within(decisions)):
        raise BadDecisions(problems)
    return decisions


def problems_within(decisions: Collection[Decision]) -> Iterator[str]:
    """Entries that cannot hold by themselves: no known action, no reason, no value, or one code decided twice."""
    seen = set()
    for decision in decisions:
        where = f"code {decision.code}"
        if decision.action not in ACTIONS:
            yield f"{where}: action must be one of {', '.join(ACTIONS)}"
        elif decision.action == "mark" and decision.value not in MARKS:
            yield f"{where}: mark must be zone or quasi"
        elif decision.action in {"place", "same"} and not decision.value:
            yield f"{where}: {decision.action} needs a value, the {ACTIONS[decision.action]}"
        if not decision.reason:
            yield f"{where}: a reason is needed"
        if decision.code in seen:
            yield f"{where}: decided twice"
        seen.add(decision.code)


def write_decisions(publisher: str, differences: Iterable[Difference]) -> str:
    """A decisions file that waits for `action`, `value` and `reason` of every difference."""
    choices = "".join(f"#   {action}: {meaning}\n" for action, meaning in ACTIONS.items())
    entries = [
        {"about": d.about, "name": d.name, **({"was": d.was} if d.was else {}), "code": d.code}
        | {"action": "", "value": "", "reason": ""}
        for d in differences
    ]
    found = {"list": publisher, "decisions": entries}
    text = yaml.safe_dump(found, allow_unicode=True, sort_keys=False, width=110)
    return f"# Fill in action, value and reason of each entry. Actions:\n{choices}{text}"


def _loaded(data: bytes) -> dict[str, Any]:
    if len(data) > MAX_BYTES:
        raise BadDecisions([f"the file is larger than {MAX_BYTES} bytes"])
    try:
        found = yaml.safe_load(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadDecisions([f"the file is no YAML: {' '.join(str(error).split())}"]) from None
    if not isinstance(found, dict):
        raise BadDecisions(["the file must hold 'list' and 'decisions'"])
    return found


def _entry_problems(number: int, entry: Any) -> Iterator[str]:
    """Codes must be quoted, else YAML reads a number and a leading zero is lost."""
    if not isinstance(entry, dict):
        yield f"entry {number}: must hold code, action, value, reason"
        return
    if unknown := sorted(str(k) for k in set(entry) - _KEYS - _NOTES):
        yield f"entry {number}: unknown {', '.join(unknown)}"
    if not isinstance(entry.get("code"), str) or not entry["code"]:
        yield f"entry {number}: code must be a quoted text"
    if not entry.get("action"):
        yield f"entry {number}: no action yet"
    for key in ("value", "action", "reason"):
        if not isinstance(entry.get(key, ""), str):
            yield f"entry {number}: {key} must be a quoted text"

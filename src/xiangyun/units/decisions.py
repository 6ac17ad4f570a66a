"""What a person decided where a list and the ground differ, read from and written as YAML; pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from xiangyun.core.errors import BadInput

MAX_VALUE, MAX_REASON = 40, 300
MAX_BYTES = 4 * 1024 * 1024
ACTIONS: Mapping[str, str] = {
    "mark": "zone or quasi: outside selectors with everything below",
    "place": "code of the row it stands under",
    "keep": "stays in use although the code rule doubts it",
    "same": "code that the same place has in the list already there",
    "hold": "code that the same place has there; its name and place stay as they are here",
    "add": "a new unit, none of those that are there",
    "split": "code of the place it was cut from; a new unit",
    "leave_out": "this row is not taken over",
    "close": "it is no more, and nothing followed it",
    "merge": "code of the row it went into, or of several with a space between",
    "stand": "it goes on although the list no longer has it",
}
PAIRING = frozenset({"same", "hold", "add", "split", "leave_out"})
"""Decisions on which unit a row is."""
OF_UNITS = frozenset({"close", "merge", "stand"})
"""Decisions on a unit that the list no longer has, by the code it had: a row may bear that code now."""
_NEED_VALUE = frozenset({"place", "same", "hold", "split", "merge"})
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

    @property
    def subject(self) -> str:
        """What it decides on: one code may have one decision of each."""
        if self.action in OF_UNITS:
            return "unit"
        return "pairing" if self.action in PAIRING else "row"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing to decide: what it is about, the row's code and name, how it was or where it is sought.

    `proposal` is what the comparison guesses; it holds only when a person says so.
    """

    about: str
    code: str
    name: str
    was: str = ""
    proposal: Decision | None = None


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
        elif decision.action in _NEED_VALUE and not decision.value:
            yield f"{where}: {decision.action} needs a value, the {ACTIONS[decision.action]}"
        if not decision.reason:
            yield f"{where}: a reason is needed"
        for what, text, most in (("value", decision.value, MAX_VALUE), ("reason", decision.reason, MAX_REASON)):
            if len(text) > most:
                yield f"{where}: {what} is longer than {most} signs"
        if (decision.subject, decision.code) in seen:
            yield f"{where}: decided twice"
        seen.add((decision.subject, decision.code))


def write_decisions(publisher: str, differences: Iterable[Difference]) -> str:
    """A decisions file: guesses stand filled in, everything else waits for `action`, `value` and `reason`."""
    choices = "".join(f"#   {action}: {meaning}\n" for action, meaning in ACTIONS.items())
    entries = [
        {"about": d.about, "name": d.name, **({"was": d.was} if d.was else {}), "code": d.code} | _proposed(d.proposal)
        for d in differences
    ]
    found = {"list": publisher, "decisions": entries}
    text = yaml.safe_dump(found, allow_unicode=True, sort_keys=False, width=110)
    return (
        f"# Fill in action, value and reason of each entry; check those that are filled in. Actions:\n{choices}{text}"
    )


def _proposed(proposal: Decision | None) -> dict[str, str]:
    """What stands filled in; an entry without an action is refused, so nothing open slips through."""
    if proposal is None:
        return {"action": "", "value": "", "reason": ""}
    return {"action": proposal.action, "value": proposal.value, "reason": proposal.reason}


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

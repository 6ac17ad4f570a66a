"""What a pack's files hold, as values. A pack is a folder: pack.yaml, the notice's text, clauses.yaml, tasks.yaml,
parties.yaml, and the dictionary (elements.yaml), the table of minutes (minutes.yaml) and the forms (forms/*.yaml).

Units stand in a pack by name, never by a key of a site: `self` is the body that issues the notice.
"""

from datetime import date
from typing import Any, Literal

import msgspec

from xiangyun.compiler import Quantity

Texts = dict[str, str]
Who = dict[str, Any]
"""A selector's definition, in which `under`, `units` and `except` name units below the issuer (or `self`)."""
Deadline = dict[str, Any]
"""The calendar's plain form (`calendar.to_plain`)."""


class Issuer(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The body that issues the notice: its name, and its code in the list of `list`."""

    name: str
    code: str = ""
    list: str = ""


class PackHead(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """pack.yaml."""

    slug: str
    title: Texts
    issuer: Issuer
    notice: str
    issued_on: date | None = None
    source: str = ""
    licence: str = ""


class Ruling(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How a rule that a clause touches is answered."""

    choice: Literal["lawful", "kept"]
    reason: str = ""


class ClauseEdit(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What holds instead of what is read of a clause; what is left out stays as read."""

    responsible: list[str] | msgspec.UnsetType = msgspec.UNSET
    due: dict[str, str] | msgspec.UnsetType | None = msgspec.UNSET
    quantity: list[Quantity] | msgspec.UnsetType = msgspec.UNSET
    report_to: str | msgspec.UnsetType | None = msgspec.UNSET
    evidence: list[str] | msgspec.UnsetType = msgspec.UNSET
    conditions: list[str] | msgspec.UnsetType = msgspec.UNSET


class ClauseEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A clause: its position, its place in the text (characters from, to), its words for who reads the file, and what
    became of it: a task, guidance of a task, or dismissed with a reason. A fact needs none."""

    at: str
    chars: tuple[int, int]
    kind: Literal["duty", "requirement", "own_act", "exhortation", "fact"]
    words: str
    task: str = ""
    guides: str = ""
    dismissed: str = ""
    rules: dict[str, Ruling] = {}
    edit: ClauseEdit | None = None


class FindingEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What was decided of something the text leaves open: which of its places holds, and why."""

    kind: str
    chars: list[tuple[int, int]]
    place: int | None
    reason: str


class ClauseFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """clauses.yaml: every sentence of the notice, in its order."""

    clauses: list[ClauseEntry]
    findings: list[FindingEntry] = []


class QuotaEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How much is asked of each unit of a class, or of the class together; without `who`: of all whom the task asks."""

    op: Literal[">=", "<=", "=="]
    value: str
    measure: str
    of: str = ""
    total: bool = False
    who: Who | None = None
    clause: str = ""


class TaskEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A task, by the key that clauses name it by."""

    key: str
    title: Texts
    form: str
    who: Who
    due: Deadline
    starts_on: date
    ends_on: date
    basis: str
    minutes: int
    review_minutes: int = 0
    lock_hours: int = 24
    nil_allowed: bool = False
    review: Literal["person", "nil_by_rule"] = "person"
    condition: str = ""
    receiver: str = ""
    quotas: list[QuotaEntry] = []


class TaskFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """tasks.yaml."""

    tasks: list[TaskEntry]


class PartyEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a name in the notice stands for."""

    name: str
    who: Who


class PartyFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """parties.yaml."""

    parties: list[PartyEntry]


class Pack(msgspec.Struct, frozen=True):
    """A whole pack as read. Texts of elements, minutes and forms stay as their own readers take them."""

    head: PackHead
    text: str
    clauses: ClauseFile
    tasks: list[TaskEntry]
    parties: list[PartyEntry]
    elements: list[dict[str, Any]]
    minutes: dict[str, int]
    forms: dict[str, bytes]

    def content_of(self, kind: str, key: str) -> Any:
        """One object of the pack as plain data, for its digest."""
        match kind:
            case "element":
                return next(element for element in self.elements if element["slug"] == key)
            case "minutes":
                return self.minutes
            case "form":
                return self.forms[key].decode()
            case "party":
                return next(entry.who for entry in self.parties if entry.name == key)
        return msgspec.to_builtins([self.text, self.clauses, self.tasks])

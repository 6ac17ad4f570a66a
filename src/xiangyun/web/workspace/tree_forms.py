"""The small forms of changes of the tree: what is asked for each kind, and the order that the answers make."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from xiangyun.core.ids import uuid7
from xiangyun.units.applying import Decree
from xiangyun.units.models import Change, Unit
from xiangyun.units.orders import (
    Close,
    Found,
    Join,
    Leave,
    Mark,
    Merge,
    Move,
    Order,
    Part,
    Rename,
    Reopen,
    Split,
)

from .board_words import level_words
from .tree_offers import Choice, Subject, line_choices

Kind = Change.Kind
PARTS = 3
INSTITUTION, SELF, NEW, NOWHERE = "institution", "self", "new", ""
Field = dict[str, Any]


@dataclass(slots=True)
class ChangeForm:
    """One kind of change of one unit: what was typed, what can be chosen, and what is wrong with it, by field."""

    kind: str
    subject: Subject
    typed: QueryDict
    choices: Sequence[Choice] = ()
    lines: Sequence[dict[str, str]] = ()
    errors: dict[str, str] = field(default_factory=dict)
    others: dict[str, Unit] = field(default_factory=dict)

    def get(self, name: str, otherwise: str = "") -> str:
        """What was typed in a field, else what stands there at first."""
        return self.typed.get(name, otherwise).strip()

    @property
    def uid(self) -> str:
        """Made with the page: the same page sent twice is one change."""
        return self.get("uid") or str(uuid7())

    def hidden(self) -> list[tuple[str, str]]:
        """Everything that was typed, to be carried through the preview; what only steers the page left out."""
        left_out = {"csrfmiddlewaretoken", "do", "find", "uid"}
        return [(name, value) for name, values in self.typed.lists() if name not in left_out for value in values]

    def fields(self) -> list[Field]:
        """The fields of this kind, then those of every change."""
        own = _FIELDS.get(self.kind, _no_fields)(self)
        decree = [
            _text("on", _("Holds from"), self.get("on", self.subject.day.isoformat()), type="date"),
            _text("document", _("Document that orders it"), self.get("document"), hint=_DOCUMENT()),
            _text("note", _("Note"), self.get("note"), required=False),
        ]
        return [{**f, "error": self.errors.get(f["name"], "")} for f in [*own, *decree]]

    def decree(self) -> Decree:
        """From when on and by which document."""
        return Decree(on=self.subject.day, document=self.get("document")[:120], note=self.get("note")[:300])

    def order(self) -> Order | None:
        """The order that the answers make; None, with `errors` filled, if they make none."""
        if not self.get("document"):
            self.errors["document"] = _("Name the document that orders this.")
        order = _ORDERS[self.kind](self)
        return None if self.errors else order

    def chosen(self, name: str) -> Unit | None:
        """The unit chosen in a field; None with an error if none was."""
        unit = self.others.get(self.get(name))
        if unit is None:
            self.errors[name] = _("Choose a unit.")
        return unit

    def chosen_many(self, name: str) -> list[Unit]:
        return [self.others[uid] for uid in self.typed.getlist(name) if uid in self.others]

    def picker(self) -> dict[str, Any]:
        """The units to choose from: one (`under`) or several (`other`); none for kinds that choose no unit."""
        words = {
            Kind.MOVE: ("under", _("Under which unit")),
            Kind.MERGE: ("other", _("Which units end with it")),
            Kind.JOIN: ("under", _("Under which unit of the line")),
            Kind.REOPEN: ("under", _("Under which unit, if not where it stood")),
        }
        if self.kind not in words:
            return {}
        name, label = words[Kind(self.kind)]
        taken = set(self.typed.getlist(name))
        shown = {str(choice.unit.uid): choice for choice in self.choices}
        kept = [Choice(self.others[uid]) for uid in taken if uid in self.others and uid not in shown]
        rows: list[dict[str, Any]] = [
            {"uid": str(c.unit.uid), "name": c.unit.name, "above": c.above} for c in [*kept, *self.choices]
        ]
        rows = sorted(({**row, "chosen": row["uid"] in taken} for row in rows), key=lambda row: not row["chosen"])
        return {
            "name": name,
            "label": label,
            "many": name == "other",
            "rows": rows,
            "top": self.kind == Kind.JOIN,
            "top_chosen": SELF in taken,
            "find": self.get("find"),
            "error": self.errors.get(name, ""),
        }

    def parts(self) -> list[dict[str, Any]]:
        """The lines for what a split makes."""
        units = [{"value": str(c.unit.uid), "label": c.unit.name} for c in self.choices]
        rows = []
        for n in range(1, PARTS + 1):
            name, unit = f"part_name_{n}", f"part_unit_{n}"
            rows.append({"n": n, "name": name, "value": self.get(name), "unit": unit, "chosen": self.get(unit)})
        return [{**row, "units": units} for row in rows]

    def children(self) -> list[dict[str, Any]]:
        """What stands below, each with the part it goes to."""
        return [
            {"field": f"child_{child.uid}", "name": child.name, "goes": self.get(f"child_{child.uid}")}
            for child in self.subject.family.below
        ]

    def needed(self, name: str) -> str:
        """A text that must be there."""
        text = self.get(name)
        if not text:
            self.errors[name] = _("Fill this in.")
        return text

    def wanted(self) -> set[str]:
        """The uids of all units that were chosen, whatever the field."""
        names = ["under", "into", "other", *(f"part_unit_{n}" for n in range(1, PARTS + 1))]
        return {value for name in names for value in self.typed.getlist(name) if value not in {SELF, NEW, NOWHERE}}


def _DOCUMENT() -> str:  # noqa: N802 - a text that waits for the page's language
    return _("Its number and day, such as 衡政发〔2020〕12号")


def _no_fields(form: ChangeForm) -> list[Field]:
    return []


def _text(name: str, label: str, value: str, **more: Any) -> Field:
    return {"name": name, "label": label, "type": "text", "value": value, "required": True, **more}


def _pick(name: str, label: str, value: str, choices: Sequence[dict[str, str]], **more: Any) -> Field:
    shown = {"name": name, "label": label, "type": "select_one", "value": value, "choices": choices, "required": True}
    return shown | more


def _found_fields(form: ChangeForm) -> list[Field]:
    own, words = form.subject.unit.level, level_words()
    levels = [str(level) for level in words if own is not None and level > own]
    choices = [{"value": level, "label": words[int(level)]} for level in levels]
    choices.append({"value": INSTITUTION, "label": _("an institution")})
    return [
        _text("name", pgettext("unit", "Name"), form.get("name"), max_length=120),
        _pick("what", _("What it is"), form.get("what", choices[0]["value"]), choices),
        _text("type", _("Type of institution"), form.get("type"), required=False, hint=_("Such as library")),
        _text("acting_name", _("Acting body"), form.get("acting_name"), required=False, hint=_BY_CUSTOM()),
    ]


def _BY_CUSTOM() -> str:  # noqa: N802 - as above
    return _("Left empty, it is named by custom.")


def _found(form: ChangeForm) -> Order:
    what, is_division = form.get("what"), form.get("what").isdigit()
    kind = form.needed("type") if what == INSTITUTION else ""
    if what != INSTITUTION and what not in {str(level) for level in level_words()}:
        form.errors["what"] = _("Choose one.")
        is_division = False
    return Found(
        under=form.subject.unit.pk,
        name=form.needed("name")[:120],
        level=int(what) if is_division else None,
        type=kind[:40],
        acting_name=form.get("acting_name")[:120],
    )


def _rename_fields(form: ChangeForm) -> list[Field]:
    return [
        _text("name", _("New name"), form.get("name", form.subject.unit.name), max_length=120),
        _text("acting_name", _("Acting body"), form.get("acting_name"), required=False, hint=_BY_CUSTOM()),
    ]


def _rename(form: ChangeForm) -> Order:
    return Rename(form.subject.unit.pk, form.needed("name")[:120], form.get("acting_name")[:120])


def _move(form: ChangeForm) -> Order | None:
    under = form.chosen("under")
    return Move(form.subject.unit.pk, under.pk) if under else None


def _merge_fields(form: ChangeForm) -> list[Field]:
    choices = [
        {"value": SELF, "label": _("%(unit)s goes on") % {"unit": form.subject.unit.name}},
        {"value": NEW, "label": _("a new unit begins")},
    ]
    shown = form.get("into", SELF)
    hint = _("Needed for a new unit; else the unit that goes on keeps its name if this is empty.")
    return [
        _pick("into", _("What goes on"), shown, choices),
        _text("name", _("Name afterwards"), form.get("name"), required=False, max_length=120, hint=hint),
    ]


def _merge(form: ChangeForm) -> Order:
    own, others, name = form.subject.unit.pk, [unit.pk for unit in form.chosen_many("other")], form.get("name")[:120]
    if not others:
        form.errors["other"] = _("Choose a unit.")
    if form.get("into", SELF) == NEW:
        return Merge(units=(own, *others), name=form.needed("name")[:120])
    return Merge(units=tuple(others), into=own, name=name)


def _split_fields(form: ChangeForm) -> list[Field]:
    choices = [
        {"value": "yes", "label": _("It ends with this")},
        {"value": "no", "label": _("It goes on with what is left")},
    ]
    return [_pick("has_ended", _("The unit itself"), form.get("has_ended", "yes"), choices)]


def _split(form: ChangeForm) -> Order:
    goes = {child.pk: form.get(f"child_{child.uid}") for child in form.subject.family.below}
    parts = []
    for n in range(1, PARTS + 1):
        name, existing = form.get(f"part_name_{n}")[:120], form.others.get(form.get(f"part_unit_{n}"))
        children = tuple(pk for pk, part in goes.items() if part == str(n))
        if existing:
            parts.append(Part(unit=existing.pk, children=children))
        elif name:
            parts.append(Part(name=name, children=children))
        elif children:
            form.errors["parts"] = _("Name the part that units were given to.")
    if not parts:
        form.errors.setdefault("parts", _("Name at least one part."))
    return Split(form.subject.unit.pk, tuple(parts), has_ended=form.get("has_ended", "yes") == "yes")


def _close(form: ChangeForm) -> Order:
    return Close(form.subject.unit.pk)


def _reopen(form: ChangeForm) -> Order:
    under = form.others.get(form.get("under"))
    return Reopen(form.subject.unit.pk, under.pk if under else None)


def _mark_fields(form: ChangeForm) -> list[Field]:
    choices = [
        {"value": "no", "label": _("not reached")},
        {"value": "yes", "label": _("reached")},
    ]
    shown = form.get("in_use", "no" if form.subject.unit.in_use else "yes")
    return [_pick("in_use", _("Selectors: the unit and all below it are"), shown, choices)]


def _mark(form: ChangeForm) -> Order:
    return Mark(form.subject.unit.pk, form.get("in_use") == "yes")


def _join_fields(form: ChangeForm) -> list[Field]:
    return [_pick("line", _("Line"), form.get("line", _first(form.lines)), form.lines)]


def _first(choices: Sequence[dict[str, str]]) -> str:
    return choices[0]["value"] if choices else ""


def _join(form: ChangeForm) -> Order | None:
    line = form.get("line", _first(form.lines))
    if form.get("under") == SELF:
        return Join(form.subject.unit.pk, line)
    under = form.chosen("under")
    return Join(form.subject.unit.pk, line, under.pk) if under else None


def _leave_fields(form: ChangeForm) -> list[Field]:
    held = [line for line in form.subject.life.places_on(form.subject.day) if line in form.subject.life.labels]
    choices = line_choices(held, form.subject)
    return [_pick("line", _("Line"), form.get("line", _first(choices)), choices)]


def _leave(form: ChangeForm) -> Order:
    return Leave(form.subject.unit.pk, form.needed("line"))


_FIELDS: dict[str, Callable[[ChangeForm], list[Field]]] = {
    Kind.FOUND: _found_fields,
    Kind.RENAME: _rename_fields,
    Kind.MERGE: _merge_fields,
    Kind.SPLIT: _split_fields,
    Kind.MARK: _mark_fields,
    Kind.JOIN: _join_fields,
    Kind.LEAVE: _leave_fields,
}
_ORDERS: dict[str, Callable[[ChangeForm], Order | None]] = {
    Kind.FOUND: _found,
    Kind.RENAME: _rename,
    Kind.MOVE: _move,
    Kind.MERGE: _merge,
    Kind.SPLIT: _split,
    Kind.CLOSE: _close,
    Kind.REOPEN: _reopen,
    Kind.MARK: _mark,
    Kind.JOIN: _join,
    Kind.LEAVE: _leave,
}


def day_typed(typed: QueryDict, otherwise: date) -> tuple[date, bool]:
    """The day a change is to hold from, and whether it could be read."""
    text = typed.get("on", "")
    try:
        return (date.fromisoformat(text), True) if text else (otherwise, True)
    except ValueError:
        return otherwise, False

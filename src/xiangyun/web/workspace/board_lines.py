"""A board's lines and figures as the templates take them: numbers that open, heat, a bar, a sentence."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from xiangyun.core.actor import Actor
from xiangyun.forms.definition import StoredForm
from xiangyun.notices.models import TaskPeriod
from xiangyun.returns.board import Board, Row, Share
from xiangyun.returns.own_days import OwnDay, own_day_of
from xiangyun.returns.sending import form_of
from xiangyun.units.models import Unit

from .board_words import asked_word, figure_words, more_time_words, sentence, state_tag, until_words
from .wording import said

HEAT_FROM = ((98, 1), (95, 2), (90, 3), (80, 4))
"""From this percentage on, this step of the heat; below all of them the widest gap."""
WIDEST_GAP = 5
NOT_KNOWN = 3
SHORT = 4
"""Longest label that fits the narrow head of a heat column, in two lines of two characters."""
IN_TABLE = ("owed", "returned", "on_time", "late", "missing")
ELSEWHERE = ("waiting", "sent_back", "by_rule", "by_hand")


@dataclass(frozen=True, slots=True)
class Links:
    """The addresses around one period of a task."""

    task: UUID
    period: str

    def board(self, unit: Unit) -> str:
        return self._with("workspace:board", period=self.period, unit=unit.uid)

    def rows(self, unit: Unit, depth: int) -> str:
        return self._with("workspace:board-rows", period=self.period, unit=unit.uid, depth=depth)

    def units(self, unit: Unit, state: str) -> str:
        return self._with("workspace:board-units", period=self.period, unit=unit.uid, state=state)

    def on(self, period: str, unit: Unit) -> str:
        """The same unit's board for another period."""
        return self._with("workspace:board", period=period, unit=unit.uid)

    def _with(self, name: str, **query: Any) -> str:
        return f"{reverse(name, args=[self.task])}?{urlencode(query)}"


@dataclass(frozen=True, slots=True)
class Setting:
    """What all lines of a board share."""

    links: Links
    period: TaskPeriod
    form: StoredForm
    columns: list[dict[str, Any]]
    at: datetime
    is_past: bool
    own_unit: int | None
    own_day: OwnDay | None = None


def setting_of(board: Board, actor: Actor, at: datetime) -> Setting:
    """The setting of a board that an actor looks at now; one query where the actor's unit set an earlier day."""
    form = form_of(board.period)
    links = Links(board.task.uid, board.period.key)
    columns, is_past = _columns(board, form), board.period.is_past(at)
    return Setting(links, board.period, form, columns, at, is_past, actor.unit_id, own_day_of(board, at))


def _columns(board: Board, form: StoredForm) -> list[dict[str, Any]]:
    """Head of each heat column: its label in two short lines, else its number with a key under the table."""
    columns = []
    for number, column in enumerate(board.columns, start=1):
        label = said(column.label)
        field = form.field_at(column.name.removeprefix("field:"))
        words = {c.name: said(c.label) for c in field.choices} if field else {}
        columns.append(
            {
                "label": label,
                "lines": [label[:2], label[2:]] if len(label) <= SHORT else [str(number)],
                "number": "" if len(label) <= SHORT else number,
                "yes": _brief(words.get("yes", ""), _("yes")),
                "no": _brief(words.get("no", ""), _("no")),
            }
        )
    return columns


def _brief(word: str, otherwise: str) -> str:
    return word if 0 < len(word) <= 2 else otherwise


def figures(board: Board, setting: Setting) -> list[dict[str, Any]]:
    """The five figures on top, each a door to the units behind it."""
    top, words = board.top, figure_words()
    short = 0 if top.is_leaf else sum(1 for row in board.rows if row.missing)
    share = f"{1000 * top.counts['returned'] // top.owed / 10:.1f}" if top.owed else ""
    notes = {
        "owed": asked_word(board.task),
        "returned": _("%(percent)s%% of them") % {"percent": share} if share else "",
        "on_time": until_words(board.period),
        "late": _("after it was due"),
        "missing": ngettext("in %(n)s unit below", "in %(n)s units below", short) % {"n": short} if short else "",
    }
    values = {**top.counts, "owed": top.owed, "missing": top.missing}
    kinds = {"returned": "ok", "missing": "late" if setting.is_past and top.missing else ""}
    return [
        {
            "label": words[state],
            "value": values[state],
            "note": note,
            "kind": kinds.get(state, ""),
            "url": setting.links.units(top.unit, state),
        }
        for state, note in notes.items()
    ]


def elsewhere(board: Board, setting: Setting) -> list[dict[str, Any]]:
    """What became of what came, in a quieter line: waiting, sent back, accepted by rule and by a person."""
    words, top = figure_words(), board.top
    values = {**top.counts, "waiting": top.waiting, "by_hand": top.by_hand}
    return [{"label": words[s], "value": values[s], "url": setting.links.units(top.unit, s)} for s in ELSEWHERE]


def line(row: Row, setting: Setting, depth: int) -> dict[str, Any]:
    """One line of the table."""
    common = {"name": row.unit.name, "depth": depth, "heat": _heat(row, setting), "after": _after(row, setting)}
    return common | (_leaf(row, setting) if row.is_leaf else _branch(row, setting, depth))


def _after(row: Row, setting: Setting) -> int | None:
    """How many came after the own day of who looks; None where none binds."""
    own = setting.own_day
    return own.after(row) if own and own.due_at else None


def _branch(row: Row, setting: Setting, depth: int) -> dict[str, Any]:
    links, unit = setting.links, row.unit
    values = {**row.counts, "owed": row.owed, "missing": row.missing}
    cells = {state: {"n": values[state], "url": links.units(unit, state)} for state in IN_TABLE}
    counts = {"on_time": row.counts["on_time"], "late": row.counts["late"], "owed": row.owed}
    return {
        "url": links.board(unit),
        "rows_url": links.rows(unit, depth + 1),
        "cells": cells,
        "is_late": bool(row.missing and setting.is_past),
        "bar": counts | {"says": _("on time %(on_time)s, late %(late)s, of %(owed)s") % counts},
        "heat_url": links.board(unit),
    }


def _leaf(row: Row, setting: Setting) -> dict[str, Any]:
    until: datetime | None = row.unit.more_until  # type: ignore[attr-defined]
    has_time = until is not None and setting.at <= until
    word, kind = state_tag(row.returned, is_past=setting.is_past and not has_time)
    url = _leaf_url(row, setting)
    says = sentence(row.returned, setting.period, setting.form)
    return {
        "is_leaf": True,
        "url": url,
        "heat_url": url,
        "tag": word,
        "tag_kind": kind,
        "says": _(", ").join((says, more_time_words(until))) if until else says,
    }


def _leaf_url(row: Row, setting: Setting) -> str:
    """To what was sent; else to one's own form, or to the unit that can be asked."""
    if row.returned:
        return reverse("workspace:return", args=[row.returned.uid])
    if row.unit.pk == setting.own_unit:
        return reverse("workspace:form", args=[setting.period.uid])
    return reverse("workspace:unit", args=[row.unit.uid])


def _heat(row: Row, setting: Setting) -> list[dict[str, Any]]:
    cell = _answer if row.is_leaf else _percent
    return [cell(share, column) for share, column in zip(row.shares, setting.columns, strict=True)]


def _percent(share: Share, column: dict[str, Any]) -> dict[str, Any]:
    percent = share.percent
    if percent is None:
        return {"text": "–", "step": NOT_KNOWN, "says": f"{column['label']} –"}
    step = next((step for start, step in HEAT_FROM if percent >= start), WIDEST_GAP)
    return {"text": percent, "step": step, "says": f"{column['label']} {share.num}/{share.den}"}


def _answer(share: Share, column: dict[str, Any]) -> dict[str, Any]:
    if not share.den:
        return {"text": "–", "step": NOT_KNOWN, "says": f"{column['label']} –"}
    word = column["yes"] if share.num else column["no"]
    return {"text": word, "step": 1 if share.num else 4, "says": f"{column['label']} {word}"}

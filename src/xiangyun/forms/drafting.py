"""A small form drafted from what a clause orders: one number per quantity, one photo, one text; nothing twice."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from xiangyun.core.folding import fold
from xiangyun.forms.definition import FieldType

CHINESE, ENGLISH = "label::简体中文 (zh-Hans)", "label::English (en)"
HINT_CHINESE, HINT_ENGLISH = "hint::简体中文 (zh-Hans)", "hint::English (en)"
LANGUAGE = "简体中文 (zh-Hans)"
PLACES = {
    "link": ("链接", "Link"),
    "video": ("视频链接", "Link to the video"),
    "work": ("作品链接", "Link to the work"),
}
"""Evidence that lies elsewhere: a text says where."""
PAPERS = {
    "list": ("名单", "List"),
    "form": ("表格", "Form"),
    "ledger": ("台账", "Ledger"),
    "plan": ("方案", "Plan"),
    "figures": ("数据", "Figures"),
    "document": ("文件", "Document"),
}
"""Evidence that is a paper: a text gives its number, or where it is kept."""
MOST_LABEL = 60
WEIGHED = ("%", "‰", "公里", "千米", "平方米", "米", "亩", "公顷", "元", "万元", "亿元", "吨")
"""Units whose amounts have decimal places."""

Known = Mapping[tuple[str, str], str]
"""Label and unit → the name of an element of the dictionary."""
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class DraftedForm:
    """A form in the format of the front door, ready for `store_form`; the same clause gives the same name."""

    slug: str
    source: bytes

    @property
    def filename(self) -> str:
        return f"{self.slug}.yaml"


def draft_form(
    reading: Mapping[str, Any], *, key: str, title: str, clause: str, known: Known | None = None
) -> DraftedForm:
    """The form that the reading of a clause (its `quantity` and `evidence`) calls for.

    `key` is what the clause is known by (notice and position); `clause` are its own words, shown above the questions;
    a quantity that the dictionary has by the same label and unit asks that element.
    """
    slug = f"clause-{hashlib.sha256(key.encode()).hexdigest()[:12]}"
    rows = [_row("note", "clause", (clause, clause)), *questions(reading, known or {})]
    choices = [_choice("yes", "是", "Yes"), _choice("no", "否", "No")]
    book = {
        "survey": rows,
        **({"choices": choices} if any(row["type"].startswith("select_one") for row in rows) else {}),
        "settings": [{"form_title": _plain(title), "form_id": slug, "version": "1", "default_language": LANGUAGE}],
    }
    return DraftedForm(slug, yaml.safe_dump(book, allow_unicode=True, sort_keys=False).encode())


def questions(reading: Mapping[str, Any], known: Known) -> list[Row]:
    """The rows that take an answer; whether it is done, where nothing else is asked."""
    evidence = reading.get("evidence") or []
    rows = [_amount(n, said, known) for n, said in enumerate(_apart(reading.get("quantity") or []), 1)]
    if "summary" in evidence:
        rows.append(_row("text", "summary", ("情况小结", "Summary"), required="yes", appearance="multiline"))
    rows += _told("place", [PLACES[kind] for kind in PLACES if kind in evidence])
    rows += _told("paper", [PAPERS[kind] for kind in PAPERS if kind in evidence and not (kind == "figures" and rows)])
    if "photo" in evidence:
        rows.append(_row("image", "photo", ("照片", "Photo"), required="yes", appearance="new"))
    return rows or [_row("select_one yes_no", "done", ("办好了吗", "Is it done"), required="yes")]


def types_asked(reading: Mapping[str, Any]) -> list[FieldType]:
    """The types of the fields that such a form would have: what the clause costs as it is written."""
    kinds: dict[str, FieldType] = {
        "select_one yes_no": "yes_no",
        "integer": "integer",
        "decimal": "decimal",
        "text": "text",
        "image": "image",
    }
    return [kinds[row["type"]] for row in questions(reading, {})]


def _apart(quantities: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Each thing counted once: the two ends of a range ask one number."""
    found = {(q.get("of") or "", q.get("unit") or ""): q for q in reversed(quantities)}
    return list(reversed(found.values()))


def _amount(n: int, said: Mapping[str, Any], known: Known) -> Row:
    of, unit = fold(said.get("of") or ""), fold(said.get("unit") or "")
    is_whole = float(said["value"]).is_integer() and unit not in WEIGHED
    label = (of or f"数量{n}", f"How many: {of}" if of else f"Amount {n}")
    more = {"bind::xy:unit": unit} if unit else {}
    if element := known.get((of, unit)):
        more["element"] = element
    return _row("integer" if is_whole else "decimal", f"amount_{n}", label, required="yes", **more)


def _told(name: str, words: Collection[tuple[str, str]]) -> list[Row]:
    """One text for all evidence of a sort."""
    if not words:
        return []
    chinese, english = ("、".join(c for c, _ in words), ", ".join(e for _, e in words))
    hints = ("写地址", "Its address") if name == "place" else ("写文号，或放在哪里", "Its number, or where it is kept")
    return [_row("text", name, (chinese, english), required="yes", **{HINT_CHINESE: hints[0], HINT_ENGLISH: hints[1]})]


def _row(kind: str, name: str, label: tuple[str, str], **more: str) -> Row:
    most = None if kind == "note" else MOST_LABEL
    return {"type": kind, "name": name, CHINESE: _plain(label[0])[:most], ENGLISH: _plain(label[1])[:most], **more}


def _choice(name: str, chinese: str, english: str) -> Row:
    return {"list_name": "yes_no", "name": name, CHINESE: chinese, ENGLISH: english}


def _plain(words: str) -> str:
    """One line, in which nothing is taken for a reference to another field."""
    return " ".join(words.replace("${", "$ {").split()) or "-"

"""How well obligations are found: predictions against the labels of a folder of notices, counts summed over them.

A folder holds NAME.txt and NAME.labels.json, a list of {quote, responsible, due, quantity, report_to, optional}. The
rules are those of the labels: a prediction and a label belong together when their quotes overlap in the text without
white space (IoU of at least 0.3, or one lies within the other and has at least 4 characters); the pair with the larger
overlap goes first, each is used once. What is optional is neither missed nor too much.
"""

import calendar
import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from xiangyun.compiler import read, to_predictions
from xiangyun.core.folding import fold

FIELDS = ("found", "due", "responsible", "quantity", "report_to")
MIN_IOU = 0.3
MIN_WITHIN = 4
Item = dict[str, Any]


class Counts(NamedTuple):
    """How many were right, predicted and labelled."""

    right: int = 0
    predicted: int = 0
    labelled: int = 0

    def f1(self) -> float:
        both = self.predicted + self.labelled
        return 2 * self.right / both if both else 1.0

    def plus(self, other: "Counts") -> "Counts":
        return Counts(*(a + b for a, b in zip(self, other, strict=True)))


def score(folder: Path) -> dict[str, Counts]:
    """The counts of each field over all notices of a folder."""
    sums = dict.fromkeys(FIELDS, Counts())
    for path in sorted(folder.glob("*.labels.json")):
        text = (folder / path.name.replace(".labels.json", ".txt")).read_bytes().decode()
        labels = json.loads(path.read_text(encoding="utf-8"))
        found = compare(text, to_predictions(read(text)), labels)
        sums = {field: sums[field].plus(found[field]) for field in FIELDS}
    return sums


def compare(text: str, predicted: list[Item], labels: list[Item]) -> dict[str, Counts]:
    """The counts of one notice."""
    pairs, ignored = _paired(_solid(text), predicted, labels)
    real = [(p, label) for p, label in pairs if not label.get("optional")]
    counted = [p for n, p in enumerate(predicted) if n not in ignored]
    wanted = [label for label in labels if not label.get("optional")]
    counts = {"found": Counts(len(real), len(counted), len(wanted))}
    for field in FIELDS[1:]:
        right = sum(
            bool(p[field]) and bool(label[field]) and _agree(field, p[field], label[field]) for p, label in real
        )
        counts[field] = Counts(right, sum(bool(p[field]) for p in counted), sum(bool(label[field]) for label in wanted))
    return counts


def _paired(text: str, predicted: list[Item], labels: list[Item]) -> tuple[list[tuple[Item, Item]], set[int]]:
    overlaps = {
        (n, k): overlap
        for n, p in enumerate(predicted)
        for k, label in enumerate(labels)
        if (overlap := max(_overlaps(text, p["quote"], label["quote"]), default=0.0))
    }

    def rank(key: tuple[int, int]) -> tuple[float, int, int, int]:
        p, label = predicted[key[0]], labels[key[1]]
        return -round(overlaps[key], 6), -sum(_agree(field, p[field], label[field]) for field in FIELDS[1:]), *key

    pairs: dict[int, int] = {}
    for n, k in sorted(overlaps, key=rank):
        if n not in pairs and k not in pairs.values():
            pairs[n] = k
    ignored = {n for n, k in overlaps if labels[k].get("optional") and pairs.get(n, k) == k}
    return [(predicted[n], labels[k]) for n, k in pairs.items()], ignored


def _overlaps(text: str, one: str, other: str) -> Iterator[float]:
    for a in _spans(text, _solid(one)):
        for b in _spans(text, _solid(other)):
            common = min(a[1], b[1]) - max(a[0], b[0])
            shorter = min(a[1] - a[0], b[1] - b[0])
            share = common / (a[1] - a[0] + b[1] - b[0] - common) if common > 0 else 0.0
            if share >= MIN_IOU or (common == shorter >= MIN_WITHIN):
                yield share


def _spans(text: str, quote: str) -> Iterator[tuple[int, int]]:
    at = text.find(quote) if quote else -1
    while at >= 0:
        yield at, at + len(quote)
        at = text.find(quote, at + 1)


def _agree(field: str, one: Any, other: Any) -> bool:
    if not one or not other:
        return not one and not other
    if field == "due":
        return _same_due(one, other)
    if field == "quantity":
        return sorted(map(_amount, one)) == sorted(map(_amount, other))
    if field == "report_to":
        return _within(one, other)
    return any(_within(a, b) for a in one for b in other)


def _same_due(one: Item, other: Item) -> bool:
    if "relative" in one and "relative" in other:
        return _within(one["relative"], other["relative"])
    return _day(one) == _day(other)


def _day(due: Item) -> str:
    """The date, the last day of a month, or the rhythm; "by" is not compared."""
    if "month_end" in due:
        year, month = map(int, due["month_end"].split("-"))
        return f"{due['month_end']}-{calendar.monthrange(year, month)[1]}"
    return str(due.get("date") or due.get("recurring") or due.get("relative"))


def _amount(item: Item) -> tuple[str, float, str]:
    """Operator, value and measure word; 个工作日 and 工作日 are one, the script does not matter."""
    unit = fold(_solid(item["unit"]))
    return item["op"], float(item["value"]), unit.removeprefix("个") or unit


def _within(one: str, other: str) -> bool:
    a, b = _solid(one), _solid(other)
    return a == b or (min(len(a), len(b)) > 1 and (a in b or b in a))


def _solid(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())

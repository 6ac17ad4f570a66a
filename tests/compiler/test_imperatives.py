"""The imperative sentences that two readers marked by hand in the Hengyang notice: found, and none lost."""

import json
import re
from pathlib import Path

import pytest

from tests.compiler.notices import HENGYANG
from xiangyun.compiler import ClauseDraft, read

UNITS = json.loads((Path(__file__).parent / "hengyang-imperatives.json").read_text(encoding="utf-8"))
CLAUSES = read(HENGYANG).clauses
FLOOR = 0.95
MIN_IOU = 0.3
MIN_WITHIN = 4


def recalls(clause: ClauseDraft, start: int, end: int) -> bool:
    common = min(clause.end, end) - max(clause.start, start)
    shorter = min(clause.end - clause.start, end - start)
    union = clause.end - clause.start + end - start - common
    return clause.kind != "fact" and common > 0 and (common / union >= MIN_IOU or common == shorter >= MIN_WITHIN)


def test_the_imperatives_are_recalled() -> None:
    missed = [unit["quote"] for unit in UNITS if not any(recalls(c, unit["start"], unit["end"]) for c in CLAUSES)]
    print(*missed, sep="\n")
    assert len(UNITS) == 129
    assert 1 - len(missed) / len(UNITS) >= FLOOR


def test_no_imperative_disappears() -> None:
    """Whatever its kind, some clause holds each unit but for its number and marks."""
    covered = {n for clause in CLAUSES for n in range(clause.start, clause.end)}
    for unit in UNITS:
        rest = "".join(HENGYANG[n] for n in range(unit["start"], unit["end"]) if n not in covered)
        assert len(rest.strip("一二三四五六七八九十是、。;,:() \n要1234567890.")) == 0, unit["quote"]


HEAD_OR_END = re.compile(
    r"當前位置.*|專題專欄.*|優化營商.*|各縣市區.*:|聯 ?系.*|附件.*|2\. ?湖南省.*海報"
    r"|衡陽市\S*局|衡陽市\S*方案|\d{4}年.*日"
)


def test_no_sentence_disappears() -> None:
    """What no clause holds are marks, numbers of items, lines of the head, of contacts and of the end."""
    gaps, last = [], 0
    for clause in CLAUSES:
        gaps += HENGYANG[last : clause.start].split("\n")
        last = clause.end
    gaps += HENGYANG[last:].split("\n")
    lost = [gap for gap in gaps if len(gap.strip(" 。,;:!")) > 4 and not HEAD_OR_END.match(gap.strip(" 。"))]
    assert lost == []


@pytest.mark.parametrize("path", sorted((Path(__file__).parent / "open").glob("*.txt")), ids=lambda path: path.stem)
def test_no_sentence_of_the_open_notices_disappears(path: Path) -> None:
    text = path.read_bytes().decode()
    covered = {n for clause in read(text).clauses for n in range(clause.start, clause.end)}
    for found in re.finditer(r"[^\n。;；]{12,}[。;；]", text):
        lost = [n for n in range(*found.span()) if n not in covered and text[n].isalpha()]
        assert len(lost) <= 8 or "聯繫" in found[0] or "联系" in found[0], found[0]

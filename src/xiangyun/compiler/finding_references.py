"""References that lead nowhere or to another place, and annexes whose text is not here."""

import re
from collections.abc import Iterator

from xiangyun.compiler.documents import REFERENCE, listed_annexes, plain, references
from xiangyun.compiler.layout import Layout, Part, annex_number
from xiangyun.compiler.values import Annex, Finding, Head, Span
from xiangyun.core.numerals import number_of

_NUMERAL = r"(?:[一二三四五六七八九十百]{1,4}|\d{1,3})"
_POINTER = re.compile(r"(?P<what>[\u4e00-\u9fff]{2,12})[\"》]?\s?\((?:详|具体|内容)?见?附件$")
_ARTICLE = re.compile(rf"第({_NUMERAL})条")
_BRACKETED = re.compile(r"\(([一二三四五六七八九十]{1,3})\)")
_ARTICLE_REFERENCE = re.compile(
    rf"(?P<whose>本[\u4e00-\u9fff]{{2,4}}|[上前]述|以上|依照|按照|符合|违反|根据|见)?第(?P<article>{_NUMERAL})条(?:第\((?P<item>[一二三四五六七八九十]{{1,3}})\)[项款])?"
)
_ELSEWHERE = re.compile(r"[》法例]$|(?:规定|办法|细则)$")
_NAME_REACH = 30
MIN_ARTICLES = 3
MIN_NOUN = 2
HEADING = 12


def annex_findings(text: str, folded: str, layout: Layout, head: Head) -> Iterator[Finding]:
    """Annexes whose text is missing, numbers that no annex has, and numbers of another annex than is meant."""
    annexes = {annex.number: annex for annex in head.annexes}
    listed = {entry.number: Span(entry.start, entry.end) for entry in listed_annexes(text, layout)}
    pointed: dict[int, Span] = {}
    for entry in references(text, folded):
        span = Span(entry.start, entry.end)
        if _is_heading(folded, entry.start):
            continue
        pointed.setdefault(entry.number, span)
        if entry.number not in annexes:
            yield Finding("broken_reference", [span], {"annex": str(entry.number)})
    for annex in head.annexes:
        if not annex.present:
            spans = [where[annex.number] for where in (listed, pointed) if annex.number in where][:1]
            yield Finding("annex_missing", spans, {"number": str(annex.number), "name": annex.name})
    yield from _crossed(text, folded, annexes, listed)


def _is_heading(folded: str, start: int) -> bool:
    """Whether the annex's number stands alone on its line, as the heading of its own text."""
    first = folded.rfind("\n", max(0, start - HEADING), start) + 1
    end = folded.find("\n", start, start + HEADING)
    end = len(folded) if end < 0 and start + HEADING > len(folded) else end
    return (first > 0 or start < HEADING) and end > 0 and annex_number(folded[first:end].strip()) is not None


def _crossed(text: str, folded: str, annexes: dict[int, Annex], listed: dict[int, Span]) -> Iterator[Finding]:
    """ "…海报(详见附件1)" where annex 2 is the 海报 and annex 1 is none."""
    names = {number: plain(annex.name) for number, annex in annexes.items() if annex.name}
    for found in REFERENCE.finditer(folded):
        before = _POINTER.search(folded, max(0, found.start() - _NAME_REACH), found.start() + len("附件"))
        number = int(number_of(found["first"]))
        if before is None or found["last"] or number not in names:
            continue
        noun = before["what"]
        meant = [other for other in names if other != number and names[other].endswith(noun[-MIN_NOUN:])]
        if len(meant) == 1 and noun[-MIN_NOUN:] not in names[number]:
            said = text[max(before.start("what"), before.end("what") - 4) : before.end("what")]
            spans = [Span(found.start(), found.end())]
            spans += [listed[meant[0]]] if meant[0] in listed else []
            yield Finding("broken_reference", spans, {"annex": str(number), "meant": str(meant[0]), "what": said})


def article_findings(folded: str, parts: list[Part]) -> Iterator[Finding]:
    """References to an article or its item that the text, set in articles, does not have."""
    for part in parts:
        items = _items_by_article(part)
        if len(items) < MIN_ARTICLES:
            continue
        for line in part.body:
            for found in _ARTICLE_REFERENCE.finditer(line.text, 1):
                if _is_ours(line.text, found) and not _stands(found, items):
                    span = Span(line.start + found.start("article") - 1, line.start + found.end())
                    yield Finding("broken_reference", [span], {"article": folded[span.start : span.end]})


def _items_by_article(part: Part) -> dict[int, set[int]]:
    items: dict[int, set[int]] = {}
    article = 0
    for line in part.body:
        if found := _ARTICLE.match(line.text):
            article = int(number_of(found[1]))
            items.setdefault(article, set())
        if article and (found := _BRACKETED.match(line.text)):
            items[article].add(int(number_of(found[1])))
    return items


def _is_ours(line: str, found: re.Match[str]) -> bool:
    """Whether the reference is to this text: 本办法第四条, or one behind 依照 without another law's name before it."""
    if not found["whose"]:
        return False
    if found["whose"].startswith("本"):
        return True
    before = line[max(0, found.start() - _NAME_REACH) : found.start()]
    return not _ELSEWHERE.search(before) and "《" not in before


def _stands(found: re.Match[str], items: dict[int, set[int]]) -> bool:
    known = items.get(int(number_of(found["article"])))
    if known is None:
        return False
    return not found["item"] or not known or int(number_of(found["item"])) in known

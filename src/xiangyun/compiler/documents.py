"""The documents a notice rests on or prints, and its annexes."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from msgspec.structs import replace

from xiangyun.compiler.layout import Layout
from xiangyun.compiler.values import Annex, Document
from xiangyun.core.folding import fold
from xiangyun.core.numerals import number_of

MAX_BASIS = 200
MAX_ANNEXES = 99
MAX_NAME = 120
CUE_REACH = 60

# 衡文旅广体发(2020)8号, 2020年第3号.
NUMBER = r"[\u4e00-\u9fff]{1,16}(?:\(\d{4}\)|\d{4}年) ?第? ?\d{1,5} ?号"
_NAMED = re.compile(
    r"《(?P<name>[^《》\n]{2,120}(?:《[^《》\n]{2,80}》[^《》\n]{0,40})?)》"
    rf"(?: ?\((?P<number>{NUMBER})(?:,[^()\n]{{0,60}})?\))?(?P<end>(?:\((?:以下)?简称[^()\n]{{0,40}}\))?)"
    r"(?P<after>[^,。;《》\n]{0,16})"
)
_LEGAL = (
    *("通知", "意见", "办法", "规定", "法", "条例", "决定", "规划", "细则", "纲要", "标准", "公告", "批复", "规范"),
    *("规程", "(暂行)", "(试行)"),
)
_PRINTED = ("方案", "计划", "要点", "指南", "制度", "预案", "章程", "规则")
_CUE = re.compile(r"(?:根据|按照?|依据|依照|遵照|贯彻|落实|执行|参照|现将|转发|印发)[^。;\n]*$")
_SENT = re.compile(r"等?(?:转发|印发|发给|下发|附后|\(?[详附]?见?附件|\(附后)")
_SHORT_FORM = re.compile(r"简称[:为]?[《\"](?P<name>[^《》\"\n]{1,40})[》\"]")
# A number without a name: "国发(2019)3号文件"; what stands before it in the run of characters is cut off.
_BARE = re.compile(r"(?P<run>[\u4e00-\u9fff]{1,16})\(\d{4}\) ?第?\d{1,5} ?号")
_LEAD = re.compile(
    r".*(?:根据|按照?|依据|依照|遵照|参照|贯彻|落实|执行|印发的?|下发的?|转发的?|以|与|和|及|的|照|见|由|在|对|文件|通知|精神)"
)
_BEHIND_NAME = re.compile(r"》 ?\($")

# "附件1", "附件一", "附件1、2", "附件1-3", "附件1和附件2".
_ORDER = r"\d{1,2}|[一二三四五六七八九十]{1,3}"
REFERENCE = re.compile(
    rf"(?<![知案法》])附件(?P<first>{_ORDER})(?:[、,和及至~-](?:附件)?(?P<last>{_ORDER})(?![\d.、年月日个份]))?(?![\d年月])"
)
_ANNEX_ITEM = re.compile(rf"(?:附\s*件?\s*:\s*)?(?:(?:附件)?({_ORDER})[.、:]\s*)?(.+)")
_LISTED_APART = re.compile(rf"附件({_ORDER}):\s*(?=\S)")
_SEVERAL = re.compile(r"(?<=[^\d\s])\s{1,8}(?=\d{1,2}[.、]\D)|;(?=\s{0,4}\d{1,2}[.、])")
_NAME_BEFORE = re.compile(r"[《\"]([^《》\"\n]{2,60})[》\"] ?\($")
_MARKS = re.compile(r"[\s\"《》,、()]")


class Listed(NamedTuple):
    """An entry of the list of annexes, or a reference to one, at its place."""

    number: int
    name: str
    start: int
    end: int


def annexes_of(text: str, folded: str, layout: Layout) -> list[Annex]:
    """The annexes listed or present, by number; those only referred to where the letter has no list."""
    names: dict[int, str] = {}
    present = set()
    for part in layout.parts:
        if part.prefix.startswith("A"):
            number = int(part.prefix[1:])
            first = part.title[0] if part.title else None
            names[number] = text[first.start : first.end] if first else ""
            if part.title or part.body:
                present.add(number)
    listed = {entry.number: entry.name for entry in listed_annexes(text, layout)}
    if not listed and not names:
        for entry in references(text, folded):
            listed[entry.number] = listed.get(entry.number) or entry.name
    names |= {number: name or names.get(number, "") for number, name in listed.items()}
    return [Annex(number, name, number in present) for number, name in sorted(names.items())]


def listed_annexes(text: str, layout: Layout) -> Iterator[Listed]:
    """The entries of the list above the signature; several may share a line."""
    order = 0
    for line in layout.annex_list + [line for line in layout.parts[0].body if _LISTED_APART.match(line.text)]:
        ends = [found.span() for found in _SEVERAL.finditer(line.text)]
        first = 0
        for cut, after in [*ends, (len(line.text), len(line.text))]:
            order += 1
            found = _ANNEX_ITEM.match(line.text, first, cut)
            first = after
            if found and order <= MAX_ANNEXES:
                start, end = line.start + found.start(2), line.start + found.end(2)
                number = int(number_of(found[1])) if found[1] else order
                yield Listed(number, text[start:end].rstrip("；; "), start, end)


def references(text: str, folded: str) -> Iterator[Listed]:
    """Every place that names an annex by its number, a range by its first and last; with the name in 《》 before it."""
    for found in REFERENCE.finditer(folded):
        before = _NAME_BEFORE.search(folded, max(0, found.start() - MAX_NAME), found.start())
        name = text[before.start(1) : before.end(1)] if before else ""
        for group in ("first", "last"):
            if found[group]:
                yield Listed(int(number_of(found[group])), name, found.start(), found.end())


def basis_of(text: str, folded: str, layout: Layout, annexes: list[Annex], own_number: str) -> list[Document]:
    """Documents that bear a number, are of a kind that binds or stand behind 根据 and the like; each once."""
    here = _papers_here(layout, annexes)
    known = {plain(own_number)}
    basis: list[Document] = []
    for document in sorted((*_named(text, folded), *_bare(text, folded)), key=lambda each: (each.start, -each.end)):
        keys = {plain(key) for key in (document.name, document.number) if key}
        if keys & known or len(basis) == MAX_BASIS:
            continue
        known |= keys
        basis.append(_placed(document, folded, here))
    return basis


def plain(words: str) -> str:
    """Words without blanks and marks, folded: to compare names."""
    return _MARKS.sub("", fold(words))


def _named(text: str, folded: str) -> Iterator[Document]:
    short = {found["name"].strip() for found in _SHORT_FORM.finditer(folded)}
    for found in _NAMED.finditer(folded):
        name, number = found["name"].strip(), found["number"]
        if name in short:
            continue
        if number or name.endswith(_LEGAL) or (name.endswith(_PRINTED) and _cited(folded, found)):
            span = slice(*found.span("number")) if number else slice(0, 0)
            whole = text[found.start("name") : found.end("name")].strip()
            yield Document(whole, text[span], found.start(), found.start("end"))


def _cited(folded: str, found: re.Match[str]) -> bool:
    """Whether a paper of a softer kind is named as a basis or is what this notice prints."""
    before = _CUE.search(folded, max(0, found.start() - CUE_REACH), found.start())
    return before is not None or _SENT.match(found["after"]) is not None


def _bare(text: str, folded: str) -> Iterator[Document]:
    """Numbers without a name; one in brackets behind 》 belongs to the name before it."""
    for found in _BARE.finditer(folded):
        if _BEHIND_NAME.search(folded, max(0, found.start() - 3), found.start()):
            continue
        lead = _LEAD.match(found["run"])
        start = found.start() + (lead.end() if lead else 0)
        if start < found.end("run"):
            yield Document("", text[start : found.end()], start, found.end())


def _papers_here(layout: Layout, annexes: list[Annex]) -> dict[str, bool]:
    """Names of the papers whose text is or should be here, and whether it is."""
    lines = [line.text for part in layout.parts[1:] for line in part.title]
    lines += [line.text for part in layout.parts for line in part.body if len(line.text) <= MAX_NAME]
    wrapped = [first + second for first, second in pairwise(lines)]
    here = dict.fromkeys([_MARKS.sub("", line) for line in lines + wrapped], True)
    return here | {plain(annex.name): annex.present for annex in annexes if annex.name}


def _placed(document: Document, folded: str, here: dict[str, bool]) -> Document:
    """Whether its text came along, or is said to be attached and did not."""
    present = here.get(plain(document.name)) if document.name else None
    if present is None:
        found = _NAMED.match(folded, document.start)
        if found is None or not _SENT.match(found["after"]):
            return document
        present = False
    return replace(document, state="attached" if present else "missing")

"""The head of a notice: issuer, title, number, date, addressees, basis, annexes, contacts."""

import re
from datetime import date

from xiangyun.compiler.layout import Layout, Line
from xiangyun.compiler.parties import names_in
from xiangyun.compiler.values import Annex, Document, Head, Span
from xiangyun.core.numerals import NUMERAL, number_of

MAX_BASIS = 200

_YEAR_DATE = re.compile(
    rf"(\d{{4}}|[〇零一二三四五六七八九]{{4}})(?:年|[./-])(\d{{1,2}}|{NUMERAL}{{1,3}})(?:月|[./-])(\d{{1,2}}|{NUMERAL}{{1,3}})"
)
_NUMBER = r"[\u4e00-\u9fff]{1,12}(?:\(\d{4}\)|\d{4}年)第?\d{1,5}号"
_NUMBER_LINE = re.compile(rf"(?:文号:|编号:)?({_NUMBER})")
_NAMED = re.compile(
    rf"《(?P<name>[^《》\n]{{2,120}}(?:《[^《》\n]{{2,80}}》[^《》\n]{{0,40}})?)》(?:\((?P<number>{_NUMBER})\))?"
)
_LEGAL = (
    "通知",
    "意见",
    "办法",
    "规定",
    "法",
    "条例",
    "决定",
    "规划",
    "细则",
    "纲要",
    "标准",
    "公告",
    "批复",
    "规范",
    "规程",
)
_ISSUER_IN_TITLE = re.compile(r"(.{2,40}?)(?=关于)")
_ANNEX_ITEM = re.compile(r"(?:附\s*件?\s*:\s*)?(?:(\d{1,2})[.、]\s*)?(.+)")
_ANNEX_REFERENCE = re.compile(r"附件([\d一二三四五六七八九十]{1,3})(?![\d、.])")
_CONTACT_NAMES = re.compile(r"联 {0,4}系 {0,4}人 {0,4}(?:及电话)?[:为] {0,4}([^,。;:\n\d()]{1,40})")
_CONTACT_PHONES = re.compile(
    r"(?:电 {0,4}话|传 {0,4}真|手 {0,4}机|邮 {0,4}箱|方 {0,4}式) {0,4}[:为] {0,4}([^,。;\n]{3,60})"
)


def head_of(text: str, folded: str, layout: Layout, issued: date | None) -> Head:
    """Read the head; a date that the caller gives goes before the one in the text."""
    main = layout.parts[0]
    return Head(
        issuer=_issuer(text, layout),
        title="".join(text[line.start : line.end] for line in main.title),
        number=_number(text, layout.top + main.title + main.body[:1]),
        issued_on=issued or _signed_on(layout),
        addressees=names_in(text, folded, main.addressees.start, main.addressees.end - 1) if main.addressees else [],
        basis=_basis(text, folded),
        annexes=_annexes(text, folded, layout),
        contacts=contacts_in(folded),
    )


def contacts_in(folded: str) -> list[Span]:
    """Where names, telephones and addresses of contact persons stand: values only, without "联系人:"."""
    found = [*_CONTACT_NAMES.finditer(folded), *_CONTACT_PHONES.finditer(folded)]
    spans = []
    for match in found:
        value = match[1].rstrip()
        # "联系人:甲 联系电话:…" on one line: the name ends where the next label begins.
        value = re.split(r"\s*(?:联\s*系|电\s*话|手\s*机|传\s*真)", value)[0] or value
        spans.append(Span(match.start(1), match.start(1) + len(value)))
    return sorted(spans, key=lambda span: span.start)


def _issuer(text: str, layout: Layout) -> str:
    """The body that signs, else the one in front of 关于 in the title."""
    signed = layout.signature[:-1]
    if signed:
        return text[signed[0].start : signed[0].end].replace(" ", "")
    for line in layout.parts[0].title[:1]:
        if found := _ISSUER_IN_TITLE.match(line.text):
            return text[line.start : line.start + found.end(1)]
    return ""


def _signed_on(layout: Layout) -> date | None:
    for line in layout.signature[-1:]:
        if found := _YEAR_DATE.match(line.text):
            try:
                year, month, day = (int(number_of(group)) for group in found.groups())
                return date(year, month, day)
            except ValueError:
                return None
    return None


def _number(text: str, lines: list[Line]) -> str:
    for line in lines:
        if found := _NUMBER_LINE.fullmatch(line.text):
            return text[line.start + found.start(1) : line.end]
    return ""


def _basis(text: str, folded: str) -> list[Document]:
    """Documents named in 《》 that bear a number or are of a kind that binds; each once."""
    basis: dict[str, Document] = {}
    for found in _NAMED.finditer(folded):
        name, number = found["name"].strip(), found["number"]
        if number or name.endswith(_LEGAL) or name.endswith(("(暂行)", "(试行)")):
            span = slice(*found.span("number")) if number else slice(0, 0)
            whole = text[found.start("name") : found.end("name")].strip()
            basis.setdefault(name, Document(whole, text[span], found.start(), found.end()))
    return list(basis.values())[:MAX_BASIS]


def _annexes(text: str, folded: str, layout: Layout) -> list[Annex]:
    """The annexes listed, referred to or present, by number."""
    names: dict[int, str] = {}
    present = set()
    for order, line in enumerate(layout.annex_list, start=1):
        if found := _ANNEX_ITEM.match(line.text):
            number = int(found[1] or order)
            names[number] = text[line.start + found.start(2) : line.end]
    for found in _ANNEX_REFERENCE.finditer(folded):
        names.setdefault(int(number_of(found[1])), "")
    for part in layout.parts:
        if part.prefix.startswith("A"):
            number = int(part.prefix[1:])
            first = part.title[0] if part.title else None
            names[number] = names.get(number) or (text[first.start : first.end] if first else "")
            if part.title or part.body:
                present.add(number)
    return [Annex(number, name, number in present) for number, name in sorted(names.items())]

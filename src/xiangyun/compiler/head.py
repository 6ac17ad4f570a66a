"""The head of a notice: issuer, title, number, date; addressees, basis, annexes and contacts by their own modules."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from xiangyun.compiler.contacts import contacts_in
from xiangyun.compiler.documents import NUMBER, annexes_of, basis_of
from xiangyun.compiler.layout import TITLE_LINES, Layout, Line, is_title
from xiangyun.compiler.parties import names_in
from xiangyun.compiler.values import Head
from xiangyun.core.numerals import NUMERAL, number_of

FURNITURE_LINES = 15
CLOSING_LINES = 6
MAX_ISSUER = 40
MAX_STAMPED = 300
SHORTEST_BODY = 4

_DAY = (
    r"(?P<year>\d{4}|[〇零0一二三四五六七八九]{4}) ?(?:年|[./-])"
    rf" ?(?P<month>\d{{1,2}}|{NUMERAL}{{1,3}}) ?(?:月|[./-]) ?(?P<day>\d{{1,2}}|{NUMERAL}{{1,3}})"
)
_STAMPED = re.compile(
    rf"(?P<label>成文|发文|印发|签发|发布|公布|发表|生成|公开|更新|(?<![\u4e00-\u9fff]))(?:日期|时间) ?: ?{_DAY}"
)
_STAMPS = ("成文", "发文", "印发", "签发", "发布", "公布", "发表", "公开", "生成", "", "更新")
_PRINTED = re.compile(rf"{_DAY}日?印发")
_SIGNED_LINE = re.compile(rf"(?P<name>[^,。;:\d]{{{SHORTEST_BODY},{MAX_ISSUER}}}?)\s+{_DAY}日?$")
_DATE_LINE = re.compile(rf"{_DAY}日?")

_NUMBER_LINE = re.compile(
    rf"(?:(?:发?文字?号|文件?编号|编号|字号) ?: ?)?\(?(?P<number>{NUMBER}|(?:\d{{4}}年)?第 ?\d{{1,5}} ?号)\)?"
    r"(?:\s+(?:签发人|\d).{0,30})?"
)
_NUMBER_LABELLED = re.compile(rf"(?:发?文字?号|文件?编号) ?: ?(?P<number>{NUMBER})")

_BODY = r"[局厅委办部院校学园馆会府司处站心所室科社组队行署公中集团]"
_BEFORE_ABOUT = re.compile(rf"(?P<name>[^《》,。:]{{2,{MAX_ISSUER}}}?{_BODY}) ?(?=关于|转发|印发|批转|$)")
_LETTERHEAD = re.compile(r"(?P<name>[\u4e00-\u9fff()、 ]{4,60}?) ?文 ?件")
_STATED = re.compile(
    r"(?:发文|发布|公开)(?:机关|机构|单位|部门) ?: ?(?P<name>[^\s,。:;]{2,40}" + _BODY + ")",
)
_TITLE_LABEL = re.compile(r"(?:标题|標題) ?[:：]\s*")
_FURNITURE = re.compile(r"[:>?。]|文 ?件$|\d{4}年\d|发布|来源|首页")
_ENDS_AS_BODY = re.compile(rf"{_BODY}(?:\([^()]{{1,12}}\))?$")


def head_of(text: str, folded: str, layout: Layout, issued: date | None) -> Head:
    """Read the head; a date that the caller gives goes before the one in the text."""
    main = layout.parts[0]
    number = _number(text, layout)
    annexes = annexes_of(text, folded, layout)
    return Head(
        issuer=_issuer(text, layout),
        title=_title(text, layout),
        number=number,
        issued_on=issued or _signed_on(layout) or _stamped_on(layout),
        addressees=names_in(text, folded, main.addressees.start, main.addressees.end - 1) if main.addressees else [],
        basis=basis_of(text, folded, layout, annexes, number),
        annexes=annexes,
        contacts=contacts_in(folded),
    )


def _issuer(text: str, layout: Layout) -> str:
    """The body that signs, else the one in front of 关于 in the title, else the one on the letterhead."""
    signed = [line for line in _signature(layout)[:-1] if _may_sign(line.text)]
    signed = signed or [line for line, _ in _signed_lines(layout)][:1]
    if signed:
        named = _SIGNED_LINE.match(signed[0].text)
        end = named.end("name") if named else len(signed[0].text)
        return _joined(text[signed[0].start : signed[0].start + end])
    furniture = _furniture(layout)
    return _joined(
        _first(text, _title_lines(layout)[:1], _BEFORE_ABOUT)
        or _first(text, furniture, _LETTERHEAD)
        or _first(text, furniture, _STATED)
    )


def _signature(layout: Layout) -> list[Line]:
    """The lines that sign the notice itself; those at the end of a letter that it forwards are not its own."""
    main, *others = layout.parts
    titled = next((found["name"] for line in _title_lines(layout)[:1] if (found := _BEFORE_ABOUT.match(line.text))), "")
    closing = main.body + [line for part in others[:1] for line in part.title]
    pairs = [pair for pair in pairwise(closing) if _DATE_LINE.fullmatch(pair[1].text) and _may_sign(pair[0].text)]
    if own := next((pair for pair in pairs if pair[0].text.replace(" ", "") == titled), None):
        return list(own)
    forwarded = next((part.addressees for part in others if part.prefix.startswith("F")), None)
    if forwarded is None or all(line.start < forwarded.start for line in layout.signature):
        return layout.signature
    return next((list(pair) for pair in pairs if _ENDS_AS_BODY.search(pair[0].text)), [])


def _may_sign(folded: str) -> bool:
    return not folded.startswith("(") and ":" not in folded


def _joined(name: str) -> str:
    """Several bodies side by side are parted by 、; blanks that only space a name out go."""
    words = name.split()
    several = all(len(word) >= SHORTEST_BODY and _ENDS_AS_BODY.search(word) for word in words)
    return ("、" if several else "").join(words)


def _first(text: str, lines: Sequence[Line], pattern: re.Pattern[str]) -> str:
    """The name that the first fitting line has."""
    for line in lines:
        label = _TITLE_LABEL.match(line.text)
        found = pattern.match(line.text, label.end() if label else 0)
        if found:
            return text[line.start + found.start("name") : line.start + found.end("name")]
    return ""


def _furniture(layout: Layout) -> list[Line]:
    """What stands above the letter: letterhead, number, the lines of a web page."""
    main = layout.parts[0]
    return (layout.top + ([] if main.title or main.addressees else main.body))[:FURNITURE_LINES]


def _title(text: str, layout: Layout) -> str:
    return _TITLE_LABEL.sub("", "".join(text[line.start : line.end] for line in _title_lines(layout)), count=1)


def _title_lines(layout: Layout) -> list[Line]:
    """The title right above the letter, or above a line with the number."""
    if layout.parts[0].title:
        return layout.parts[0].title
    top = [line for line in layout.top[-TITLE_LINES - 1 :] if not _NUMBER_LINE.fullmatch(line.text)]
    if not top or not is_title(top[-1].text):
        return []
    first = len(top) - 1
    while first and not _opens(top[first].text) and not _FURNITURE.search(top[first - 1].text):
        first -= 1
    return top[first:]


def _opens(folded: str) -> bool:
    """Whether a line of a title has its beginning: the issuer and 关于; a bare 关于 may follow the issuer's line."""
    return "关于" in folded and not folded.startswith(("关于", "转发", "印发", "批转"))


def _number(text: str, layout: Layout) -> str:
    """The notice's own number: a line of its own near the top, or behind 文号."""
    main = layout.parts[0]
    for line in layout.top + main.title + main.body[:2]:
        if found := _NUMBER_LINE.fullmatch(line.text) or _NUMBER_LABELLED.search(line.text):
            return text[line.start + found.start("number") : line.start + found.end("number")]
    return ""


def _signed_lines(layout: Layout) -> Iterator[tuple[Line, date]]:
    """Lines at the end that hold a body and its day side by side."""
    for line in layout.parts[0].body[-CLOSING_LINES:]:
        found = _SIGNED_LINE.match(line.text)
        if found and (day := _day(found)) and _ENDS_AS_BODY.search(found["name"]):
            yield line, day


def _signed_on(layout: Layout) -> date | None:
    for line in _signature(layout)[-1:]:
        if found := _DATE_LINE.fullmatch(line.text):
            return _day(found)
    alone = [found for line in layout.parts[0].body if (found := _DATE_LINE.fullmatch(line.text))]
    if len(alone) == 1:
        return _day(alone[0])
    return next((day for _, day in _signed_lines(layout)), None)


def _stamped_on(layout: Layout) -> date | None:
    """The day in the furniture of the page or of the print, the one nearest to the signing first."""
    days: dict[str, date] = {}
    furniture, body = _furniture(layout), layout.parts[0].body
    for line in [*furniture, *body[:2], *body[-CLOSING_LINES:]]:
        said = line.text[:MAX_STAMPED]
        stamps = [*_STAMPED.finditer(said), *_PRINTED.finditer(said)]
        for found in stamps:
            label = found["label"] if found.re is _STAMPED else "印发"
            if (label or line in furniture) and (day := _day(found)):
                days.setdefault(label, day)
    return next((days[stamp] for stamp in _STAMPS if stamp in days), None)


def _day(found: re.Match[str]) -> date | None:
    year = found["year"] if found["year"].isascii() else found["year"].replace("0", "〇")
    try:
        return date(*(int(number_of(part)) for part in (year, found["month"], found["day"])))
    except ValueError:
        return None

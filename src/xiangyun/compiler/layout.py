"""The outer shape of a letter: what stands above the text, the text, the signature, the annexes."""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from xiangyun.compiler.words import HEADS
from xiangyun.core.numerals import number_of

TITLE_END = (
    "通知", "意见", "方案", "函", "公告", "通告", "决定", "办法", "通报", "请示", "批复", "规定", "细则", "要点",
    "计划",
)  # fmt: skip
MAX_ADDRESSEES = 300
MAX_TITLE = 80
MAX_SIGNATURE = 40
TITLE_LINES = 3
TOP_LINES = 12
SIGNED_WITHIN = 6
COLLECTORS_LINES = 12

_MARKED = re.compile(r"[一二三四五六七八九十]{1,3}、|\(?[一二三四五六七八九十\d]{1,3}[).、]|附件|联系|抄送|[-\d]")
_ADDRESSED = re.compile(rf"(?:{HEADS}|地|师|学|长|业|组|们)(?:\([^()]*\))?:$")
# Addressees and text on one line: "各市(州、地)教育局: 根据…".
_SALUTED = re.compile(r"(?P<names>[^。:;]{2,150}:)\s*(?=\S[^\n]{30})")
_MANY = re.compile(r"各|全体|有关|所属|直属")
_NUMBERED = re.compile(r"\(?[^。,:]{1,16}\(\d{4}\) ?第?\d{1,5} ?号\)?")
_NOTED_DATE = re.compile(r"# notice-date: ?(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_DATE_LINE = re.compile(r"(?:\d{4}|[〇零0一二三四五六七八九]{4}) ?(?:年|[./-])[^前底内完成至到]{1,8}")
_ANNEX_LIST = re.compile(r"附\s*件?\s*:\s*(?=\S|$)")
_ANNEX_BODY = re.compile(r"附\s*件\s*(?P<number>[\d一二三四五六七八九十]{0,3})\s*:?$")
_ANNEX_TITLE = re.compile(
    rf"^[^。,;:]*(?:{'|'.join(TITLE_END)}|表|名单|目录|海报|样式|清单|说明|标准|模板|册|书|指南|名额|安排"
    rf"|须知)(?:\([^()]*\))?$"
)
_LISTED = re.compile(r"(?:附件)?[\d一二三四五六七八九十]{1,3}[.、:]\s*\S")


class Line(NamedTuple):
    """One line of the folded text without the white space around it."""

    start: int
    end: int
    text: str


class Part(NamedTuple):
    """A text with its own numbering: the notice, a notice it forwards (F1) or an annex (A1)."""

    prefix: str
    title: list[Line]
    addressees: Line | None
    body: list[Line]


class Layout(NamedTuple):
    """All parts, the main text first, and the lines of the head that belong to no part."""

    top: list[Line]
    parts: list[Part]
    signature: list[Line]
    annex_list: list[Line]


def lines_of(folded: str) -> Iterator[Line]:
    """The lines that are not blank; lines in front that begin with "# " are a collector's notes and left out."""
    noted = True
    start = 0
    for raw in folded.split("\n"):
        text = raw.strip()
        noted = noted and (not text or text.startswith("# "))
        if text and not noted:
            first = start + raw.index(text[0])
            yield Line(first, first + len(text), text)
        start += len(raw) + 1


def noted_date(folded: str) -> date | None:
    """The date that a collector noted on top for a text that has none; the first day of a month or year alone."""
    for line in folded.split("\n", COLLECTORS_LINES)[:COLLECTORS_LINES]:
        if found := _NOTED_DATE.match(line.strip()):
            try:
                return date(*(int(part or 1) for part in found.groups()))
            except ValueError:
                return None
    return None


def layout_of(folded: str) -> Layout:
    """Split a folded text into its parts."""
    sections = list(_annexed(_parted(list(lines_of(folded)))))
    top, main, forwarded = _letters(sections[0][1])
    main, signature, annex_list = _closed(main)
    parts = [main]
    for number, part in enumerate(forwarded, start=1):
        closed, signed, listed = _closed(part)
        parts.append(closed._replace(prefix=f"F{number}"))
        signature, annex_list = signature or signed, annex_list or listed
    parts += [_annex(number, lines, signature) for number, lines in sections[1:]]
    return Layout(top, parts, signature, annex_list)


def _parted(lines: list[Line]) -> list[Line]:
    """Put the text behind a salutation on a line of its own."""
    for n, line in enumerate(lines[:TOP_LINES]):
        found = _SALUTED.match(line.text)
        if found and _MANY.search(found["names"]) and is_addressees(found["names"]):
            cut, rest = line.start + found.end("names"), line.start + found.end()
            both = [Line(line.start, cut, found["names"]), Line(rest, line.end, line.text[found.end() :])]
            return [*lines[:n], *both, *lines[n + 1 :]]
        if "。" in line.text:
            break
    return lines


def annex_number(text: str) -> int | None:
    """The number of the heading of an annex's own text, 0 where it has none; None for any other line."""
    found = _ANNEX_BODY.match(text)
    return None if not found else int(number_of(found["number"] or "0"))


def _annexed(lines: list[Line]) -> Iterator[tuple[int, list[Line]]]:
    """Cut at the headings of annexes; numbers rise, whatever the headings say, so that none comes twice."""
    number, section = 0, list[Line]()
    for n, line in enumerate(lines):
        named = annex_number(line.text)
        if named is None or (named == 0 and _is_list(lines, n)):
            section.append(line)
            continue
        yield number, section
        number, section = max(number + 1, named), []
    yield number, section


def _is_list(lines: list[Line], n: int) -> bool:
    """Whether 附件 without a number opens the list of annexes: the day of the signature follows below it."""
    below = lines[n + 1 : n + 1 + TOP_LINES]
    if not below or not (_LISTED.match(below[0].text) or _MARKED.match(below[0].text)):
        return False
    signed = next((k for k, line in enumerate(below) if _DATE_LINE.fullmatch(line.text)), None)
    return signed is not None and all(len(line.text) <= MAX_TITLE for line in below[:signed])


def _letters(lines: list[Line]) -> tuple[list[Line], Part, list[Part]]:
    """What stands on top, the main letter, and letters it forwards: each begins with a line of addressees."""
    opened = next((n for n, line in enumerate(lines[:TOP_LINES]) if "。" in line.text), TOP_LINES)
    starts = [n for n, line in enumerate(lines) if is_addressees(line.text)]
    starts = [n for k, n in enumerate(starts) if (k == 0 and n < opened) or _headed(lines, n)[1]]
    if not starts:
        end = next((n + 1 for n, line in enumerate(lines[:TITLE_LINES]) if is_title(line.text)), 0)
        title = _titles_above(lines, end)
        return lines[: end - len(title)], Part("", title, None, lines[end:]), []
    title = _titles_above(lines, starts[0])
    first = Part("", title, lines[starts[0]], _until(lines, starts, 0))
    forwarded = [Part("", _headed(lines, n)[1], lines[n], _until(lines, starts, k)) for k, n in enumerate(starts)]
    return lines[: starts[0] - len(title)], first, forwarded[1:]


def _until(lines: list[Line], starts: list[int], k: int) -> list[Line]:
    """The lines of a letter, up to the title of the next."""
    end = _headed(lines, starts[k + 1])[0] if k + 1 < len(starts) else len(lines)
    return lines[starts[k] + 1 : end]


def _headed(lines: list[Line], n: int) -> tuple[int, list[Line]]:
    """Where the head of a letter with its addressees in line `n` begins, and its title; a number may stand between."""
    last = n - 1 if n and _NUMBERED.fullmatch(lines[n - 1].text) else n
    title = _titles_above(lines, last)
    return (last - len(title), title) if title else (n, [])


def is_addressees(text: str) -> bool:
    """Whether a folded line names the bodies a letter goes to."""
    return (
        len(text) <= MAX_ADDRESSEES
        and "。" not in text
        and not _MARKED.match(text)
        and _ADDRESSED.search(text[-20:]) is not None
    )


def is_title(text: str) -> bool:
    """Whether a folded line reads like the last line of a title."""
    return len(text) <= MAX_TITLE and text.endswith(TITLE_END) and "。" not in text


def _titles_above(lines: list[Line], n: int) -> list[Line]:
    """The lines of the title right above line `n`: the last one ends like a title, the others end in nothing."""
    if n == 0 or not is_title(lines[n - 1].text):
        return []
    first = n - 1
    while first > max(0, n - TITLE_LINES) and not lines[first].text.startswith(("关于", "开展", "转发", "印发")):
        above = lines[first - 1].text
        if len(above) > MAX_SIGNATURE or above.endswith(("。", ":", ",", ">", "?", "号", "文件")):
            break
        first -= 1
    whole = "关于" in "".join(line.text for line in lines[first:n])
    return lines[first if whole else n - 1 : n]


def _closed(part: Part) -> tuple[Part, list[Line], list[Line]]:
    """Take signature and list of annexes off the end of a letter."""
    body = part.body
    listed = next((n for n, line in enumerate(body) if _ANNEX_LIST.match(line.text)), None)
    annex_list: list[Line] = []
    if listed is not None:
        end = listed + 1
        while end < len(body) and _LISTED.match(body[end].text):
            end += 1
        annex_list, body = body[listed:end], body[:listed] + body[end:]
    signature: list[Line] = []
    last = range(len(body) - 1, max(-1, len(body) - SIGNED_WITHIN), -1)
    dated = next((n for n in last if _DATE_LINE.fullmatch(body[n].text)), None)
    if dated is not None:
        first = dated - 1 if dated and _signs(body[dated - 1].text) else dated
        signature, body = body[first : dated + 1], body[:first] + body[dated + 1 :]
    return part._replace(body=body), signature, annex_list


def _signs(text: str) -> bool:
    return len(text) <= MAX_SIGNATURE and not re.search(r"[。,;:!?]", text)


def _annex(number: int, lines: list[Line], signature: list[Line]) -> Part:
    """An annex: the first line is its title if it reads like one; a repeated signature is taken off."""
    signed = {line.text for line in signature}
    while lines and lines[-1].text in signed:
        lines = lines[:-1]
    titled = 1 if lines and len(lines[0].text) <= MAX_TITLE and _ANNEX_TITLE.search(lines[0].text) else 0
    return Part(f"A{number}", lines[:titled], None, lines[titled:])

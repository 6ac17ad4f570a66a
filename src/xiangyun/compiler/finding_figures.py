"""Dates that cannot be, weekdays of other dates, numbers told twice and differently, totals of other parts."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from xiangyun.compiler.layout import Line
from xiangyun.compiler.values import ClauseDraft, Finding, Span
from xiangyun.core.dating import year_meant
from xiangyun.core.numerals import NUMERAL, number_of

LONG_PAST = timedelta(days=31)
LEAP_YEAR = 2020
MONTHS = 12

_DATE = re.compile(
    r"(?<![\d.])(?:(?P<year>(?:19|20)\d\d)年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]"
    r"(?:[ ,]?\(?(?:星期|礼拜|周)(?P<weekday>[一二三四五六日天])(?![至到、\-一二三四五六日天]))?"
)
_WEEKDAYS = "一二三四五六日"
_UNITS = "个名人家所座处项件份次场套台篇幅册张户例期批支队天月年元吨亩"
# 三(5)名, 三份(4份); a class 三(5)班 is none.
_TWICE_TOLD = re.compile(
    rf"(?<![第\d])(?P<words>{NUMERAL}{{1,6}})(?:(?P<unit>[{_UNITS}])\((?P<inner>\d{{1,6}})(?P=unit)\)|\((?P<digits>\d{{1,6}})\)(?=[{_UNITS}]))"
)
_TOTAL_FIRST = re.compile(
    rf"共(?:计|有)?(?P<total>\d{{1,7}})(?P<unit>[{_UNITS}])[^。;\n\d]{{0,12}}[,:(](?P<cue>其中:?|分别[为是]:?|包括:?|即:?)(?P<parts>[^。;\n)]{{3,200}})"
)
_TOTAL_LAST = re.compile(rf",(?:共计?|合计|总计|一共)(?P<total>\d{{1,7}})(?P<unit>[{_UNITS}])")
_STOPS = re.compile(r"[。;\n(]")
_NOT_PLAIN = re.compile(r"以上|以下|不少于|不低于|不超过|至少|左右|约|余|多|每|各|[-~至]|万|亿|\d\.\d|%|其中")
_TABLE_TOTAL = re.compile(r"^(?:合 {0,4}计|总 {0,4}计|共 {0,4}计)\t")
_FIGURE = re.compile(r"\d{1,9}(?:\.\d{1,4})?")
MIN_PARTS = 2
MAX_ROWS = 500
MAX_PARTS = 200


def date_findings(text: str, folded: str, issued: date | None) -> Iterator[Finding]:
    """Days that no calendar has, and weekdays that their day does not fall on."""
    for found in _DATE.finditer(folded):
        month, day = int(found["month"]), int(found["day"])
        year = year_meant(found["year"], None, issued, month, day)
        said = {"words": text[found.start() : found.end()]}
        span = Span(found.start(), found.end())
        try:
            meant = date(year or LEAP_YEAR, month, day)
        except ValueError:
            yield Finding("typing_error", [span], {"what": "no_such_day", **said})
            continue
        weekday = (found["weekday"] or "").replace("天", "日")
        if year and weekday and _WEEKDAYS[meant.weekday()] != weekday:
            real = {"day": meant.isoformat(), "weekday": _WEEKDAYS[meant.weekday()]}
            yield Finding("typing_error", [span], {"what": "weekday", **said, **real})


def past_findings(clauses: list[ClauseDraft], issued: date | None) -> Iterator[Finding]:
    """Deadlines of a year long before the notice; none if most lie there, as the day of issue is then in doubt."""
    if issued is None:
        return
    dated = [(clause, day) for clause in clauses if (day := _named_day(clause))]
    past = [(clause, day) for clause, day in dated if day < issued - LONG_PAST]
    if 2 * len(past) > len(dated) > 1:
        return
    for clause, day in past:
        at = clause.start + clause.quote.index(f"{day.year}")
        spans = [Span(at, at + len("2020"))]
        yield Finding(
            "typing_error", spans, {"what": "past_year", "words": str(day.year), "issued": issued.isoformat()}
        )


def _named_day(clause: ClauseDraft) -> date | None:
    """The deadline of a duty whose words give its year."""
    due = clause.due or {}
    said = due.get("date") or (f"{due['month_end']}-28" if "month_end" in due else "")
    if clause.kind != "duty" or not said or said[:4] not in clause.quote:
        return None
    return date.fromisoformat(said)


def number_told_twice(text: str, folded: str) -> Iterator[Finding]:
    """A number in words and in digits beside it that differ."""
    for found in _TWICE_TOLD.finditer(folded):
        try:
            words, digits = number_of(found["words"]), number_of(found["inner"] or found["digits"])
        except ValueError:
            continue
        if words != digits:
            words_said = text[found.start() : found.end()]
            yield Finding("typing_error", [Span(*found.span())], {"what": "two_numbers", "words": words_said})


def total_findings(folded: str, lines: list[Line]) -> Iterator[Finding]:
    """Totals in a sentence or in the last row of a table that their parts do not add up to."""
    for found in _TOTAL_FIRST.finditer(folded):
        parts, total = _parts(found["parts"], found["unit"]), int(found["total"])
        subset = found["cue"].startswith("其中")
        if sum(parts) > total or (parts and not subset and sum(parts) < total):
            yield _wrong_total(Span(*found.span()), total, sum(parts))
    for found in _TOTAL_LAST.finditer(folded):
        start = max(0, found.start() - MAX_PARTS)
        start += max((stop.end() for stop in _STOPS.finditer(folded[start : found.start()])), default=0)
        parts, total = _parts(folded[start : found.start()], found["unit"]), int(found["total"])
        if parts and sum(parts) != total:
            yield _wrong_total(Span(start, found.end()), total, sum(parts))
    yield from _tables(lines)


def _parts(words: str, unit: str) -> list[int]:
    """The counts of an enumeration, if every one of its members is a plain count in the unit of the total."""
    if _NOT_PLAIN.search(words):
        return []
    counts = []
    for member in re.split(r"[,、和]", words):
        figures = re.findall(rf"(\d{{1,6}}){unit}", member)
        if len(figures) != 1 or len(re.findall(r"\d+", member)) != 1:
            return []
        counts.append(int(figures[0]))
    return counts if len(counts) >= MIN_PARTS else []


def _tables(lines: list[Line]) -> Iterator[Finding]:
    rows: list[list[str]] = []
    for line in lines:
        if "\t" not in line.text:
            rows = []
        elif _TABLE_TOTAL.match(line.text):
            yield from _columns(rows, line)
            rows = []
        elif len(rows) < MAX_ROWS:
            rows.append([cell.strip() for cell in line.text.split("\t")])


def _columns(rows: list[list[str]], line: Line) -> Iterator[Finding]:
    """Columns whose plain figures do not add up; a table with subtotals or cells of another form is left alone."""
    cells = [cell.strip() for cell in line.text.split("\t")]
    if any("小计" in cell for row in rows for cell in row):
        return
    body = [row for row in rows if any(_FIGURE.fullmatch(cell) for cell in row[1:])]
    if len(body) < MIN_PARTS or any(len(row) != len(cells) for row in body):
        return
    for n, said in enumerate(cells[1:], start=1):
        column = [row[n] for row in body if row[n]]
        if _FIGURE.fullmatch(said) and len(column) >= MIN_PARTS and all(_FIGURE.fullmatch(cell) for cell in column):
            total = sum(float(cell) for cell in column)
            if abs(total - float(said)) > 1e-6:
                yield _wrong_total(Span(line.start, line.end), float(said), total)


def _wrong_total(span: Span, said: float, real: float) -> Finding:
    return Finding("typing_error", [span], {"what": "total", "said": f"{said:g}", "sum": f"{real:g}"})

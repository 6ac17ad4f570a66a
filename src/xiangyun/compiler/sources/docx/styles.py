"""Styles and list definitions: which number Word shows in front of a paragraph."""

import re
from typing import NamedTuple

from lxml import etree

from xiangyun.compiler.sources.docx.package import plain
from xiangyun.compiler.sources.numbering import label_of

MAX_BASED_ON = 20
LEVELS = 9
_CONTENTS = re.compile(r"(?:toc|contents|目录)\s*\d*", re.I)
_PLACE = re.compile(r"%([1-9])")
_BARE = re.compile(r"[\d.．A-Za-z]\Z|[条章节款项]\Z")


class Numbered(NamedTuple):
    """A list (a w:num) and the level in it."""

    list_id: str
    level: int


class Level(NamedTuple):
    """How one level of a list counts and looks; it starts anew after levels above `restart`, after all if -1."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    restart: int = -1
    style: str = ""
    in_figures: bool = False


class _List(NamedTuple):
    """A w:num: whose levels it counts with others (the abstract list), and what it sets anew."""

    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int]


def child(element: "etree._Element | None", *names: str) -> "etree._Element | None":
    """The first child by that name, and its child by the next."""
    for name in names:
        element = next((inner for inner in element if plain(inner.tag) == name), None) if element is not None else None
    return element


def value(element: "etree._Element | None", name: str = "val") -> str:
    """An attribute, whatever its namespace; empty if it is not there."""
    if element is None:
        return ""
    return next((text for key, text in element.attrib.items() if plain(key) == name), "")


def is_on(element: "etree._Element | None") -> bool:
    """Whether a switch is there and not turned off."""
    return element is not None and value(element) not in {"0", "false", "off", "none"}


class Styles:
    """What paragraphs take from their style, and the running numbers of all lists."""

    def __init__(self, styles: "etree._Element | None", numbering: "etree._Element | None") -> None:
        found = [style for style in (() if styles is None else styles) if plain(style.tag) == "style"]
        self._styles = {value(style, "styleId"): style for style in found}
        self._default = next(
            (key for key, s in self._styles.items() if value(s, "type") == "paragraph" and value(s, "default") == "1"),
            "",
        )
        self.contents = {key for key, style in self._styles.items() if _is_contents(key, style)}
        """Styles of the lines of a table of contents, which repeat headings."""
        self.hidden = {key for key in self._styles if any(is_on(child(s, "rPr", "vanish")) for s in self._chain(key))}
        """Styles whose text is not shown."""
        self._lists = _lists_of(numbering, self._styles)
        self._counts: dict[str, list[int | None]] = {}
        self._started: set[tuple[str, int]] = set()

    def label_of(self, properties: "etree._Element | None") -> str:
        """The number in front of a paragraph with these properties, counted on; empty for none."""
        numbered = self._numbered(properties)
        found = self._lists.get(numbered.list_id) if numbered else None
        if not numbered or not found:
            return ""
        self._count(numbered, found)
        return _label(found, numbered.level, self._counts[found.abstract])

    def _numbered(self, properties: "etree._Element | None") -> Numbered | None:
        """Its own list, else that of its style."""
        own = child(properties, "numPr")
        style = value(child(properties, "pStyle")) or self._default
        list_id, level = value(child(own, "numId")), value(child(own, "ilvl"))
        for based in self._chain(style):
            inherited = child(based, "pPr", "numPr")
            list_id = list_id or value(child(inherited, "numId"))
            level = level or value(child(inherited, "ilvl"))
        if not list_id or list_id == "0":
            return None
        return Numbered(list_id, min(whole(level, self._linked(list_id, style)), LEVELS - 1))

    def _linked(self, list_id: str, style: str) -> int:
        """The level that names the style, or one it is based on, as its own."""
        names = {value(based, "styleId") for based in self._chain(style)}
        levels = self._lists[list_id].levels if list_id in self._lists else {}
        return next((number for number, level in levels.items() if level.style in names), 0)

    def _chain(self, style: str) -> "list[etree._Element]":
        chain: list[etree._Element] = []
        while style in self._styles and len(chain) < MAX_BASED_ON:
            chain.append(self._styles[style])
            style = value(child(self._styles[style], "basedOn"))
        return chain

    def _count(self, numbered: Numbered, found: _List) -> None:
        counts = self._counts.setdefault(found.abstract, [None] * LEVELS)
        level = numbered.level
        for above in range(level):
            if counts[above] is None:
                counts[above] = found.levels.get(above, Level()).start
        anew = found.starts.get(level) if (numbered.list_id, level) not in self._started else None
        self._started.add((numbered.list_id, level))
        before = counts[level]
        counts[level] = anew if anew is not None else _first(found, level) if before is None else before + 1
        for below in range(level + 1, LEVELS):
            restart = found.levels.get(below, Level()).restart
            if restart < 0 or level < restart:
                counts[below] = None


def _is_contents(key: str, style: "etree._Element") -> bool:
    return _CONTENTS.fullmatch(value(child(style, "name")) or key) is not None


def _first(found: _List, level: int) -> int:
    return found.levels.get(level, Level()).start


def _label(found: _List, number: int, counts: list[int | None]) -> str:
    level = found.levels.get(number)
    if level is None or (level.form in {"bullet", "none"} and "%" not in level.text):
        return level.text if level and level.form == "none" else ""

    def figure(place: "re.Match[str]") -> str:
        at = int(place[1]) - 1
        shown = found.levels.get(at, Level())
        count = counts[at] if counts[at] is not None else shown.start
        form = "decimal" if level.in_figures else shown.form
        return "" if form == "none" else label_of(count or 0, form)

    label = _PLACE.sub(figure, level.text)
    return f"{label} " if level.suffix != "nothing" and _BARE.search(label) else label


def _lists_of(numbering: "etree._Element | None", styles: "dict[str, etree._Element]") -> dict[str, _List]:
    parts = list(numbering) if numbering is not None else []
    abstract = {value(part, "abstractNumId"): part for part in parts if plain(part.tag) == "abstractNum"}
    by_id = {value(part, "numId"): part for part in parts if plain(part.tag) == "num"}
    lists = {}
    for list_id, num in by_id.items():
        key = _followed(value(child(num, "abstractNumId")), abstract, by_id, styles)
        levels = {_place(lvl): _level(lvl) for lvl in abstract.get(key, ()) if plain(lvl.tag) == "lvl"}
        starts: dict[int, int] = {}
        for override in (part for part in num if plain(part.tag) == "lvlOverride"):
            _override(override, levels, starts)
        lists[list_id] = _List(key, levels, starts)
    return lists


def _followed(
    key: str,
    abstract: "dict[str, etree._Element]",
    by_id: "dict[str, etree._Element]",
    styles: "dict[str, etree._Element]",
) -> str:
    """An abstract list may be only a pointer to the one that a list style uses."""
    link = value(child(abstract.get(key), "numStyleLink"))
    num = by_id.get(value(child(styles.get(link), "pPr", "numPr", "numId")))
    return value(child(num, "abstractNumId")) or key if link else key


def _override(override: "etree._Element", levels: dict[int, Level], starts: dict[int, int]) -> None:
    place = _place(override)
    if (changed := child(override, "lvl")) is not None:
        levels[place] = _level(changed)
    if start := value(child(override, "startOverride")):
        starts[place] = whole(start, 1)


def _place(element: "etree._Element") -> int:
    return min(whole(value(element, "ilvl"), 0), LEVELS - 1)


def _level(lvl: "etree._Element") -> Level:
    # A newer form than the standard's own list stands in mc:AlternateContent; its first choice is what Word shows.
    form = next((value(found) for found in lvl.iter() if plain(found.tag) == "numFmt"), "") or "decimal"
    return Level(
        start=whole(value(child(lvl, "start")), 0),
        form=form,
        text=value(child(lvl, "lvlText")),
        suffix=value(child(lvl, "suff")) or "tab",
        restart=whole(value(child(lvl, "lvlRestart")), -1),
        style=value(child(lvl, "pStyle")),
        in_figures=is_on(child(lvl, "isLgl")),
    )


def whole(text: str, otherwise: int) -> int:
    """A number as it stands in an attribute."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else otherwise

"""What on a page belongs to the site and not to the document: scripts, menus, what is not shown."""

import re
from itertools import islice
from typing import NamedTuple

from lxml import html

from xiangyun.compiler.sources.values import Lines

NO_TEXT = frozenset(
    [
        "audio",
        "button",
        "canvas",
        "datalist",
        "embed",
        "head",
        "iframe",
        "input",
        "math",
        "noscript",
        "object",
        "option",
        "rp",
        "rt",
        "script",
        "select",
        "style",
        "svg",
        "template",
        "textarea",
        "video",
    ]
)
NAVIGATION = frozenset({"nav", "aside"})
OUTER = frozenset({"header", "footer"})
ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "complementary"})
_NAMED = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|crumbs?|footer|sidebar|share|copyright|pagination|pager)"
    r"(?:[\s_-]|$)",
    re.I,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_WHERE = re.compile(r"\s*(?:您|你|目前|当前|當前|现在|現在)[^：:]{0,6}位置\s*[：:]")
_FILE = re.compile(r"附\s*件|\.(?:docx?|xlsx?|pdf|wps|et|ofd|zip|rar)\b", re.I)
LINK_BLOCKS = frozenset({"div", "ul", "ol", "dl", "p", "td", "table", "section", "form"})
MIN_LINKS = 2
LINK_SHARE = 0.8
BEGINNING = 6
"""Pieces of text in which it would say that it shows the reader's place on the site."""
MOST_SHARE = 0.5
"""What holds more than this of a page's text is the document, however it is named."""


class _Size(NamedTuple):
    """What stands in an element: characters, those in links, links, stops, and whether a file is named."""

    text: int = 0
    linked: int = 0
    links: int = 0
    stops: int = 0
    files: bool = False


class Site:
    """Measures a page once and says of each element whether to leave it out."""

    def __init__(self, root: "html.HtmlElement", notes: Lines) -> None:
        self.notes = notes
        self.sizes = _measured(root)
        self.all = self.sizes[root].text

    def leaves_out(self, element: "html.HtmlElement") -> bool:
        """Whether nothing in an element is read; what had text in it is noted."""
        tag = element.tag
        if tag in NO_TEXT:
            return True
        if tag == "del":
            return self._noted("deleted_left_out", element)
        if element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
            return self._noted("hidden_left_out", element)
        size = self.sizes[element]
        if size.text > MOST_SHARE * self.all or not (self._is_navigation(element, size)):
            return False
        return self._noted("navigation_left_out", element)

    def _noted(self, note: str, element: "html.HtmlElement") -> bool:
        if self.sizes[element].text:
            self.notes.note(note)  # type: ignore[arg-type]
        return True

    def _is_navigation(self, element: "html.HtmlElement", size: _Size) -> bool:
        tag = element.tag
        if tag in NAVIGATION or element.get("role") in ROLES:
            return True
        if tag in OUTER:
            return not any(above.tag in {"article", "main"} for above in element.iterancestors())
        if size.stops > 1 or size.files or tag not in LINK_BLOCKS:
            return False
        named = _NAMED.search(f"{element.get('class') or ''} {element.get('id') or ''}")
        if named or (size.links >= MIN_LINKS and size.linked >= LINK_SHARE * size.text):
            return True
        return size.links > 0 and _WHERE.match("".join(islice(element.itertext(), BEGINNING))) is not None


def _measured(root: "html.HtmlElement") -> dict["html.HtmlElement", _Size]:
    """The size of every element, from the innermost outwards."""
    sizes: dict[html.HtmlElement, _Size] = {}
    for element in reversed(list(root.iter())):
        if not isinstance(element.tag, str):
            continue
        size = _of_text(element.text) if element.tag not in NO_TEXT else _Size()
        for child in element if element.tag not in NO_TEXT else ():
            size = _sum(size, _sum(sizes.get(child, _Size()), _of_text(child.tail)))
        if element.tag == "a":
            named = size.files or bool(_FILE.search(element.get("href") or ""))
            size = size._replace(linked=size.text, links=1, files=named)
        sizes[element] = size
    return sizes


def _of_text(text: str | None) -> _Size:
    solid = "".join((text or "").split())
    return _Size(len(solid), 0, 0, solid.count("。"), bool(_FILE.search(solid))) if solid else _Size()


def _sum(one: _Size, other: _Size) -> _Size:
    return _Size(
        one.text + other.text,
        one.linked + other.linked,
        one.links + other.links,
        one.stops + other.stops,
        one.files or other.files,
    )

"""One paragraph of a Word document as lines: its number, its text, and the boxes that hang on it."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator

from lxml import etree

from xiangyun.compiler.sources.docx.package import plain
from xiangyun.compiler.sources.docx.styles import Styles, child, is_on, value
from xiangyun.compiler.sources.numbering import label_of
from xiangyun.compiler.sources.values import Lines

Blocks = Callable[["etree._Element"], Iterator[str]]

# Elements that are a sign by themselves.
SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
UNREAD = frozenset(
    [
        "pPr",
        "rPr",
        "sdtPr",
        "sdtEndPr",
        "tblPr",
        "trPr",
        "tcPr",
        "instrText",
        "delInstrText",
        "delText",
        "rt",
        "footnoteRef",
        "endnoteRef",
        "annotationRef",
        "commentReference",
        "ctrlPr",
        "oMathParaPr",
    ]
)
PICTURES = frozenset({"drawing", "pict", "object"})
BOX = "txbxContent"
REFERENCES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}
# Boxes and ticks of the Wingdings fonts, which have no places of their own in Unicode's terms.
SYMBOLS = dict.fromkeys(["F0A8", "F06F", "F0A3", "F071", "F072"], "□") | dict.fromkeys(
    ["F0FE", "F052", "F0FC", "F050"], "√"
)
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_CIRCLED = re.compile(r"\s*eq\s*\\o\s*(?:\\a[clr])?\s*\(\s*[○〇◯]\s*[,，;]\s*(\d{1,2})\s*\)\s*", re.I)


class Paragraphs:
    """Reads paragraphs in order; `blocks` reads what is inside a text box."""

    def __init__(self, styles: Styles, notes: Lines, blocks: Blocks) -> None:
        self.styles, self.notes, self.blocks = styles, notes, blocks
        self.referred: dict[str, list[str]] = defaultdict(list)
        self.fields: list[str | None] = []
        """Codes of the fields that are open, the innermost last; None once its result has begun."""
        self.boxes: list[str] = []

    def lines_of(self, paragraph: "etree._Element", carried: str = "") -> list[str]:
        """The lines of a paragraph that begins with what was carried on, and what it carries on itself.

        A paragraph whose end was deleted goes on in the next one, which keeps its own number.
        """
        properties = child(paragraph, "pPr")
        style = value(child(properties, "pStyle"))
        if style in self.styles.contents or style in self.styles.hidden:
            self.notes.note("hidden_left_out" if style in self.styles.hidden else "contents_left_out")
            return [carried]
        text = carried + "".join(self._inline(paragraph))
        self.fields = [None for code in self.fields if code is None]  # a code ends with its paragraph
        boxes, self.boxes = self.boxes, []
        if _end_is_gone(properties):
            self.notes.note("deleted_left_out")
            return [*boxes, text]
        lines = (self.styles.label_of(properties) + text.lstrip("\t ")).split("\n")
        return [*(line.lstrip("\t ") for line in lines), *boxes, ""]

    def _inline(self, element: "etree._Element") -> Iterator[str]:
        for inner in element:
            tag = plain(inner.tag)
            if tag in UNREAD:
                self._field_code(tag, inner)
            elif tag in {"del", "moveFrom"}:
                self.notes.note("deleted_left_out")
            elif tag == "r" and self._is_hidden(inner):
                self.notes.note("hidden_left_out")
            elif tag == "AlternateContent":
                yield from self._inline(chosen(inner))
            elif tag in PICTURES:
                self._picture(inner)
            else:
                yield from self._piece(tag, inner)

    def _piece(self, tag: str, inner: "etree._Element") -> Iterator[str]:
        if tag == "fldChar":
            yield self._field(value(inner, "fldCharType"))
        elif any(code is not None for code in self.fields):
            return
        elif tag == "t":
            yield inner.text or ""
        elif tag in SIGNS:
            yield SIGNS[tag]
        elif tag == "sym":
            yield _symbol(value(inner, "char"))
        elif tag in REFERENCES:
            yield self._reference(REFERENCES[tag], inner)
        else:
            yield from self._inline(inner)

    def _is_hidden(self, run: "etree._Element") -> bool:
        return is_on(child(run, "rPr", "vanish"))

    def _reference(self, kind: str, reference: "etree._Element") -> str:
        referred = self.referred[kind]
        referred.append(value(reference, "id"))
        return f"[{label_of(len(referred), 'decimal' if kind == 'footnotes' else 'lowerRoman')}]"

    def _picture(self, picture: "etree._Element") -> None:
        outer = [box for box in picture.iter() if plain(box.tag) == BOX and not _is_inside_other(box, picture)]
        for box in outer:
            boxes, self.boxes = self.boxes, []
            lines = list(self.blocks(box))
            self.boxes = [*boxes, *lines]
        if not outer:
            self.notes.note("pictures_not_read")

    def _field_code(self, tag: str, inner: "etree._Element") -> None:
        if tag == "instrText" and self.fields and self.fields[-1] is not None:
            self.fields[-1] += inner.text or ""

    def _field(self, step: str) -> str:
        """Begin, separate or end of a field; what Word draws from the code alone is its text."""
        if step == "begin":
            self.fields.append("")
        elif step == "separate" and self.fields:
            self.fields[-1] = None
        elif step == "end" and self.fields:
            found = _CIRCLED.fullmatch(self.fields.pop() or "")
            return label_of(int(found[1]), "decimalEnclosedCircle") if found else ""
        return ""


def chosen(alternatives: "etree._Element") -> "etree._Element":
    """The one of several forms of the same content that has text in it, the newer first."""
    forms = [form for form in alternatives if plain(form.tag) in {"Choice", "Fallback"}]
    with_text = (form for form in forms if any(plain(inner.tag) == "t" for inner in form.iter()))
    return next(with_text, forms[0] if forms else alternatives)


def _is_inside_other(box: "etree._Element", picture: "etree._Element") -> bool:
    """Whether a box stands in another one, or is the older form of one already read."""
    for above in box.iterancestors():
        if above is picture:
            return False
        if plain(above.tag) in {BOX, "Fallback"}:
            return True
    return False


def _end_is_gone(properties: "etree._Element | None") -> bool:
    marks = child(properties, "rPr")
    return marks is not None and any(plain(mark.tag) in {"del", "moveFrom"} for mark in marks)


def _symbol(char: str) -> str:
    if found := SYMBOLS.get(char.upper()):
        return found
    try:
        sign = chr(int(char, 16))
    except (ValueError, OverflowError):
        return ""
    return "" if _PRIVATE.match(sign) or not sign.isprintable() else sign

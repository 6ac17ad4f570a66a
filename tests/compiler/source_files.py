"""Files that the tests of reading open: real ones in files/, and small Word and PDF files made here."""

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

FILES = Path(__file__).parent / "files"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SAID = "各乡镇文化站要于三月底前报送放映点名单。"
"""Enough Chinese for a text to be a notice."""


def part(root: str, inner: str) -> str:
    """A part of a Word file with everything that stands in such parts declared."""
    spaces = [
        W,
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"',
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"',
        'xmlns:v="urn:schemas-microsoft-com:vml"',
    ]
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} {" ".join(spaces)}>{inner}</w:{root}>'


def word(body: str, **parts: str) -> bytes:
    """A Word file with this body; parts by kind of relation: styles, numbering, footnotes, endnotes."""
    names = {"styles": "styles", "numbering": "numbering", "footnotes": "footnotes", "endnotes": "endnotes"}
    related = "".join(
        f'<Relationship Id="r{kind}" Type="{RELATIONS}/{kind}" Target="{names[kind]}.xml"/>' for kind in parts
    )
    top = f'<Relationship Id="r" Type="{RELATIONS}/officeDocument" Target="word/document.xml"/>'
    members = {
        "_rels/.rels": f"<Relationships>{top}</Relationships>",
        "word/_rels/document.xml.rels": f"<Relationships>{related}</Relationships>",
        "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
    }
    members |= {f"word/{names[kind]}.xml": part(kind, inner) for kind, inner in parts.items()}
    return zipped(members)


def zipped(members: dict[str, str]) -> bytes:
    """A zip with these members."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def p(text: str = "", properties: str = "", runs: str = "") -> str:
    """A paragraph of a Word file."""
    run = f"<w:r><w:t>{escape(text)}</w:t></w:r>" if text else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{run}{runs}</w:p>"


def numbered(text: str, level: int = 0, list_id: int = 1) -> str:
    """A paragraph in a list."""
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')


def level(number: int, form: str, text: str, extra: str = "") -> str:
    """One level of a list's definition."""
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{extra}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def lists(levels: str, *overrides: str) -> str:
    """Definitions of lists 1, 2, …, which count together; each may override."""
    nums = "".join(
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="0"/>{override}</w:num>'
        for n, override in enumerate(overrides or ("",), start=1)
    )
    return f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>{nums}'


Text = tuple[float, float, str]
"""Where a text begins, in points from the upper left corner, and its words."""
Box = tuple[float, float, float, float]
SIZE = 12
HEIGHT = 842


def pdf(pages: Sequence[Sequence[Text]], rules: Sequence[Sequence[Box]] = (), more: str = "") -> bytes:
    """A PDF with texts in 12 points at their places, and thin boxes; `more` stands in each page's dictionary."""
    kids = " ".join(f"{2 * n + 10} 0 R" for n in range(len(pages)))
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>".encode(),
        3: b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>",
        4: b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)"
        b"/Supplement 4>>/FontDescriptor 5 0 R/DW 1000>>",
        5: b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0"
        b"/Ascent 880/Descent -120/CapHeight 880/StemV 93>>",
    }
    for n, texts in enumerate(pages):
        content = "".join(_shown(*text) for text in texts)
        content += "".join(_ruled(*box) for box in (rules[n] if n < len(rules) else ()))
        objects[2 * n + 10] = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 {HEIGHT}]/Contents {2 * n + 11} 0 R"
            f"/Resources<</Font<</F1 3 0 R>>>>{more}>>"
        ).encode()
        objects[2 * n + 11] = f"<</Length {len(content)}>>stream\n{content}\nendstream".encode()
    return pdf_of(objects)


def _shown(x: float, y: float, text: str) -> str:
    return f"BT/F1 {SIZE} Tf {x:g} {HEIGHT - y - SIZE:g} Td<{text.encode('utf-16-be').hex()}>Tj ET\n"


def _ruled(left: float, top: float, right: float, bottom: float) -> str:
    return f"{left:g} {HEIGHT - bottom:g} {right - left:g} {bottom - top:g} re f\n"


def pdf_of(objects: dict[int, bytes]) -> bytes:
    """A PDF of these numbered objects, the first of which is its catalogue."""
    file = io.BytesIO()
    file.write(b"%PDF-1.4\n")
    places = {}
    for number, content in objects.items():
        places[number] = file.tell()
        file.write(b"%d 0 obj\n%b\nendobj\n" % (number, content))
    start = file.tell()
    file.write(b"xref\n0 1\n0000000000 65535 f \n")
    for number, place in places.items():
        file.write(b"%d 1\n%010d 00000 n \n" % (number, place))
    file.write(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (max(places) + 1, start))
    return file.getvalue()


def grid(across: Sequence[float], down: Sequence[float]) -> list[Box]:
    """The rules of a table: thin boxes along all its lines."""
    level = [(across[0], y - 0.25, across[-1], y + 0.25) for y in down]
    return level + [(x - 0.25, down[0], x + 0.25, down[-1]) for x in across]

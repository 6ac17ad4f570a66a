"""Word documents (WordprocessingML, ISO 29500): paragraphs with the numbers that Word shows, tables, notes, boxes."""

from xiangyun.compiler.readable import Unreadable
from xiangyun.compiler.sources.docx.body import Body
from xiangyun.compiler.sources.docx.package import Package
from xiangyun.compiler.sources.docx.styles import Styles
from xiangyun.compiler.sources.values import Lines, Source

__all__ = ["read_docx"]


def read_docx(content: bytes) -> Source:
    """The text of a document as it is printed, tracked changes accepted, without headers and footers.

    Raises Unreadable: `damaged`, `encrypted`, `too_complex`, `unsupported`, `no_text_layer` (only pictures).
    """
    package = Package(content)
    lines = Lines()
    body = Body(Styles(package.part("styles"), package.part("numbering")), lines)
    for line in body.lines_of(package.main):
        lines.add(line)
    for kind in ("footnotes", "endnotes"):
        for line in body.notes_of(package.part(kind), kind):
            lines.add(line)
    source = lines.source("docx")
    if not source.text and "pictures_not_read" in source.notes:
        raise Unreadable("no_text_layer")
    return source

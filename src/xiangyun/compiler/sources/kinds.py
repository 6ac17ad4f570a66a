"""Which kind of file something is: by what is in it, whatever its name says."""

import re

from xiangyun.compiler.readable import Unreadable
from xiangyun.compiler.sources.plain import marked_encoding
from xiangyun.compiler.sources.values import Kind

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
LOOKED_AT = 1_024

# How files begin that people take for documents and that are not read here.
FOREIGN = {
    b"{\\rtf": "rtf",
    b"\x89PNG": "picture",
    b"\xff\xd8\xff": "picture",
    b"GIF8": "picture",
    b"II*\x00": "picture",
    b"MM\x00*": "picture",
    b"Rar!": "archive",
    b"7z\xbc\xaf": "archive",
    b"\x1f\x8b": "archive",
    b"MIME-Version:": "mht",
    b"From: <Saved by": "mht",
    b"\x25!PS": "postscript",
}
# A part that tells what a zip is, and the name of that.
ZIPPED = {
    b"word/": "docx",
    b"OFD.xml": "ofd",
    b"xl/workbook": "xlsx",
    b"ppt/": "pptx",
    b"mimetypeapplication/vnd.oasis": "odt",
}
_TAG = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|meta|title|div|table|p|span|br|font|article)\b[^<]{0,400}>", re.I
)
_MARKUP_NAMES = (".html", ".htm", ".shtml", ".xhtml")


def kind_of(content: bytes, name: str) -> Kind:
    """Txt, html, docx or pdf; raises Unreadable: `encrypted`, or `unsupported` with its format."""
    if b"%PDF-" in content[:LOOKED_AT]:
        return "pdf"
    if content.startswith(OLE):
        raise _old_office(content)
    if content.startswith(b"PK\x03\x04"):
        return _zipped(content)
    if foreign := next((what for mark, what in FOREIGN.items() if content.startswith(mark)), ""):
        raise Unreadable("unsupported", format=foreign)
    return "html" if _is_markup(content, name) else "txt"


def _old_office(content: bytes) -> Unreadable:
    """The container of old Office files, which also holds a new one with a password."""
    if ENCRYPTED in content:
        return Unreadable("encrypted")
    return Unreadable("unsupported", format="doc")


def _zipped(content: bytes) -> Kind:
    """The names of its parts stand in clear text, at its end once more."""
    held = [what for mark, what in ZIPPED.items() if mark in content]
    if not held:
        raise Unreadable("unsupported", format="archive")
    if held[0] != "docx":
        raise Unreadable("unsupported", format=held[0])
    return "docx"


def _is_markup(content: bytes, name: str) -> bool:
    """A tag near the top, or the name and any tag; a text that mentions a tag is still a text."""
    top = content[: 16 * LOOKED_AT]
    if marked_encoding(content) == "utf-16":
        top = top.replace(b"\0", b"")
    first = _TAG.search(top)
    if not first:
        return False
    return name.lower().endswith(_MARKUP_NAMES) or not _solid(top[: first.start()])


def _solid(before: bytes) -> bytes:
    """What stands before the first tag besides marks, space, comments and an XML declaration."""
    return re.sub(rb"\A\xef\xbb\xbf|\A(?:\xff\xfe|\xfe\xff)|<!--.*?-->|<\?.*?\?>|\s+", b"", before, flags=re.S)

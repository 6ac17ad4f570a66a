"""From the bytes of a file, or a pasted text, to the text of a notice as it is stored.

Knows no database, clock or network; a PDF is opened in a process of its own, with limits of time and memory.
"""

from xiangyun.compiler.readable import Unreadable, check_readable
from xiangyun.compiler.sources.docx import read_docx
from xiangyun.compiler.sources.kinds import kind_of
from xiangyun.compiler.sources.markup import read_html
from xiangyun.compiler.sources.pdf import read_pdf
from xiangyun.compiler.sources.plain import decoded, with_plain_ends
from xiangyun.compiler.sources.values import MAX_BYTES, Kind, Note, Source

__all__ = ["MAX_BYTES", "Kind", "Note", "Source", "Unreadable", "pasted", "read_source"]

_READERS = {"html": read_html, "docx": read_docx, "pdf": read_pdf}


def read_source(content: bytes, name: str = "") -> Source:
    """The text of a file; its name only helps to tell HTML from a text that speaks of it.

    Raises Unreadable: empty, binary, not_chinese, too_long (see readable.py); too_large (bytes), encrypted, damaged,
    unsupported (with `format`), no_text_layer (pictures of pages), too_many_pages, too_complex.
    """
    if len(content) > MAX_BYTES:
        raise Unreadable("too_large", limit=MAX_BYTES)
    if not content.strip():
        raise Unreadable("empty")
    kind = kind_of(content, name)
    read = _READERS.get(kind)
    source = read(content) if read else Source(with_plain_ends(decoded(content)), "txt")
    check_readable(source.text)
    return source


def pasted(text: str) -> Source:
    """A text as typed or pasted, with plain line ends."""
    source = Source(with_plain_ends(text), "pasted")
    check_readable(source.text)
    return source

"""Text files: UTF-8 with or without its mark, UTF-16 with it, GB 18030 (and with it GBK and GB 2312)."""

import codecs
import re

from xiangyun.compiler.readable import Unreadable

MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
LOOKED_AT = 4_000
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def marked_encoding(content: bytes) -> str | None:
    """The encoding that a mark at the beginning names."""
    return next((encoding for mark, encoding in MARKS.items() if content.startswith(mark)), None)


def decoded(content: bytes) -> str:
    """The text of a file; raises Unreadable (`binary`) for what is none."""
    marked = marked_encoding(content)
    if not marked and _CONTROL.search(content[:LOOKED_AT]):
        raise Unreadable("binary")
    for encoding in [marked] if marked else ["utf-8", "gb18030"]:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("binary")


def with_plain_ends(text: str) -> str:
    """The text with each line ended by one character, whatever system wrote it."""
    return text.replace("\r\n", "\n").replace("\r", "\n")

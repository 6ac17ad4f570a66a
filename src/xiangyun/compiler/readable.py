"""What is no notice at all is refused before anything is read into it."""

import re

from xiangyun.core.errors import BadInput

MAX_CHARS = 2_000_000
MIN_CHINESE = 10
MIN_SHARE = 0.2
MAX_BROKEN_SHARE = 0.01

_CHINESE = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+")
# Control characters other than the usual white space, lone surrogates, replacement characters.
_BROKEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffd\ufffe\uffff]")
_SPACE = re.compile(r"\s+")


class Unreadable(BadInput):
    """The text cannot be a notice; `reason` is one of empty, binary, not_chinese, too_long."""

    code = "unreadable"


def check_readable(text: str) -> None:
    """Raise Unreadable unless the text is mostly clean and has enough Chinese in it."""
    if len(text) > MAX_CHARS:
        raise Unreadable("too_long", characters=len(text), limit=MAX_CHARS)
    solid = len(_SPACE.sub("", text))
    if not solid:
        raise Unreadable("empty")
    broken = len(_BROKEN.findall(text))
    if "\x00" in text or broken > solid * MAX_BROKEN_SHARE:
        raise Unreadable("binary", broken=broken)
    chinese = sum(len(run) for run in _CHINESE.findall(text))
    if chinese < MIN_CHINESE or chinese < solid * MIN_SHARE:
        raise Unreadable("not_chinese", chinese=chinese, characters=solid)

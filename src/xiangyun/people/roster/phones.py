"""Phones and other numbers that name a person, brought to one shape; pure."""

import re

from xiangyun.core.folding import fold

from ..phones import fold_phone

_MARKS = re.compile(r"[\s\-－—()（）.]")
_LANDLINE = re.compile(r"0\d{9,11}|\d{7,8}")


def plain_phone(text: str) -> str:
    """Without spaces and marks, a mobile number without +86: `+86 138-1234-5678` is 13812345678."""
    return fold_phone(text) or _MARKS.sub("", fold(text))


def is_phone(text: str) -> bool:
    """Whether a plain phone can be one: a mobile of 11 digits, or a landline."""
    return bool(fold_phone(text) or _LANDLINE.fullmatch(text))


def plain_key(text: str) -> str:
    """A phone, or another number or name that stands for a person, for comparing."""
    return plain_phone(text).upper()


def is_masked(key: str) -> bool:
    """Whether somebody masked it already: 138****5678."""
    return "*" in key

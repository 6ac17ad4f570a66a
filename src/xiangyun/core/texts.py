"""Texts of data in several languages: `{zh-Hans, en?}`; a missing English text falls back visibly."""

import re
from collections.abc import Mapping

Text = dict[str, str]

_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""Signs that no person types: control characters, and what UTF-8 or an engine cannot hold."""


def is_readable(text: str) -> bool:
    """Whether every sign in it can be stored and shown."""
    return _UNFIT.search(text) is None


def pick(text: Mapping[str, str] | str, language: str) -> str:
    """The text in a language; Traditional is asked for as `zh-Hant` and falls back to Simplified.

    A text that lacks the language comes in Chinese with its language in brackets, so that a gap is seen.
    """
    if isinstance(text, str):
        return text
    if language in text:
        return text[language]
    chinese = text.get("zh-Hans", "")
    if language.startswith("zh") or not chinese:
        return chinese
    return f"{chinese} [zh]"

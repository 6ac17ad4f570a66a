"""Texts of data in several languages: `{zh-Hans, en?}`; a missing English text falls back visibly."""

from collections.abc import Mapping

Text = dict[str, str]


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

"""What the process that opens a PDF says to the one that asked."""

from typing import Any

from msgspec import Struct

from xiangyun.compiler.sources.values import Note


class Answer(Struct, frozen=True):
    """The text with its notes, or the reason why there is none."""

    text: str = ""
    notes: tuple[Note, ...] = ()
    reason: str = ""
    detail: dict[str, Any] = {}

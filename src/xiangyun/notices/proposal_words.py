"""A short title for a task, taken from the words of its clause; pure."""

import re
from collections.abc import Mapping
from typing import Any

from xiangyun.core.folding import fold

MOST = 20
_LEAD = re.compile(
    r"(?:[一二三四五六七八九十]是|要求|同时|并且?|此外|另外|继续|进一步|切实|认真|积极|要|须|应当?|必须|务必|请|于|在|对|将|把|由|全部|及时|,|、|:|\s)+"
)
_CUT = re.compile(r"[,。;:!?(]")


def short_title(quote: str, said: Mapping[str, Any]) -> str:
    """The act without who and when: at most 20 characters, in simplified script."""
    words = fold(quote)
    for known in [*(said.get("responsible") or []), *_due_words(said.get("due")), said.get("report_to") or ""]:
        if len(known) > 1:
            words = words.replace(fold(known), "", 1)
    words = re.sub(r"(?:于|在)?(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日|底|初|份|[上中下]旬)?(?:之?前|止)?", "", words)
    pieces = [_LEAD.sub("", piece.strip(), count=1) for piece in _CUT.split(words)]
    title = next((piece for piece in pieces if len(piece) >= 4), "") or fold(quote).strip()
    return title[:MOST]


def _due_words(due: Mapping[str, Any] | None) -> list[str]:
    """The words of a deadline that stand in the clause as they are."""
    return [str(due[key]) for key in ("relative", "by") if due and due.get(key)]

"""Texts ready for a chat group: short, in Chinese whatever the page's language, each message within its limit."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.utils.translation import get_language, override

MOST = 500
"""Signs in one message."""
TITLE, CLAUSE = 60, 60
"""Signs of a title and of a clause's words that a message shows."""


@contextmanager
def in_chinese() -> Iterator[None]:
    """Inside, texts are Chinese: Traditional for who reads that, else Simplified."""
    language = "zh-hant" if get_language() == "zh-hant" else "zh-hans"
    with override(language):
        yield


def shortened(words: str, most: int) -> str:
    """Words on one line, cut where they are too long."""
    words = " ".join(words.split())
    return words if len(words) <= most else words[: most - 1] + "…"


def messages_of(head: str, lines: Sequence[Sequence[str]], tail: str, most: int = MOST) -> list[str]:
    """One message, or several that repeat head and tail and are numbered; every name stands in one, in order.

    A line is its own head ("归阳镇：", or nothing) and then the names. One too long for a message goes on in the next.
    """
    room = most - len(head) - len(tail) - len("\n\n (999/999)")
    bodies = _packed(lines, room)
    if len(bodies) == 1:
        return [f"{head}\n{bodies[0]}\n{tail}"]
    return [f"{head} ({n}/{len(bodies)})\n{body}\n{tail}" for n, body in enumerate(bodies, start=1)]


def _packed(lines: Sequence[Sequence[str]], room: int) -> list[str]:
    """The lines in as few bodies as their order allows, none longer than the room unless one name alone is."""
    bodies = [""]
    for first, *names in lines:
        written = False
        for name in names:
            joint = "、" if written else ("\n" if bodies[-1] else "") + first
            if bodies[-1] and len(bodies[-1]) + len(joint) + len(name) > room:
                bodies.append("")
                joint = first
            bodies[-1] += joint + name
            written = True
    return bodies

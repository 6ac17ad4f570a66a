"""The process that opens one PDF: bytes on standard input, an Answer on standard output, within limits."""

import resource
import sys

from msgspec import json

from xiangyun.compiler.readable import Unreadable
from xiangyun.compiler.sources.pdf.answers import Answer
from xiangyun.compiler.sources.pdf.pages import pages_of
from xiangyun.compiler.sources.pdf.text import text_of

MAX_SECONDS = 25
"""Of the processor; a long notice of 500 pages takes some six."""
MAX_MEMORY = 1_536 * 1024 * 1024


def main() -> None:
    """Read, answer, end."""
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.stdout.buffer.write(json.encode(_answer(sys.stdin.buffer.read())))


def _answer(content: bytes) -> Answer:
    try:
        source = text_of(pages_of(content))
    except Unreadable as refused:
        return Answer(reason=refused.reason, detail=refused.detail)
    except (MemoryError, RecursionError):
        return Answer(reason="too_complex", detail={"what": "memory"})
    return Answer(source.text, source.notes)


if __name__ == "__main__":
    main()

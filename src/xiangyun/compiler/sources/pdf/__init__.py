"""PDF with a text layer. The file is opened in a process of its own: whatever it does there ends within limits."""

import os
import subprocess
import sys

from msgspec import DecodeError, json

from xiangyun.compiler.readable import Unreadable
from xiangyun.compiler.sources.pdf.answers import Answer
from xiangyun.compiler.sources.values import Source

__all__ = ["read_pdf"]

WORKER = "xiangyun.compiler.sources.pdf.worker"
MAX_SECONDS = 40
"""By the clock on the wall; the process itself has a limit of processor time below that."""
KEPT = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "SYSTEMROOT")
"""Of the environment: a parser of strangers' files is given no secrets."""


def read_pdf(content: bytes) -> Source:
    """The text of a document in the order of its pages.

    Raises Unreadable: `encrypted`, `damaged`, `no_text_layer`, `too_many_pages`, `too_complex` (time, memory).
    """
    environment = {name: os.environ[name] for name in KEPT if name in os.environ}
    command = [sys.executable, "-P", "-m", WORKER]
    try:
        done = subprocess.run(
            command, input=content, capture_output=True, env=environment, timeout=MAX_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise Unreadable("too_complex", what="time") from error
    try:
        answer = json.decode(done.stdout, type=Answer)
    except DecodeError as error:  # it ended before it could say anything
        raise Unreadable("too_complex" if done.returncode < 0 else "damaged", status=done.returncode) from error
    if answer.reason:
        raise Unreadable(answer.reason, **answer.detail)
    return Source(answer.text, "pdf", answer.notes)

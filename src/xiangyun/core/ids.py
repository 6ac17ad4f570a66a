"""Public ids: UUIDv7 (RFC 9562), so that ids sort by the time they were made and may be made by the client."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

_maker: ContextVar[Callable[[], UUID] | None] = ContextVar("maker", default=None)


def uuid7() -> UUID:
    """A new UUIDv7: 48 bits of Unix milliseconds, the rest random apart from version and variant."""
    if made := _maker.get():
        return made()
    return uuid7_of(time.time_ns() // 1_000_000, os.urandom(10))


def uuid7_of(stamp: int, tail: bytes) -> UUID:
    """The UUIDv7 of a time in Unix milliseconds and ten bytes, of which version and variant take six bits."""
    value = (stamp << 80) | int.from_bytes(tail, "big")
    value = value & ~(0xF << 76) | (0x7 << 76)
    value = value & ~(0x3 << 62) | (0x2 << 62)
    return UUID(int=value)


@contextmanager
def ids_from(maker: Callable[[], UUID]) -> Iterator[None]:
    """Inside, new ids come from `maker`: a demonstration loaded twice has the same ids. Never on a real site."""
    token = _maker.set(maker)
    try:
        yield
    finally:
        _maker.reset(token)

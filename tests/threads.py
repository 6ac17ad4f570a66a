"""The same thing done by several at once, each with a database connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connection

T = TypeVar("T")


def at_once(function: Callable[[], T], times: int) -> list[T]:
    """What each of the calls gave back."""

    def one(_: int) -> T:
        try:
            return function()
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as threads:
        return list(threads.map(one, range(times)))

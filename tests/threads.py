"""Several things done at once, each with a database connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any, TypeVar

from django.db import connection

T = TypeVar("T")


def together(*functions: Callable[[], Any]) -> list[Any]:
    """What each of the functions gave back; all begin at the same moment."""
    ready = Barrier(len(functions))

    def one(function: Callable[[], Any]) -> Any:
        try:
            ready.wait()
            return function()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(functions)) as threads:
        return list(threads.map(one, functions))


def at_once(function: Callable[[], T], times: int) -> list[T]:
    """The same thing done by several."""
    return together(*[function] * times)

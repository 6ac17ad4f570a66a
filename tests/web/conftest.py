"""What several tests of pages look through: browsers of the cast in English, and the noon of their day."""

from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.test import Client

from tests.cast import NOON, Cast


@pytest.fixture
def noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def browser(cast: Cast) -> Callable[[str], Client]:
    """A browser in English, so that texts are those of the code."""

    def of(who: str) -> Client:
        client = cast.client(who)
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
        return client

    return of

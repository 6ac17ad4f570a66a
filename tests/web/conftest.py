"""What several tests of pages look through: browsers of the cast in English, and the noon of their day."""

from collections.abc import Callable, Iterator
from functools import partial

import pytest
import time_machine
from django.test import Client

from tests.cast import NOON, Cast
from tests.web.plans import browser as in_english


@pytest.fixture
def noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def browser(cast: Cast) -> Callable[[str], Client]:
    """The browser of each of the cast."""
    return partial(in_english, cast)

"""Chance that comes out the same every time: each draw is seeded by what it is for."""

import hashlib
import random
from collections.abc import Callable
from datetime import datetime
from itertools import count
from uuid import UUID

from xiangyun.core.ids import uuid7_of

SEED = "xiangyun-demo-1"


def draw(*what: object) -> random.Random:
    """A generator for one thing; the same thing gives the same draws on every machine."""
    return random.Random(":".join(map(str, (SEED, *what))))


def uid_of(at: datetime, *what: object) -> UUID:
    """A UUIDv7 whose time is the sample's and whose rest is made from what it is for."""
    digest = hashlib.sha256(":".join(map(str, (SEED, *what))).encode()).digest()
    return uuid7_of(int(at.timestamp() * 1000), digest[:10])


def numbered_ids(at: datetime) -> Callable[[], UUID]:
    """Ids for whatever the actions make, in the order in which they make it."""
    numbers = count(1)
    return lambda: uid_of(at, "made", next(numbers))


SURNAMES = "王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高罗"
GIVEN = "桂香志明秋生建国小红春梅德华文斌海燕玉兰国强丽娟永福金莲少云家和冬生爱民新田"


def name_of(*what: object) -> str:
    """A made-up person's name."""
    chance = draw("name", *what)
    return chance.choice(SURNAMES) + GIVEN[(first := 2 * chance.randrange(len(GIVEN) // 2)) : first + 2]

"""Chance that comes out the same every time: each draw is seeded by what it is for."""

import hashlib
import random
from datetime import datetime
from uuid import UUID

SEED = "xiangyun-demo-1"


def draw(*what: object) -> random.Random:
    """A generator for one thing; the same thing gives the same draws on every machine."""
    return random.Random(":".join(map(str, (SEED, *what))))


def uid_of(at: datetime, *what: object) -> UUID:
    """A UUIDv7 whose time is the sample's and whose rest is made from what it is for."""
    digest = hashlib.sha256(":".join(map(str, (SEED, *what))).encode()).digest()
    value = (int(at.timestamp() * 1000) << 80) | int.from_bytes(digest[:10], "big")
    value = value & ~(0xF << 76) | (0x7 << 76)
    value = value & ~(0x3 << 62) | (0x2 << 62)
    return UUID(int=value)


SURNAMES = "王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高罗"
GIVEN = "桂香志明秋生建国小红春梅德华文斌海燕玉兰国强丽娟永福金莲少云家和冬生爱民新田"


def name_of(*what: object) -> str:
    """A made-up person's name."""
    chance = draw("name", *what)
    return chance.choice(SURNAMES) + GIVEN[(first := 2 * chance.randrange(len(GIVEN) // 2)) : first + 2]

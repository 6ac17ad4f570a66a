"""Sign-in names: the person's own name, with a number behind it where somebody has it already; pure."""

from collections.abc import Collection
from itertools import count

MOST = 60


def free_name(name: str, taken: Collection[str]) -> str:
    """The name, or 张伟2, 张伟3 … if it is taken."""
    if name not in taken:
        return name
    return next(found for n in count(2) if (found := f"{name[: MOST - 5]}{n}") not in taken)

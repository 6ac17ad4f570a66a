"""Steps that follow each other: July before August before September, and what slips if one slips."""

from datetime import date
from itertools import pairwise
from typing import Literal

import msgspec
from msgspec.structs import replace

from xiangyun.calendar.periods import DAY

Keep = Literal["gaps", "order"]


class Step(msgspec.Struct, frozen=True):
    """A named step and its day."""

    name: str
    on: date


class Violation(msgspec.Struct, frozen=True):
    """A step that is not later than the one before it."""

    before: Step
    after: Step


class Slip(msgspec.Struct, frozen=True):
    """A step that gets another day."""

    name: str
    old: date
    new: date


class Chain(msgspec.Struct, frozen=True):
    """Steps in the order in which they must happen, each with its own name."""

    steps: tuple[Step, ...]

    def __post_init__(self) -> None:
        if len({step.name for step in self.steps}) != len(self.steps):
            raise ValueError("two steps have the same name")


def check_chain(chain: Chain) -> list[Violation]:
    """The neighbours that are out of order; a step has a later day than the one before it."""
    return [Violation(before, after) for before, after in pairwise(chain.steps) if after.on <= before.on]


def slip(chain: Chain, name: str, new_day: date, *, keep: Keep = "gaps") -> list[Slip]:
    """The step on its new day, and what slips with it: every later step, by the same number of days (`gaps`), or
    only those that would be out of order, each to the day after its forerunner (`order`).

    Moved forward or left, a step moves nothing else. KeyError where there is no such step.
    """
    at = next((i for i, step in enumerate(chain.steps) if step.name == name), None)
    if at is None:
        raise KeyError(name)
    delay = max(new_day - chain.steps[at].on, 0 * DAY)
    slips, forerunner = [_slip(chain.steps[at], new_day)], new_day
    for step in chain.steps[at + 1 :] if delay else ():
        forerunner = step.on + delay if keep == "gaps" else max(step.on, forerunner + DAY)
        slips.append(_slip(step, forerunner))
    return [moved for moved in slips if moved.old != moved.new]


def slipped(chain: Chain, slips: list[Slip]) -> Chain:
    """The chain with these steps on their new days."""
    new = {moved.name: moved.new for moved in slips}
    return Chain(tuple(replace(step, on=new.get(step.name, step.on)) for step in chain.steps))


def _slip(step: Step, new: date) -> Slip:
    return Slip(step.name, step.on, new)

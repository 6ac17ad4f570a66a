"""How long the answer to an element of the dictionary stays true. Pure."""

from calendar import monthrange
from datetime import date
from typing import Protocol

from xiangyun.forms.models import Element


class Span(Protocol):
    """The days that an answer was given for, both included."""

    @property
    def end(self) -> date: ...


def valid_until(validity: str, answered_on: date, period: Span) -> date | None:
    """The last day on which the answer still holds; None while nothing says that it changed.

    A year or a month is the calendar's, of the day it was answered on; `period` is the one it was asked for. ValueError
    for an unknown validity.
    """
    match Element.Validity(validity):
        case Element.Validity.FIXED | Element.Validity.UNTIL_CHANGED:
            return None
        case Element.Validity.YEAR:
            return date(answered_on.year, 12, 31)
        case Element.Validity.MONTH:
            return answered_on.replace(day=monthrange(answered_on.year, answered_on.month)[1])
        case Element.Validity.PERIOD:
            return period.end

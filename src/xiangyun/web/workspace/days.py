"""The day a page shows: read from its address, stepped, and kept in the links to other pages."""

from dataclasses import dataclass
from datetime import date, timedelta

from xiangyun.core.clock import working_date
from xiangyun.core.errors import BadInput
from xiangyun.web.shared.requests import Request

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Shown:
    """The day shown and today; `suffix` keeps the day in a link, empty for today."""

    day: date
    today: date

    @property
    def is_today(self) -> bool:
        return self.day == self.today

    @property
    def suffix(self) -> str:
        return "" if self.is_today else f"?on={self.day.isoformat()}"

    @property
    def before(self) -> date:
        return max(self.day, date.min + A_DAY) - A_DAY

    @property
    def after(self) -> date:
        return min(self.day, date.max - A_DAY) + A_DAY


def day_shown(request: Request) -> Shown:
    """The day that `?on=` asks for, else today; BadInput for what is no day."""
    text, today = request.GET.get("on", ""), working_date(request.at)
    try:
        day = date.fromisoformat(text) if text else today
    except ValueError:
        raise BadInput("not_a_day", on=text[:20]) from None
    return Shown(day, today)

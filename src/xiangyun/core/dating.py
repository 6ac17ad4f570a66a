"""The year that a date without one means."""

from datetime import date, timedelta

LATE = timedelta(days=92)


def year_meant(named: str | None, word: str | None, issued: date | None, month: int, day: int) -> int | None:
    """The year as named ("2020"), by a word ("今", "明") or of the notice; None if the day of issue is not known.

    Without any it is the next year where the day would lie months before the notice.
    """
    if named:
        return int(named)
    if issued is None:
        return None
    if word:
        return issued.year + (word[0] == "明")
    try:
        return issued.year + (date(issued.year, month, min(day, 28)) < issued - LATE)
    except (ValueError, OverflowError):
        return issued.year

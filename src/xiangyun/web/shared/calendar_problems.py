"""The words for what was refused of deadlines, events and holidays, by stable code."""

from django.utils.translation import gettext as _


def calendar_sentences() -> dict[str, str]:
    """Code → sentence; joined to those of `problems`."""
    return {
        "deadline_needs_a_day": _("The words of a deadline leave its day open. Pin the day, then hand in."),
        "day_outside_range": _("The day must lie in what the words allow."),
        "document_has_marks": _("A document is one line without semicolons."),
        "not_an_event_name": _("An event is named in a few words without marks, such as 疫情结束."),
        "nothing_to_cancel": _("No day was said of it, so there is nothing to take back."),
        "nothing_to_pin": _("The day of this task does not stand open."),
        "parent_has_no_day": _("The level above has no day for it yet."),
        "deadline_loosened": _("A lower level may set an earlier day, never a later one."),
    }

"""The words for what was refused around reminders and chasing, by stable code."""

from django.utils.translation import gettext as _


def chase_sentences() -> dict[str, str]:
    """Code → sentence; joined to those of `problems`."""
    return {
        "nobody_missing": _("Nobody who still owes it is below this unit."),
        "bad_working_days": _("After how many working days: from one to thirty."),
    }

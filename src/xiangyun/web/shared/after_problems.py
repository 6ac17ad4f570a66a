"""The words for what was refused after a notice was published: receipt, handing down, more time; by stable code."""

from django.utils.translation import gettext as _


def after_sentences() -> dict[str, str]:
    """Code → sentence; joined to those of `problems`."""
    return {
        "not_published": _("It is not published yet."),
        "names_incomplete": _("Write both names."),
        "said_meanwhile": _("Somebody of your unit wrote something meanwhile. Look at it, then go on."),
        "counted_meanwhile": _("Somebody answered meanwhile. Look at the numbers again."),
        "nobody_below": _("No unit below yours owes this task."),
        "task_over": _("This task is over."),
        "nothing_said": _("Set an earlier day, or write a note."),
        "wrong_kind_of_day": _("What comes once has a date; what comes again has so many days before its day."),
        "not_earlier": _("That is the day you were given. Set an earlier one, or leave it open and write a note."),
        "day_is_past": _("That day is past."),
        "before_it_opens": _("That would be over before it begins."),
        "relied_on": _("Bodies below have handed it on themselves. Replace it instead."),
        "not_later": _("The new day must be later than the notice's own, and still to come."),
        "too_much_later": _("That is more than a year later."),
        "nobody_gets_it": _("No unit would get it: those chosen do not owe it, have answered, or have as much time."),
    }

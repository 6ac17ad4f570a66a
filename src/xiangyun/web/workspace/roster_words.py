"""The words of rosters: what is wrong in which row, and why the check asks."""

from django.utils.translation import gettext as _

from xiangyun.people.roster.lines import Fault


def fault_word(fault: Fault) -> str:
    """What is wrong, in a sentence."""
    words = {
        "no_column_unit": _("There is no column for the unit."),
        "no_column_name": _("There is no column for the name."),
        "unit_lacks": _("The unit is missing."),
        "unit_unknown": _("No unit of yours has this name or code."),
        "unit_ambiguous": _("Several units have this name. Put the names of the units above before it."),
        "name_lacks": _("The name is missing."),
        "name_long": _("The name is too long, or cannot be read."),
        "not_a_phone": _("This is no phone number."),
        "unknown_role": _("This is none of the roles that a list can give."),
        "twice": _("This person stands in the list twice."),
    }
    return words[fault.code]


def doubt_word(why: str) -> str:
    """Why the check asks."""
    words = {
        "other_name": _("The number is the same, the name is not."),
        "other_key": _("The name is the same, the number is not."),
        "other_unit": _("Name and number are the same, the unit is not."),
        "several": _("Several people have this name."),
    }
    return words[why]


def meaning_words() -> dict[str, str]:
    """What a column of the cloud's export can hold."""
    return {
        "name": _("Name of the person"),
        "unit": _("Unit"),
        "key": _("Phone or another number"),
        "date": _("Day of registration"),
    }

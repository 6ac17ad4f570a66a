"""The words for what was refused of selectors, names of parties and quotas; and for why a name means nobody."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from xiangyun.notices.parties import Party

from .templatetags.look import number


def party_sentences() -> dict[str, str]:
    """Code → sentence; joined to those of `problems`."""
    return {
        "unknown_selector_key": _("This choice of units has something in it that is not known."),
        "selector_needs_a_kind": _("Choose divisions, institutions or receivers."),
        "selector_key_does_not_fit": _("Levels and classes are for divisions, types for institutions."),
        "selector_class_of_another_level": _("This class stands on another level than the one chosen."),
        "selector_unknown_class": _("There is no such class of places."),
        "selector_empty_list": _("Choose at least one."),
        "selector_too_many": _("These are too many. Choose a level, a class or a place instead."),
        "selector_not_a_uid": _("Choose one of the units shown."),
        "selector_bad_value": _("This choice of units cannot be read."),
        "selector_nested": _("A choice of several cannot hold another such choice."),
        "selector_several_lines": _("One task goes along one line. Make a task for each."),
        "blank_name": _("Write the name as the notice has it."),
        "name_too_long": _("This name is too long."),
        "reaches_nobody": _("Nobody is meant by this on the day."),
        "party_beyond_reach": _("Some of these units do not stand below yours."),
        "quotas_incomplete": _("Something is wrong with a quota."),
    }


def quota_sentences() -> dict[str, str]:
    """What is wrong with a quota, by code."""
    return {
        "unknown_operator": _("Choose one of those shown."),
        "not_an_amount": _("Write a number above 0."),
        "not_a_measure": _("Write in what it is counted, in a word."),
        "too_precise": _("Write at most two decimals."),
        "not_text": _("There are signs in it that cannot be read. Write it again."),
        "share_has_no_total": _("A share is asked of each; it has no total."),
        "other_line": _("This class is counted along another line than the task."),
        "reaches_nobody": _("Nobody is meant by this on the day."),
        "beyond_task": _("The task does not ask all of these units."),
        "too_many_quotas": _("These are too many quotas for one task."),
        "counted_twice": _("Some of these units have another quota of the same measure already."),
    }


def why_nobody(party: Party) -> str:
    """Why a name means nobody, and what to do; blank where it means somebody."""
    says = party.says
    words = {
        "unknown": _("It is not known whom this means. Choose the units, or teach the name."),
        "not_here": _("No such unit stands below yours."),
        "issuer": _("This is your own body: its own act, nobody else owes it."),
        "receiver_only": _("They are written to; they have no account here and owe nothing."),
        "persons": _("These are people, not units. Choose the units that answer for them."),
        "other_line": _("It is counted along another line than the rest. Make a task of its own for it."),
    }
    match party.why:
        case "several":
            n = int(says.get("n", 0))
            return ngettext("%(n)s unit may be meant.", "%(n)s units may be meant. Choose which.", n) % {"n": number(n)}
        case "count_differs":
            numbers = {"stated": number(int(says["stated"])), "found": number(int(says["found"]))}
            return (
                _("The notice says %(stated)s, the tree has %(found)s. Say whether all of these are meant.") % numbers
            )
    return words.get(party.why, "")

"""The words for what was refused of changes of the tree and of lists, by stable code."""

from django.utils.translation import gettext as _


def tree_sentences() -> dict[str, str]:
    """Code → sentence; joined to those of `problems`."""
    return {
        "document_needed": _("Name the document that orders this."),
        "change_refused": _("This change cannot be made so."),
        "blank_name": _("A unit needs a name."),
        "institution_needs_name_and_type": _("An institution needs a name and a type."),
        "parent_not_above": _("That unit is not of a higher level."),
        "parent_does_not_stand": _("The unit above does not stand on all of these days."),
        "nothing_changes": _("That is how it is already."),
        "under_itself": _("A unit cannot stand below itself."),
        "merge_with_itself": _("A unit cannot merge with itself. Choose others."),
        "merge_of_unlike_units": _("Only units of the same level merge."),
        "top_of_the_tree": _("Above it stands nothing; this cannot be done at the top."),
        "split_into_nothing": _("Name at least one part."),
        "split_into_itself": _("A part must be another unit than the one that is split."),
        "took_over_later": _("It takes over from another unit on a later day. Change that first."),
        "not_directly_below": _("A unit that is given away must stand directly below."),
        "units_below": _("Units still stand below it. Move or close them first, or give them to a part."),
        "not_closed": _("It is not closed on that day."),
        "no_such_line": _("There is no such line."),
        "stands_nowhere": _("It stands nowhere on that day."),
        "bad_uid": _("The page is incomplete. Open it again."),
        "uid_used": _("This page was sent before, with other content. Open it again."),
        "later_changes": _("Later changes stand on this one. Take them back first."),
        "undone_already": _("This was taken back already."),
        "counter_action": _("What takes back cannot be taken back itself. Make the change anew."),
        "bad_phone": _("A telephone number holds digits, spaces and + - ( ) only."),
        "too_long": _("This is too long."),
        "older_edition": _("A later list was applied here already; only one that is later still can follow."),
        "another_import_came_first": _("Another list was imported meanwhile. Look at it again."),
        "tree_changed_meanwhile": _("The tree was changed meanwhile. Look at it again."),
    }

"""The words for what was refused about posts, invitations and rosters."""

from django.utils.translation import gettext as _


def people_sentences() -> dict[str, str]:
    """By stable code."""
    return {
        "no_such_account": _("Nobody signs in with this name or phone. Check it, or invite the person."),
        "own_account": _("Nobody gives a post to the own account. Somebody else must."),
        "post_is_held": _("Somebody holds this post on that day. End or hand it over first."),
        "holds_it_already": _("This person holds the post in these days already."),
        "already_invited": _("Somebody is invited to this post already. Withdraw that invitation first."),
        "ends_before_it_begins": _("This lies before the first day at the post."),
        "has_ended": _("It has ended by then already."),
        "has_begun": _("It has begun already: end it instead."),
        "nothing_to_undo": _("There is no end to take back."),
        "nobody_holds_it": _("Nobody holds the post on that day."),
        "successor_is_set": _("A successor is set already."),
        "last_admin": _("This is the last administrator; name another one first."),
        "begins_in_the_past": _("It cannot begin before today."),
        "bad_span": _("The last day lies before the first, or more than a year after it."),
        "not_a_phone": _("This is no phone number. Eleven digits for a mobile phone."),
        "name_long": _("This is too long, or cannot be read. Write it again."),
        "blank_name": _("Write your name."),
        "invitation_used": _("It was used already. Whoever accepted it can sign in."),
        "invitation_withdrawn": _("It was withdrawn. Ask who invited you."),
        "invitation_expired": _("It has expired. Ask who invited you for a new one."),
        "invitation_closed": _("It was used or withdrawn meanwhile."),
        "no_lines": _("There are no people in this table."),
        "not_yours_to_invite": _("Not every row is at or below your unit, or not every role is yours to give."),
        "day_to_come": _("The list cannot be of a day to come."),
        "columns_lack": _("Say which columns hold the name and the unit, each once."),
        "not_asked": _("This is not asked any more. Look at the list again."),
        "upload_over": _("It took too long between the two pages. Choose the file once more."),
        "not_a_table": _("This is no table that can be read. Save it as xlsx or csv and choose it again."),
        "old_excel": _("This is an old Excel file, or one with a password. Save it as xlsx without one."),
        "empty_table": _("The table is empty."),
        "table_too_large": _("The table is too large: at most 20,000 rows and 60 columns."),
    }

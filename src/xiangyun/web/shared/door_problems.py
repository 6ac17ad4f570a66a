"""The words for what was refused at the door, at one's own keys and at the security officer's desk."""

from django.utils.translation import gettext as _


def door_sentences() -> dict[str, str]:
    """By stable code."""
    return {
        "wrong_password": _("Name or password is not right. Try again, or ask the unit above for a new password."),
        "too_many_tries": _("Too many tries from here. Wait ten minutes, then try again."),
        "no_post": _("This account holds no post now. Ask the unit above to give it one."),
        "wrong_code": _("This code is not right. Type the one that the app shows now."),
        "code_used": _("This code was used already. Wait for the next one, half a minute at most."),
        "seal_broken": _("The secret of the app can no longer be read. Ask the security officer to remove it."),
        "passkey_refused": _("The passkey was not accepted. Try again, or use another way."),
        "question_over": _("That took too long. Press the button once more."),
        "passkey_copied": _("This passkey seems to have been copied and is not accepted. Tell the security officer."),
        "passkey_there": _("This passkey is there already."),
        "too_many_passkeys": _("There are ten passkeys already. Remove one first."),
        "authenticator_there": _("An app is set up already. Remove it first."),
        "no_factor": _("Set up an app or a passkey first."),
        "admin_needs_factor": _("An administrator needs a second factor: set one up first."),
        "password_changed": _("The password was changed elsewhere meanwhile. Sign in again."),
        "bad_minutes": _("From one to thirty minutes."),
        "bad_days": _("From one to 400 days."),
        "roles_kept_apart": _(
            "This account is administrator, auditor or security officer already; nobody is two of them."
        ),
        "sees_no_work": _("Administrators and security officers see no returns, boards or notices."),
    }


def password_sentences() -> dict[str, str]:
    """What a new password lacks, by code."""
    return {
        "too_short": _("at least 10 signs"),
        "too_long": _("at most 128 signs"),
        "too_few_kinds": _("three of these: capital letters, small letters, digits, other signs"),
        "holds_name": _("not your name or your sign-in name in it"),
        "holds_phone": _("not your phone number in it"),
        "common": _("not one that many people use"),
        "used_before": _("none of your last passwords"),
    }

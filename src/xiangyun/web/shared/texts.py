"""Words that scripts show, in the page's language; names as in frontend/scripts."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def script_texts() -> dict[str, dict[str, str]]:
    """Group → name → text; {braces} are filled in by the script."""
    return {"photo": _photo(), "draft": _draft(), "tree": _tree(), "page": _page(), "passkey": _passkey()}


def _photo() -> dict[str, str]:
    return {
        "take": _("Take or choose a photo"),
        "again": _("Take another photo"),
        "reading": _("Preparing the photo…"),
        "sending": _("Sending the photo…"),
        "sent": _("Photo sent"),
        "failed": _("The photo did not go through. It is kept here; press to try again."),
        "signed_out": _("You are signed out. Sign in again in another tab, then press to try again."),
        "too_big": _("This photo is too large. Make it smaller in the phone's album, then choose it again."),
        "not_a_picture": _("This file is not a picture. Choose a photo."),
        "dropped": _("Photo taken out"),
    }


def _draft() -> dict[str, str]:
    return {
        "saving": _("Saving…"),
        "saved": _("Saved {time}"),
        "failed": _("Not saved yet, trying again"),
        "restored": _("What you typed last time is back"),
        "conflict": _("Changed elsewhere: choose one"),
        "signed_out": _("Sign in again; what you typed is kept on this phone"),
        "refused": _("Not saved; what you typed is kept on this phone"),
    }


def _page() -> dict[str, str]:
    show, hide = pgettext("password", "Show"), pgettext("password", "Hide")
    return {"sending": _("Sending…"), "show": show, "hide": hide}


def _tree() -> dict[str, str]:
    return {"failed": _("The rows did not arrive. Press again, or open the unit by its name.")}


def _passkey() -> dict[str, str]:
    return {
        "failed": _("No answer from the site. Try again."),
        "ended": _("No passkey was given. Press the button once more, or use another way."),
    }

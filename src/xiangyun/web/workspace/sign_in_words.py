"""How a sign-in in the log is said on screen."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from xiangyun.audit.models import Entry, Outcome


def by_words() -> dict[str, str]:
    """By what means."""
    return {
        "password": pgettext("sign-in", "password"),
        "half": pgettext("sign-in", "password; a second factor was asked for"),
        "code": pgettext("sign-in", "code"),
        "totp": pgettext("sign-in", "password and code of the app"),
        "passkey": pgettext("sign-in", "passkey"),
        "recovery": pgettext("sign-in", "password and recovery code"),
    }


def why_words() -> dict[str, str]:
    """Why it was refused, in few words."""
    return {
        "wrong_password": pgettext("refused", "wrong name or password"),
        "too_many_tries": pgettext("refused", "too many tries"),
        "wrong_code": pgettext("refused", "wrong code"),
        "code_used": pgettext("refused", "code used twice"),
        "passkey_refused": pgettext("refused", "passkey not accepted"),
        "passkey_copied": pgettext("refused", "passkey seems copied"),
        "seal_broken": pgettext("refused", "secret unreadable"),
    }


def sign_in_row(entry: Entry, address: str) -> dict[str, Any]:
    """When, how, from where, and what came of it."""
    is_done, detail = entry.outcome == Outcome.DONE, entry.detail
    by = str(detail.get("by", ""))
    return {
        "at": entry.recorded_at,
        "is_done": is_done,
        "is_half": by == "half",
        "word": _half_or_whole(by) if is_done else _("refused"),
        "how": by_words().get(by, by) if is_done else why_words().get(str(detail.get("code")), str(detail.get("code"))),
        "device": detail.get("device") or _("unknown device"),
        "is_known": bool(detail.get("known")),
        "address": address or _("erased"),
    }


def _half_or_whole(by: str) -> str:
    return _("half") if by == "half" else _("signed in")

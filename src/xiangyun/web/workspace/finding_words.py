"""What a text leaves to decide, in sentences for the officer."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _


def finding_sentence(finding: Mapping[str, Any]) -> str:
    """One sentence for a finding as stored; blank for a kind that nobody knows."""
    says: Mapping[str, str] = finding.get("says") or {}
    kind = finding.get("kind", "")
    if kind == "typing_error":
        return _slip_sentence(says)
    if kind == "broken_reference":
        return _reference_sentence(says)
    if kind == "annex_missing":
        return _annex_sentence(says)
    words = {
        "doubled_number": _("Two sections bear the number “%(number)s”. Both are kept, each at its own place."),
        "skipped_number": _("After “%(before)s” follows “%(after)s”: a number is left out between them."),
        "order_conflict": _("The same steps stand in two orders: “%(one)s”, and “%(other)s”. Choose which one holds."),
    }
    return words[kind] % says if kind in words else ""


def _reference_sentence(says: Mapping[str, str]) -> str:
    if "article" in says:
        return _("The text refers to “%(article)s”, which it does not have.") % says
    if "meant" in says:
        words = _("The text sends the reader to annex %(annex)s for “%(what)s”; by its name that is annex %(meant)s.")
        return words % says
    return _("The text refers to annex %(annex)s, which is not in its list.") % says


def _annex_sentence(says: Mapping[str, str]) -> str:
    if says["name"]:
        return _("Annex %(number)s, “%(name)s”, did not come with the text.") % says
    return _("Annex %(number)s did not come with the text.") % says


def _slip_sentence(says: Mapping[str, str]) -> str:
    words = {
        "twice": _("“%(words)s” stands twice in a row: perhaps a typing error."),
        "marks": _("“%(words)s”: two marks in a row, perhaps a typing error."),
        "unpaired": _("“%(words)s” lacks its other half: perhaps a typing error."),
        "name": _("“%(words)s” stands here once, “%(usual)s” everywhere else: perhaps a typing error."),
        "no_such_day": _("“%(words)s” is a day that the calendar does not have."),
        "weekday": _("“%(words)s”: %(day)s is weekday %(weekday)s."),
        "past_year": _("The deadline lies in %(words)s, long before the notice of %(issued)s."),
        "two_numbers": _("“%(words)s”: the number in words and the one in digits differ."),
        "total": _("The total is given as %(said)s; its parts add up to %(sum)s."),
    }
    sentence = words.get(says.get("what", ""), "")
    return sentence % says if sentence else ""

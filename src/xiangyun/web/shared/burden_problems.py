"""The words for what was refused of burden, forms' minutes and the dictionary of elements, by stable code."""

from django.utils.translation import gettext as _


def burden_sentences() -> dict[str, str]:
    """Code → sentence; joined to those of `problems`."""
    return {
        "over_cap": _("With this notice villages are asked for more than their cap. Take something out, or say why."),
        "cap_incomplete": _("The cap needs its minutes and its document."),
        "form_wholly_known": _("Every question of this form is asked already, and the answers are still valid."),
        "element_incomplete": _("The entry is not complete."),
        "bad_minutes": _("These are not seconds of kinds of fields."),
    }

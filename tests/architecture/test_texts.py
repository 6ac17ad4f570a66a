"""Every text on screen has its Chinese, and every kind of call is found."""

from tests.architecture.source import expect_none
from tools.messages import problems
from tools.msgids import Msgid, in_python, in_template


def test_every_text_is_translated() -> None:
    expect_none(problems(), "run `python -m tools.messages update`, then fill in the empty ones")


def test_texts_of_code_are_found() -> None:
    code = """
from django.utils.translation import gettext_lazy as lazy
_("one")
lazy("two" " three")
ngettext("%d unit", "%d units", n)
pgettext("verb", "return")
"""
    assert list(in_python(code, "a.py")) == [
        Msgid("a.py", 3, None, "one", None),
        Msgid("a.py", 4, None, "two three", None),
        Msgid("a.py", 5, None, "%d unit", "%d units"),
        Msgid("a.py", 6, "verb", "return", None),
    ]


def test_texts_of_templates_are_found() -> None:
    source = """{% load i18n %}
<p title='{% translate "It's here (now)" %}'>{% translate "Return" context "verb" %}</p>
{% blocktranslate trimmed count n=units %}
  {{ n }} unit
{% plural %}
  {{ n }} units
{% endblocktranslate %}
{{ _("Sent") }} {{ value|default:_("none") }}
"""
    assert list(in_template(source, "a.html")) == [
        Msgid("a.html", 2, None, "It's here (now)", None),
        Msgid("a.html", 2, "verb", "Return", None),
        Msgid("a.html", 3, None, "%(n)s unit", "%(n)s units"),
        Msgid("a.html", 8, None, "Sent", None),
        Msgid("a.html", 8, None, "none", None),
    ]

"""Quotas in words: what a task comes to for its owner, made of its classes; what it asks of whoever reads it."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import npgettext, pgettext

from xiangyun.notices.definitions import Definition, parts_of
from xiangyun.notices.place_classes import class_of
from xiangyun.notices.quotas import Portion, Total
from xiangyun.units.models import Unit
from xiangyun.web.shared.templatetags.look import number

from .clause_words import op_word
from .wording import in_script

COUNTIES = ("county", "county_city")


def total_words(totals: Iterable[Total], owner: Unit) -> list[str]:
    """7 counties, each at least 12 座; 5 districts, each at least 7 座; the whole city at least 119 座."""
    return [_total(total, owner) for total in totals]


def _total(total: Total, owner: Unit) -> str:
    parts = [_portion(portion, total) for portion in total.portions]
    whole = _("%(whole)s %(amount)s") % {"whole": whole_word(owner), "amount": _amount(total, total.value)}
    words = pgettext("clauses", ", ").join([*parts, whole])
    if total.differs and total.stated is not None:
        words = _("%(words)s; the notice says %(stated)s") % {"words": words, "stated": plain(total.stated)}
    return _("%(of)s: %(words)s") % {"of": in_script(total.of), "words": words} if total.of else words


def _portion(portion: Portion, total: Total) -> str:
    words = {
        "n": number(portion.n),
        "places": place_word(portion.quota.selector.definition, portion.n),
        "amount": _amount(total, portion.quota.value),
    }
    return _("%(n)s %(places)s, each %(amount)s") % words


def _amount(total: Total, value: Decimal) -> str:
    amount = f"{plain(value)} {in_script(total.measure)}"
    return pgettext("counted", "%(op)s %(amount)s") % {"op": op_word(total.op), "amount": amount}


def plain(value: Decimal) -> str:
    """A number without zeros that say nothing."""
    whole = value == value.to_integral()
    return str(number(value.quantize(Decimal(1)) if whole else value.normalize()))


def whole_word(owner: Unit) -> str:
    """All of what an owner stands for: the whole city."""
    if owner.level == 3:
        district, city = _("the whole district"), _("the whole county-level city")
        return {"district": district, "county_city": city}.get(class_of(3, owner.name), _("the whole county"))
    words = {1: _("the whole province"), 2: _("the whole city"), 4: _("the whole township"), 5: _("the whole village")}
    return words.get(owner.level or 0, _("all together"))


def place_word(definition: Definition, n: int) -> str:
    """What the units of a class are called beside their number; those of several kinds are units."""
    kinds = {tuple(_kind(part)) for part in _general(parts_of(definition))}
    words = _place_words(n).get(kinds.pop()) if len(kinds) == 1 else None
    return words or npgettext("counted", "unit", "units", n)


def _general(parts: Sequence[Definition]) -> list[Definition]:
    """Without those named one by one that another part leaves out of its class: the districts but one, and it."""
    left_out = {uid for part in parts for uid in part.get("except", ())}
    return [part for part in parts if not set(part.get("units", ())) & left_out]


def _kind(part: Mapping[str, Any]) -> list[str]:
    if part["kind"] != Unit.Kind.DIVISION or "units" in part:
        return []
    if "classes" in part:
        return list(part["classes"])
    return [f"level {part['level']}"] if "level" in part else []


def _place_words(n: int) -> dict[tuple[str, ...], str]:
    return {
        ("level 2",): npgettext("counted", "city", "cities", n),
        ("level 3",): npgettext("counted", "county or district", "counties and districts", n),
        ("level 4",): npgettext("counted", "township or street", "townships and streets", n),
        ("level 5",): npgettext("counted", "village or community", "villages and communities", n),
        ("district",): npgettext("counted", "district", "districts", n),
        ("county",): npgettext("counted", "county proper", "counties proper", n),
        ("county_city",): npgettext("counted", "county-level city", "county-level cities", n),
        COUNTIES: npgettext("counted", "county", "counties", n),
        ("town",): npgettext("counted", "town", "towns", n),
        ("township",): npgettext("counted", "township", "townships", n),
        ("street",): npgettext("counted", "street", "streets", n),
        ("town", "township"): npgettext("counted", "town or township", "towns and townships", n),
        ("village",): npgettext("counted", "administrative village", "administrative villages", n),
        ("community",): npgettext("counted", "community", "communities", n),
    }

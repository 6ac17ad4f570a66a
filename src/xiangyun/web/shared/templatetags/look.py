"""Template tags of the look: built files, icons, bars, dates and numbers as they are written on screen."""

import json
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from django import template
from django.core.exceptions import ImproperlyConfigured
from django.templatetags.static import static
from django.utils import dateformat, timezone
from django.utils.html import format_html, format_html_join, json_script
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from ..texts import script_texts

register = template.Library()

MANIFEST = Path(__file__).resolve().parent.parent / "static" / "build" / "manifest.json"
WEEKDAYS = "一二三四五六日"


@register.simple_tag
def asset(name: str) -> str:
    """The address of a built file by its plain name: `{% asset "app.css" %}`."""
    try:
        built = _built(MANIFEST.stat().st_mtime_ns)
        return static(f"build/{built[name]}")
    except (FileNotFoundError, KeyError) as error:
        message = f"{name} is not built: run `npm ci --ignore-scripts && npm run build` in frontend/"
        raise ImproperlyConfigured(message) from error


@lru_cache(maxsize=1)
def _built(_changed_at: int) -> dict[str, str]:
    """Plain name → file name with its hash; read again when the file has changed."""
    names: dict[str, str] = json.loads(MANIFEST.read_text("utf-8"))
    return names


@register.simple_tag
def icon(name: str) -> SafeString:
    """One of the symbols of icons.html; always beside words, so hidden from screen readers."""
    return format_html('<svg class="icon" aria-hidden="true"><use href="#i-{}"/></svg>', name)


@register.simple_tag
def texts_for_scripts() -> SafeString:
    """The JSON block the scripts take their words from."""
    return json_script(script_texts(), "texts")


@register.simple_tag
def bar(
    *,
    total: float,
    label: str = "",
    done: float = 0,
    wait: float = 0,
    late: float = 0,
    mute: float = 0,
    big: bool = False,
) -> SafeString:
    """A bar of parts of a total, in an SVG so that no inline style is needed; `label` says it in words."""
    parts, start = [], 0.0
    for kind, value in (("ok", done), ("wait", wait), ("late", late), ("mute", mute)):
        width = min(100 * value / total, 100 - start) if total else 0
        if width > 0:
            parts.append((kind, f"{start:.2f}", f"{width:.2f}"))
        start += width
    rects = format_html_join("", '<rect class="is-{}" x="{}%" width="{}%" height="100%"/>', parts)
    size = " bar--big" if big else ""
    says = format_html(' role="img" aria-label="{}"', label) if label else SafeString(' aria-hidden="true"')
    return format_html('<svg class="bar{}"{}>{}</svg>', size, says, rects)


@register.filter
def zhdate(value: date | datetime | None, form: str = "") -> str:
    """A day as people write it: 4月8日 星期三; in English, Wednesday 8 April.

    `form`: "short" 4月8日 · "weekday" 周三 · "year" 2020年4月8日 · "time" 4月8日 16:20 · "clock" 16:20
    """
    if not value:
        return ""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    patterns = _zh_patterns(value) if (get_language() or "").startswith("zh") else _en_patterns()
    return dateformat.format(value, patterns[form])


def _zh_patterns(day: date) -> dict[str, str]:
    of_week = WEEKDAYS[day.weekday()]
    return {
        "": f"n月j日 星期{of_week}",
        "short": "n月j日",
        "weekday": f"周{of_week}",
        "year": "Y年n月j日",
        "time": "n月j日 H:i",
        "clock": "H:i",
    }


def _en_patterns() -> dict[str, str]:
    return {
        "": "l j F",
        "short": "j F",
        "weekday": "D",
        "year": "j F Y",
        "time": "j F, H:i",
        "clock": "H:i",
    }


@register.filter
def number(value: float | Decimal | str | None) -> str:
    """2754 → 2,754; a number's own decimals stay; nothing known is –."""
    if value is None or value == "":
        return "–"
    try:
        amount = Decimal(str(value))
    except ArithmeticError:
        return str(value)
    return f"{amount:,f}"

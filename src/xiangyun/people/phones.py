"""Numbers of mobile phones, brought to one form, so that each names one account. Pure."""

import re

_PHONE = re.compile(r"1[3-9][0-9]{9}")
_PREFIX = re.compile(r"(?:\+|00)?86(?=1[0-9]{10}$)")
_BETWEEN = dict.fromkeys(map(ord, " \u3000\xa0\t-－—–·.()（）"))
_DIGITS = {ord("０") + digit: str(digit) for digit in range(10)} | {ord("＋"): "+"}


def fold_phone(text: str) -> str:
    """Eleven digits, without spaces, marks or the country's code; empty for what is no mobile number."""
    plain = _PREFIX.sub("", text.translate(_DIGITS).translate(_BETWEEN), count=1)
    return plain if _PHONE.fullmatch(plain) else ""

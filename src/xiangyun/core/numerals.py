"""Numbers as notices write them: 12, 三, 二十八, 二〇二〇, 两."""

DIGITS = {char: number for number, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
SCALES = {"十": 10, "百": 100, "千": 1000}
NUMERAL = r"[零〇一二两三四五六七八九十百千]"


def number_of(text: str) -> int | float:
    """The value of a folded numeral, Arabic or Chinese up to 9999; ValueError for anything else."""
    if not text or text.isascii():
        value = float(text)
        return int(value) if value.is_integer() else value
    if not set(text) & set(SCALES):
        return int("".join(str(_digit(char)) for char in text))
    total = digit = 0
    for char in text:
        if scale := SCALES.get(char):
            total, digit = total + (digit or 1) * scale, 0
        else:
            digit = _digit(char)
    return total + digit


def _digit(char: str) -> int:
    if char not in DIGITS:
        raise ValueError(f"not a numeral: {char!r}")
    return DIGITS[char]

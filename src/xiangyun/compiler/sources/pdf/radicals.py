"""Radicals that text layers name where the page shows the character of the same shape."""

import unicodedata

# The supplement has no equivalents in Unicode for these; the shapes are those of the characters.
_SUPPLEMENT = dict(
    zip(
        "⺟⺠⺩⻁⻄⻅⻆⻇⻈⻉⻋⻐⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
        "母民王虎西见角角讠贝车金长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟",
        strict=True,
    )
)
RADICALS = _SUPPLEMENT | {
    chr(code): simple
    for first, last in ((0x2F00, 0x2FD5), (0xF900, 0xFAD9), (0x2F800, 0x2FA1D))
    for code in range(first, last + 1)
    if len(simple := unicodedata.normalize("NFKC", chr(code))) == 1 and simple != chr(code)
}
"""Kangxi radicals and compatibility ideographs too (Unicode 16, NFKC)."""

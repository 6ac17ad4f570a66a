"""One writing for all: simplified, half width, small letters, no accents, nothing but letters and figures."""

import unicodedata

from xiangyun.core.folding import fold as simplified


class _Simplified(dict[int, str]):
    """Simplified script sign by sign, whatever stands beside it: the beginning of a name folds to the beginning."""

    def __missing__(self, sign: int) -> str:
        before, after = "", chr(sign)
        while before != after:
            before, after = after, simplified(after)
        self[sign] = after
        return after


_SIMPLIFIED = _Simplified()


def fold(text: str) -> str:
    """`衡 陽` as `衡阳`, `ＨＥ́NG yáng` as `hengyang`, `Lǚ` as `lv`; folding twice changes nothing."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = unicodedata.normalize("NFKD", plain).replace("u\u0308", "v").translate(_SIMPLIFIED)
    return "".join(filter(str.isalnum, plain))

"""Sample photos: plain drawings that say they are samples, a few of each of the seven, stored once."""

import io
from datetime import datetime
from functools import cache

from PIL import Image, ImageDraw

from xiangyun.files.actions.store_picture import store_picture

from .chance import draw
from .world import SYSTEM

EACH = 4
GROUNDS = ("#DCC9A3", "#A9BEB7", "#C2A99C", "#A9B2C6", "#D0BFB2", "#B7BF9F", "#CBB8A9")


@cache
def photo_of(subject: str, number: int, at: datetime) -> str:
    """The digest of one of the sample photos of a subject."""
    return store_picture(actor=SYSTEM, raw=_drawn(subject, number), at=at).sha256


def _drawn(subject: str, number: int) -> bytes:
    chance = draw("photo", subject, number)
    picture = Image.new("RGB", (960, 720), GROUNDS[number % len(GROUNDS)])
    pen = ImageDraw.Draw(picture)
    for _ in range(9):
        x, y = chance.randint(0, 760), chance.randint(200, 560)
        pen.rectangle((x, y, x + chance.randint(60, 220), y + chance.randint(40, 160)), outline="#211E1A", width=5)
    pen.line((0, 600, 960, 600), fill="#211E1A", width=6)
    pen.rectangle((0, 0, 960, 110), fill="#FDFBF5")
    pen.text((30, 20), f"SAMPLE  {subject} {number + 1}", fill="#A12819", font_size=64)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()

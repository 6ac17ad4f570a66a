"""Pictures: checked by what they are, turned upright, stripped of all metadata, and given a look for comparing."""

import hashlib
import io
from dataclasses import dataclass

import filetype
from PIL import Image, ImageOps
from pillow_heif import register_heif_opener

from xiangyun.core.errors import BadInput

register_heif_opener()

MAX_BYTES = 12 * 1024 * 1024
MAX_PIXELS = 50_000_000
LONG_EDGE = 1600
ACCEPTED = {"image/jpeg", "image/png", "image/webp", "image/heic", "image/heif"}


@dataclass(frozen=True, slots=True)
class Picture:
    """A clean JPEG: bytes without metadata, its digest, its size in pixels, its look (64-bit dHash, hex)."""

    content: bytes
    sha256: str
    width: int
    height: int
    look: str


def clean_picture(raw: bytes) -> Picture:
    """Decode, turn upright, shrink to 1,600 pixels, encode anew: nothing of the camera's notes remains."""
    _check_kind(raw)
    try:
        with Image.open(io.BytesIO(raw)) as opened:
            if opened.width * opened.height > MAX_PIXELS:
                raise BadInput("picture_too_large", width=opened.width, height=opened.height)
            upright = ImageOps.exif_transpose(opened).convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise BadInput("not_a_picture") from error
    upright.thumbnail((LONG_EDGE, LONG_EDGE))
    out = io.BytesIO()
    Image.frombytes("RGB", upright.size, upright.tobytes()).save(out, "JPEG", quality=85)
    content = out.getvalue()
    digest = hashlib.sha256(content).hexdigest()
    return Picture(content, digest, upright.width, upright.height, _look(upright))


def _check_kind(raw: bytes) -> None:
    if len(raw) > MAX_BYTES:
        raise BadInput("picture_too_large", size=len(raw))
    kind = filetype.guess(raw)
    if kind is None or kind.mime not in ACCEPTED:
        raise BadInput("not_a_picture")


def _look(picture: Image.Image) -> str:
    """dHash: nine by eight grey pixels, one bit for each pair of neighbours."""
    grey = picture.convert("L").resize((9, 8)).tobytes()
    bits = 0
    for row in range(8):
        for column in range(8):
            bits = bits << 1 | (grey[row * 9 + column] > grey[row * 9 + column + 1])
    return f"{bits:016x}"

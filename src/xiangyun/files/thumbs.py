"""Small pictures for lists: made once from what is stored, kept beside it, made again when lost."""

import os
from pathlib import Path

from django.conf import settings
from PIL import Image

from .store import place_of

EDGE = 400
"""Longest side in pixels."""


def thumb_of(sha256: str) -> Path:
    """Where the small picture of a stored one lies; FileNotFoundError when there is no such content."""
    place = Path(settings.FILES_ROOT) / "thumbs" / sha256[:2] / f"{sha256}-{EDGE}.jpg"
    if not place.exists():
        _make(place_of(sha256), place)
    return place


def _make(source: Path, place: Path) -> None:
    """Decoded at a lower resolution already, and put in place whole: a reader never sees half of it."""
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_name(f".{place.name}.{os.getpid()}.{os.urandom(4).hex()}")
    with Image.open(source) as picture:
        picture.draft("RGB", (EDGE, EDGE))
        picture.thumbnail((EDGE, EDGE))
        picture.save(draft, "JPEG", quality=80)
    draft.replace(place)

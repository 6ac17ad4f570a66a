"""Where contents lie: under the site's home, by digest, written so that a power cut leaves all or nothing."""

import os
from pathlib import Path

from django.conf import settings


def place_of(sha256: str) -> Path:
    """The path of a content."""
    return Path(settings.FILES_ROOT) / sha256[:2] / sha256[2:4] / sha256


def write_once(sha256: str, content: bytes) -> None:
    """Write a content durably before its row is written; one that is there stays as it is."""
    place = place_of(sha256)
    if place.exists():
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_name(f".{sha256}.{os.getpid()}.{os.urandom(4).hex()}")
    with draft.open("wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(place)
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)

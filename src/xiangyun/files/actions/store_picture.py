"""Store a picture."""

from datetime import datetime

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.files.models import StoredFile
from xiangyun.files.pictures import clean_picture
from xiangyun.files.store import write_once


def store_picture(*, actor: Actor, raw: bytes, at: datetime) -> StoredFile:
    """Clean and keep a picture, once; the same picture again gives the same row. Raises BadInput."""
    picture = clean_picture(raw)
    write_once(picture.sha256, picture.content)
    with transaction.atomic():
        stored, is_new = StoredFile.objects.get_or_create(
            sha256=picture.sha256,
            defaults={
                "size": len(picture.content),
                "media_type": "image/jpeg",
                "width": picture.width,
                "height": picture.height,
                "look": picture.look,
                "stored_at": at,
            },
        )
        if is_new:
            record("file.stored", actor=actor, at=at, detail={"sha256": stored.sha256, "size": stored.size})
    return stored

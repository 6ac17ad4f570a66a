"""Uploading an official list: it is checked and kept, so that it can be looked at before anything is decided."""

from datetime import datetime
from hashlib import sha256

from django.db import transaction

from xiangyun.audit.log import record
from xiangyun.core.actor import Actor
from xiangyun.core.errors import NotAllowed
from xiangyun.files.models import StoredFile
from xiangyun.files.store import write_once

from ..uploads import MEDIA_TYPE, read_as_list


def upload_list(*, actor: Actor, raw: bytes, publisher: str, at: datetime) -> str:
    """Keep a file that can be read as a list; gives its digest. Raises NotAllowed, BadList."""
    if not actor.holds("admin"):
        raise NotAllowed(action="upload_list")
    found = read_as_list(raw, publisher)
    digest = sha256(raw).hexdigest()
    write_once(digest, raw)
    with transaction.atomic():
        defaults = {"size": len(raw), "media_type": MEDIA_TYPE, "stored_at": at}
        StoredFile.objects.get_or_create(sha256=digest, defaults=defaults)
        detail = {"list": publisher, "sha256": digest, "rows": len(found.rows)}
        record("units.list_uploaded", actor=actor, at=at, detail=detail)
    return digest

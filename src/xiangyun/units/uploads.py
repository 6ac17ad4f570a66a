"""Official lists that were uploaded and wait for what is decided about them: kept as files, by digest."""

from xiangyun.core.errors import NotVisible
from xiangyun.files.models import StoredFile
from xiangyun.files.store import place_of

from .intake import levels_known_to
from .lists import OfficialList, read_list

MEDIA_TYPE = "text/csv; list"
"""Of what was uploaded as a list; nothing else is read as one."""


def uploaded_list(sha256: str, publisher: str) -> OfficialList:
    """The rows of an uploaded list; NotVisible if there is none, BadList if it no longer fits the lists there."""
    kept = StoredFile.objects.order_by("pk").filter(sha256=sha256, media_type=MEDIA_TYPE)
    if not kept.exists():
        raise NotVisible(kind="list")
    return read_as_list(place_of(sha256).read_bytes(), publisher)


def read_as_list(raw: bytes, publisher: str) -> OfficialList:
    """The rows of a file, with parents known from lists that were imported before. Raises BadList."""
    return read_list(raw, lambda codes: levels_known_to(publisher, codes))

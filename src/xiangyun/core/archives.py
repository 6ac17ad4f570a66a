"""Zip files of strangers, unpacked within limits: one may unpack to anything, and says itself how large it is."""

import io
import zipfile
import zlib
from collections.abc import Callable

_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, OSError)
_LOCKED = 0x1
"""The flag of a member that is encrypted."""


class BadArchive(Exception):
    """No zip, or none that is unpacked here; `reason` is damaged, encrypted, members or unzipped."""

    def __init__(self, reason: str = "damaged") -> None:
        self.reason = reason
        super().__init__(reason)


def unpacked(content: bytes, *, wanted: Callable[[str], bool], most_members: int, most_bytes: int) -> dict[str, bytes]:
    """The wanted members by name, at most `most_bytes` together; the others stay packed. Raises BadArchive."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [member for member in _members(archive, most_members) if wanted(member.filename)]
            if sum(member.file_size for member in members) > most_bytes:
                raise BadArchive("unzipped")
            # What a member says of its size holds: reading stops there, and a wrong sum of it is an error.
            return {member.filename: archive.read(member) for member in members}
    except _BROKEN as error:
        raise BadArchive from error


def _members(archive: zipfile.ZipFile, most: int) -> list[zipfile.ZipInfo]:
    members = archive.infolist()
    if len(members) > most:
        raise BadArchive("members")
    if any(member.flag_bits & _LOCKED for member in members):
        raise BadArchive("encrypted")
    return members


def declares_entities(part: bytes) -> bool:
    """Whether an XML part has a document type, in which entities could be declared."""
    return b"<!DOCTYPE" in part.replace(b"\0", b"")  # the zeros go so that UTF-16 hides nothing

"""The parts of a Word file: unpacked within limits, parsed without entities, found by their relations."""

import posixpath

from lxml import etree

from xiangyun.compiler.readable import Unreadable
from xiangyun.core.archives import BadArchive, declares_entities, unpacked

MAX_MEMBERS = 3_000
MAX_UNZIPPED = 32 * 1024 * 1024
"""Of all XML parts together; pictures stay packed."""

REASONS = {"encrypted": "encrypted", "damaged": "damaged"}


def plain(name: object) -> str:
    """A tag or attribute without its namespace: files in the strict and in the usual form have different ones."""
    return name.rpartition("}")[2] if isinstance(name, str) else ""


class Package:
    """A Word file: its main part, and others by the kind of their relation."""

    def __init__(self, content: bytes) -> None:
        try:
            self._parts = unpacked(content, wanted=_is_read, most_members=MAX_MEMBERS, most_bytes=MAX_UNZIPPED)
        except BadArchive as error:
            raise Unreadable(REASONS.get(error.reason, "too_complex"), what=error.reason) from error
        name = self._related("", "officeDocument") or "word/document.xml"
        if name not in self._parts:
            raise Unreadable("damaged", part=name)
        self.name = name
        self.main = self._parsed(name)

    def part(self, kind: str) -> "etree._Element | None":
        """The part that the main one relates to as `kind`; None if there is none."""
        name = self._related(self.name, kind)
        return self._parsed(name) if name in self._parts else None

    def _related(self, source: str, kind: str) -> str:
        folder, file = posixpath.split(source)
        relations = posixpath.join(folder, "_rels", f"{file}.rels")
        for relation in self._parsed(relations) if relations in self._parts else ():
            if (relation.get("Type") or "").endswith(f"/{kind}") and relation.get("TargetMode") != "External":
                return posixpath.normpath(posixpath.join("/", folder, relation.get("Target") or "")).lstrip("/")
        return ""

    def _parsed(self, name: str) -> "etree._Element":
        part = self._parts[name]
        if declares_entities(part):
            raise Unreadable("damaged", part=name)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
        )
        try:
            return etree.fromstring(part, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            deep = "depth" in str(error)
            raise Unreadable("too_complex" if deep else "damaged", part=name) from error


def _is_read(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels"))

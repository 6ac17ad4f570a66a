"""Which files are read, in which encodings, and how the others are refused."""

import zlib

import pytest

from tests.compiler.notices import INVENTED
from tests.compiler.source_files import FILES, SAID, p, part, pdf, pdf_of, word, zipped
from xiangyun.compiler.sources import MAX_BYTES, Source, Unreadable, pasted, read_source

ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "utf-16"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_texts_in_the_usual_encodings(encoding: str) -> None:
    content = INVENTED.replace("\n", "\r\n").encode(encoding)
    assert read_source(content, "notice.txt") == Source(INVENTED, "txt")


def test_utf_16_with_the_other_byte_order() -> None:
    assert read_source(b"\xfe\xff" + INVENTED.encode("utf-16-be")).text == INVENTED


def test_a_pasted_text_keeps_every_character_but_the_line_ends() -> None:
    assert pasted(" 一、\u3000" + SAID + "\t\r\n\r\n附件\r") == Source(" 一、\u3000" + SAID + "\t\n\n附件\n", "pasted")


@pytest.mark.parametrize("name", ["notice.html", "notice.docx", "notice.pdf"])
def test_one_notice_gives_one_text_whatever_it_is_saved_as(name: str) -> None:
    """Saved by LibreOffice 7.4, with its lists, a merged cell, a head, page numbers; and as a page of a site."""
    expected = (FILES / "notice.txt").read_text(encoding="utf-8")
    assert read_source((FILES / name).read_bytes(), name).text == expected


@pytest.mark.parametrize("name", ["notice.html", "notice.docx", "notice.pdf"])
def test_the_name_of_a_file_does_not_decide(name: str) -> None:
    content = (FILES / name).read_bytes()
    assert read_source(content, "wrong.txt") == read_source(content, "wrong.docx") == read_source(content, name)


def test_a_text_that_speaks_of_markup_is_a_text() -> None:
    text = f"{SAID}\n网页中用<p>分段，用<table>作表。\n"
    assert read_source(text.encode(), "notice.txt") == Source(text, "txt")


LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16-le")
NO_PARTS = zipped({"word/other.xml": part("document", "")})
REFUSED = {
    "nothing": (b"", "empty", {}),
    "only space": (b" \r\n\t", "empty", {}),
    "a document without words": (word(""), "empty", {}),
    "a page without words": (b"<html><body><p></p></body></html>", "empty", {}),
    "English": (b"All county bureaus report by 10 April.", "not_chinese", {}),
    "noise": (bytes(range(256)) * 4, "binary", {}),
    "half a UTF-16 text": (b"\xff\xfe\x00", "binary", {}),
    "too many characters": ("文" * 2_000_001, "too_long", {}),
    "too many bytes": (b" " * MAX_BYTES + b"a", "too_large", {"limit": MAX_BYTES}),
    "an old Word file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "unsupported", {"format": "doc"}),
    "a Word file with a password": (LOCKED, "encrypted", {}),
    "rich text": (b"{\\rtf1\\ansi}", "unsupported", {"format": "rtf"}),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(50), "unsupported", {"format": "picture"}),
    "a workbook": (zipped({"xl/workbook.xml": "<workbook/>"}), "unsupported", {"format": "xlsx"}),
    "an OFD file": (zipped({"OFD.xml": "<OFD/>"}), "unsupported", {"format": "ofd"}),
    "another zip": (zipped({"notice.txt": SAID}), "unsupported", {"format": "archive"}),
    "a Word file without its main part": (NO_PARTS, "damaged", {"part": "word/document.xml"}),
    "half a Word file": (word("")[:200], "damaged", {"what": "damaged"}),
    "half a PDF": (b"%PDF-1.7\n1 0 obj", "damaged", {}),
    "a PDF of pictures": (pdf([[], []]), "no_text_layer", {"pages": 2}),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refusals(case: str) -> None:
    content, reason, detail = REFUSED[case]
    with pytest.raises(Unreadable) as refused:
        read_source(content.encode() if isinstance(content, str) else content)
    assert refused.value.reason == reason
    assert {key: refused.value.detail[key] for key in detail} == detail


ENTITIES = '<!DOCTYPE a [<!ENTITY b "文"><!ENTITY c SYSTEM "file:///etc/hostname">]>'
BOMB = "<w:p><w:r><w:t>" + "文" * 9_000_000 + "</w:t></w:r></w:p>"


def pdf_bomb() -> bytes:
    """A page whose content is a gigabyte of nothing once it is unpacked."""
    packed = zlib.compress(b" " * 1_000_000_000, 1)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>"
    content = b"<</Length %d/Filter/FlateDecode>>stream\n%b\nendstream" % (len(packed), packed)
    pages = b"<</Type/Pages/Count 1/Kids[3 0 R]>>"
    return pdf_of({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: pages, 3: page, 4: content})


ENDLESS = {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Count 100000/Kids[2 0 R 2 0 R]>>"}
HOSTILE = {
    "entities": (zipped({"word/document.xml": ENTITIES + "<a>&b;&c;</a>"}), "damaged"),
    "a bomb": (word(BOMB * 2), "too_complex"),
    "many parts": (zipped({f"word/{n}.xml": "" for n in range(3_100)}), "too_complex"),
    "deep Word": (word("<w:sdt><w:sdtContent>" * 500 + "</w:sdtContent></w:sdt>" * 500), "too_complex"),
    "deep tables": (word("<w:tbl><w:tr><w:tc>" * 60 + "</w:tc></w:tr></w:tbl>" * 60), "empty"),
    "deep HTML": (b"<html><body>" + b"<div>" * 200_000 + SAID.encode(), "too_complex"),
    "a merged cell over many rows": (
        f"<table><tr><td rowspan=9999>{SAID * 400}<td>a</tr>{'<tr><td>b</tr>' * 9_000}</table>".encode(),
        "too_long",
    ),
    "a PDF bomb": (pdf_bomb(), "too_complex"),
    "pages without end": (pdf_of(ENDLESS), "too_many_pages"),
    "many columns": (("<table>" + f"<tr><td colspan=99999 rowspan=99999>{SAID}</tr>" * 3_000).encode(), "too_long"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_files_are_refused(case: str) -> None:
    content, reason = HOSTILE[case]
    with pytest.raises(Unreadable) as refused:
        read_source(content, "notice.html")
    assert refused.value.reason == reason


MEGABYTE = "".join(f"{n}.{SAID * 4}\n" for n in range(4_400))
LARGE = {
    "txt": MEGABYTE.encode(),
    "html": b"<html><body>" + "".join(f"<p>{line}</p>" for line in MEGABYTE.splitlines()).encode(),
    "docx": word("".join(p(line) for line in MEGABYTE.splitlines())),
}


@pytest.mark.parametrize("kind", LARGE)
def test_a_megabyte_is_read(kind: str) -> None:
    assert len(MEGABYTE.encode()) > 1_000_000
    assert read_source(LARGE[kind], "notice.html").text == MEGABYTE

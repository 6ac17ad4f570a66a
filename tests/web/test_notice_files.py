"""A notice comes in as a file: its text is drafted, with the file's name and kind; what cannot be read says why."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.urls import reverse

from tests.cast import TEXT, Cast
from tests.compiler.source_files import FILES, pdf
from xiangyun.core.ids import uuid7
from xiangyun.notices.models import Notice

pytestmark = pytest.mark.django_db


def send(cast: Cast, name: str, content: bytes, text: str = "") -> HttpResponse:
    officer = cast.client("officer")
    officer.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    sent = {"uid": str(uuid7()), "text": text, "file": SimpleUploadedFile(name, content)}
    answer: HttpResponse = officer.post(reverse("workspace:notice-new"), sent)
    return answer


@pytest.mark.parametrize("name", ["notice.html", "notice.docx", "notice.pdf"])
def test_a_file_is_drafted_with_its_name_and_kind(cast: Cast, name: str) -> None:
    answer = send(cast, name, (FILES / name).read_bytes())
    notice = Notice.objects.get()
    assert answer.status_code == 302
    assert notice.text == (FILES / "notice.txt").read_text(encoding="utf-8")
    assert (notice.source_name, notice.source_kind) == (name, name.partition(".")[2])
    assert notice.head["title"] == "关于开展2021年农村公益电影放映工作的通知"


def test_what_is_pasted_goes_before_a_file(cast: Cast) -> None:
    send(cast, "notice.docx", (FILES / "notice.docx").read_bytes(), text=TEXT)
    notice = Notice.objects.get()
    assert (notice.text, notice.source_name, notice.source_kind) == (TEXT, "", "pasted")


REFUSED = {
    "empty": (b"", "There are no words yet. Paste the text of the notice, or choose its file."),
    "old Word": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "This is an old Word file (.doc) or another old Office file. Save it as .docx, then choose that.",
    ),
    "locked": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "This file is locked with a password. Save it without one, or paste its words.",
    ),
    "picture": (
        b"\x89PNG",
        "This is a picture, with no text to read. Ask for the document itself, or type its words.",
    ),
    "rich text": (
        b"{\\rtf1}",
        "This kind of file is not read. Choose .txt, .html, .docx or .pdf, or paste its words.",
    ),
    "scan": (
        pdf([[]]),
        "Its pages are pictures, with no text to read. Ask for the document itself, or type its words.",
    ),
    "damaged": (b"%PDF-1.4", "This file is damaged and cannot be opened. Send for it again, or paste its words."),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_read_says_why_at_the_file(cast: Cast, case: str) -> None:
    content, sentence = REFUSED[case]
    refused = send(cast, "通知.docx", content)
    assert (refused.status_code, refused.context["form"].file_error) == (400, sentence)
    assert Notice.objects.count() == 0

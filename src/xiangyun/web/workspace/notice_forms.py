"""What is typed on the pages of a notice; forms here validate, they save nothing."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from xiangyun.compiler.sources import Unreadable, read_source
from xiangyun.core.ids import uuid7

REASON_LENGTH = 300


def unreadable_sentence(reason: str, kind: str = "") -> str:
    """Why a text or a file is no notice, and what to do; `kind` is that of a file which is not read here."""
    sentences = {
        "empty": _("There are no words yet. Paste the text of the notice, or choose its file."),
        "binary": _("This is not plain text. Open the document, copy its words and paste them here."),
        "not_chinese": _("There is hardly any Chinese in it. Paste the words of the notice itself."),
        "too_long": _("This is longer than a notice can be. Paste one notice at a time."),
        "too_large": _("This file is too large. Save it without its pictures, or paste its words."),
        "encrypted": _("This file is locked with a password. Save it without one, or paste its words."),
        "damaged": _("This file is damaged and cannot be opened. Send for it again, or paste its words."),
        "no_text_layer": _(
            "Its pages are pictures, with no text to read. Ask for the document itself, or type its words."
        ),
        "too_many_pages": _("It has more pages than a notice can have. Cut out the notice, or paste its words."),
        "too_complex": _("This file is built so that it cannot be read in good time. Paste its words."),
        "unsupported": _foreign_sentence(kind),
    }
    return sentences.get(reason, _("This is not a text that can be read. Paste the words of the notice."))


def _foreign_sentence(kind: str) -> str:
    """What to do with a file of a kind that is not read."""
    sentences = {
        "doc": _("This is an old Word file (.doc) or another old Office file. Save it as .docx, then choose that."),
        "ofd": _("OFD files are not read yet. Save it as PDF, or paste its words."),
        "picture": _("This is a picture, with no text to read. Ask for the document itself, or type its words."),
        "archive": _("This is a packed folder. Unpack it and choose the notice in it."),
    }
    return sentences.get(
        kind, _("This kind of file is not read. Choose .txt, .html, .docx or .pdf, or paste its words.")
    )


class NoticeForm(forms.Form):
    """The text of a notice, pasted or in a file, and the day it was issued if the text does not say.

    Cleaned, `source` is the name and the kind of what the text came in.
    """

    uid = forms.UUIDField(required=False)
    text = forms.CharField(required=False, strip=False)
    file = forms.FileField(required=False, allow_empty_file=True)
    issued_on = forms.DateField(required=False)
    follows = forms.UUIDField(required=False)

    def clean(self) -> dict[str, Any]:
        """Texts come with the line ends of the web; a notice's positions count one character for each."""
        given = super().clean() or {}
        text, file = given.get("text") or "", given.pop("file", None)
        given["source"] = ("", "pasted")
        if file and not text.strip():
            text, given["source"] = self._read(file)
        given["text"] = text.replace("\r\n", "\n").replace("\r", "\n")
        return given

    def _read(self, file: "UploadedFile[bytes]") -> tuple[str, tuple[str, str]]:
        name = file.name or ""
        try:
            source = read_source(file.read(), name)
        except Unreadable as refused:
            self.add_error("file", unreadable_sentence(refused.reason, refused.detail.get("format", "")))
            return "", (name, "")
        return source.text, (name, source.kind)

    def shown(self) -> list[dict[str, Any]]:
        """The fields as the page draws them, with what was typed."""
        typed: Any = self.data if self.is_bound else {}
        text = {
            "name": "text",
            "label": _("Text of the notice"),
            "type": "text",
            "long": True,
            "required": True,
            "hint": _("Copy all of it, annexes too. It is kept as it is, word for word."),
        }
        day = {
            "name": "issued_on",
            "label": _("Day of issue"),
            "type": "date",
            "hint": _("Only if the text does not say it, or says it wrongly."),
        }
        return [{**f, "value": typed.get(f["name"], ""), "error": self.sentence(str(f["name"]))} for f in (text, day)]

    def sentence(self, name: str) -> str:
        """What is wrong with a field."""
        if name == "issued_on" and name in self.errors:
            return _("Write a date, such as 2020-02-28.")
        return str(self.errors[name][0]) if name in self.errors else ""

    def summary(self) -> list[dict[str, str]]:
        """For the strip on top: each links to its field."""
        labels = {"text": _("Text of the notice"), "file": _("File"), "issued_on": _("Day of issue")}
        return [{"id": f"f-{name}", "label": label} for name, label in labels.items() if name in self.errors]

    @property
    def own_uid(self) -> str:
        """Made when the page is, sent with it: the same page twice is the same notice."""
        return str((self.data.get("uid") if self.is_bound else "") or uuid7())

    @property
    def file_error(self) -> str:
        return self.sentence("file")


class DismissForm(forms.Form):
    """Which clauses make no task, and why."""

    reason = forms.CharField(max_length=REASON_LENGTH)


class NoteForm(forms.Form):
    """What the director wants changed."""

    note = forms.CharField(max_length=1000)

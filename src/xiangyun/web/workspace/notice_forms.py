"""What is typed on the pages of a notice; forms here validate, they save nothing."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from xiangyun.core.ids import uuid7

MAX_BYTES = 8_000_000
ENCODINGS = ("utf-8-sig", "gb18030")
REASON_LENGTH = 300


def unreadable_sentence(reason: str) -> str:
    """Why a text is no notice, and what to do."""
    sentences = {
        "empty": _("There are no words yet. Paste the text of the notice, or choose a .txt file."),
        "binary": _("This is not plain text. Open the document, copy its words and paste them here."),
        "not_chinese": _("There is hardly any Chinese in it. Paste the words of the notice itself."),
        "too_long": _("This is longer than a notice can be. Paste one notice at a time."),
    }
    return sentences.get(reason, _("This is not a text that can be read. Paste the words of the notice."))


class NoticeForm(forms.Form):
    """The text of a notice, pasted or in a file, and the day it was issued if the text does not say."""

    uid = forms.UUIDField(required=False)
    text = forms.CharField(required=False, strip=False)
    file = forms.FileField(required=False)
    issued_on = forms.DateField(required=False)

    def clean(self) -> dict[str, Any]:
        """Texts come with the line ends of the web; a notice's positions count one character for each."""
        given = super().clean() or {}
        text, file = given.get("text") or "", given.pop("file", None)
        if file and not text.strip():
            text = self._read(file)
        given["text"] = text.replace("\r\n", "\n").replace("\r", "\n")
        return given

    def _read(self, file: "UploadedFile[bytes]") -> str:
        if file.size and file.size > MAX_BYTES:
            self.add_error("file", unreadable_sentence("too_long"))
            return ""
        content: bytes = file.read()
        for encoding in ENCODINGS:
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                continue
        self.add_error("file", unreadable_sentence("binary"))
        return ""

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
        labels = {"text": _("Text of the notice"), "file": _("Text file"), "issued_on": _("Day of issue")}
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

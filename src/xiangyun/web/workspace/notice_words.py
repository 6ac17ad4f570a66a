"""A notice in words: what it is called, how far it has come; its text as it may be shown."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from xiangyun.notices.models import Clause, Notice
from xiangyun.notices.states import UNSIGNED, NoticeState
from xiangyun.web.shared.templatetags.look import zhdate

STATE_TAGS = {
    NoticeState.DRAFT: "wait",
    NoticeState.WAITING: "wait",
    NoticeState.SIGNED: "act",
    NoticeState.PUBLISHED: "ok",
}


BLANK = "＿"


def is_draft(notice: Notice) -> bool:
    """Whether it must say that it is a draft: nobody has signed it."""
    return notice.state in UNSIGNED


def text_shown(notice: Notice, clauses: Sequence[Clause]) -> str:
    """The text; while it is a draft its own number is blanked, one sign for each, so that every place stays."""
    number = notice.head.get("number", "")
    if not number or not is_draft(notice):
        return notice.text
    begins = min((clause.start for clause in clauses), default=len(notice.text))
    head = notice.text[:begins].replace(number, BLANK * len(number), 1)
    return head + notice.text[begins:]


def issuer_of(notice: Notice) -> str:
    """Who issued it, as the text says, else whose it is here."""
    return notice.head.get("issuer") or str(notice.owner)


def notice_name(notice: Notice) -> str:
    """Its title or number; a notice without either goes by its issuer and day."""
    words = {"issuer": issuer_of(notice), "day": zhdate(notice.issued_on, "year")}
    return (
        notice.title
        or notice.number
        or (_("Notice of %(issuer)s, %(day)s") % words if notice.issued_on else _("Notice of %(issuer)s") % words)
    )


def short_name(notice: Notice) -> str:
    """For a trail of links: its day if it has one."""
    day: date | None = notice.issued_on
    name = zhdate(day, "year") if day else notice_name(notice)[:20]
    return _("%(notice)s (draft)") % {"notice": name} if is_draft(notice) else name


def state_word(state: str) -> str:
    """How far it has come, in a word."""
    words = {
        NoticeState.DRAFT: pgettext("notice", "draft"),
        NoticeState.WAITING: pgettext("notice", "draft, waits for signature"),
        NoticeState.SIGNED: pgettext("notice", "signed, not published"),
        NoticeState.PUBLISHED: pgettext("notice", "published"),
    }
    return words[NoticeState(state)]


def open_words(n: int) -> str:
    """How many duties still wait for a decision."""
    return ngettext("%(n)s clause is still open", "%(n)s clauses are still open", n) % {"n": n}


def tasks_words(n: int) -> str:
    """How many tasks."""
    return ngettext("%(n)s task", "%(n)s tasks", n) % {"n": n}

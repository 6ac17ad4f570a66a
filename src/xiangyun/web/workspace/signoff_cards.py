"""Papers that wait for a signature, in words: what each is, who made it, what it asks, what to mind."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from xiangyun.core.actor import Actor
from xiangyun.core.clock import working_date
from xiangyun.core.models import StepTaken
from xiangyun.core.registry import Source
from xiangyun.notices.models import Notice, Task
from xiangyun.notices.queries import reached, tasks_of_all
from xiangyun.people.models import OnePersonMode, SignOff
from xiangyun.people.signoff.papers import Paper
from xiangyun.people.signoff.queries import PaperOf, moves_of, names_of
from xiangyun.web.shared.templatetags.look import zhdate

from .notice_plan import burden_of
from .notice_words import notice_name, tasks_words
from .task_words import effort_words, how_many, when_words, who_words
from .wording import said


@dataclass(frozen=True, slots=True)
class Asked:
    """What a paper asks: one line for each task, and all of it in a sentence."""

    lines: tuple[tuple[str, str], ...] = ()
    burden: str = ""
    total: str = ""


@dataclass(frozen=True, slots=True)
class PaperCard:
    """A paper to sign. `may_sign` is false for whoever made it, `alone` says that the mode lets its maker sign."""

    kind: str
    uid: UUID
    rev: int
    what: str
    title: str
    url: str
    made: str
    asked: Asked
    may_sign: bool
    alone: bool
    came_back: str = ""
    links: dict[str, str] = field(default_factory=dict)


def kind_word(kind: str) -> str:
    """What sort of paper; a kind without a word of its own is a paper."""
    return {"notice": pgettext("paper", "Notice")}.get(kind, pgettext("paper", "Paper"))


@dataclass(slots=True)
class _Known:
    """What was read about the papers that wait, by their uids; and the names of accounts."""

    moves: dict[UUID, list[StepTaken]]
    makers: dict[UUID, set[int]] = field(default_factory=dict)
    asked: dict[UUID, Asked] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)


def cards_of(found: Sequence[PaperOf], actor: Actor, mode: OnePersonMode | None, day: date) -> list[PaperCard]:
    """The cards of the papers that wait; the number of queries depends on the kinds, not on the papers."""
    known = _Known(moves_of([one.paper for one in found], "submit", "send_back"))
    for source, group in groupby(found, key=lambda one: one.source):
        papers = [one.paper for one in group]
        known.makers |= source.signing.makers(papers) if source.signing else {}
        known.asked |= ASKS[source.kind](papers, day) if source.kind in ASKS else {}
    known.names = names_of(account for accounts in known.makers.values() for account in accounts)
    return [_card(one, known, actor, mode) for one in found]


def _card(one: PaperOf, known: _Known, actor: Actor, mode: OnePersonMode | None) -> PaperCard:
    source, paper = one.source, one.paper
    where, mine = [source.kind, paper.uid], actor.account_id in known.makers[paper.uid]
    return PaperCard(
        kind=source.kind,
        uid=paper.uid,
        rev=paper.rev,
        what=kind_word(source.kind),
        title=title_in_words(source, paper),
        url=reverse(source.page, args=[paper.uid]) if source.page else "",
        made=_made_words(paper, known),
        asked=known.asked.get(paper.uid, Asked()),
        may_sign=not mine or mode is not None,
        alone=mine and mode is not None,
        came_back=next((move.note for move in known.moves[paper.uid] if move.step == "send_back"), ""),
        links={
            "sign": reverse("workspace:sign-off", args=where),
            "send_back": reverse("workspace:send-back-paper", args=where),
        },
    )


def title_in_words(source: Source, paper: Any) -> str:
    """What a paper is called on screen."""
    if isinstance(paper, Notice):
        return notice_name(paper)
    return source.signing.title(paper) if source.signing else ""


def _made_words(paper: Paper, known: _Known) -> str:
    makers = [known.names[account] for account in sorted(known.makers[paper.uid]) if account in known.names]
    handed_in = next((move for move in known.moves[paper.uid] if move.step == "submit"), None)
    words = _("made by %(who)s") % {"who": pgettext("list", ", ").join(makers) or "–"}
    if handed_in is None:
        return words
    return _("%(made)s, handed in %(when)s") % {"made": words, "when": zhdate(handed_in.at, "time")}


def _notices_ask(notices: Sequence[Any], day: date) -> dict[UUID, Asked]:
    tasks = tasks_of_all(notices)
    owner = notices[0].owner_id  # all wait for the acting post, so they are of one unit
    numbers = reached([task for some in tasks.values() for task in some], owner, day)
    return {notice.uid: _asked(tasks[notice.pk], numbers) for notice in notices}


def _asked(tasks: Sequence[Task], numbers: Mapping[int, int]) -> Asked:
    burden, units = burden_of(tasks), [numbers.get(task.selector_id, 0) for task in tasks]
    lines = tuple((said(task.title), _line(task, n)) for task, n in zip(tasks, units, strict=True))
    words = {"week": burden.weekly, "once": burden.once}
    return Asked(
        lines=lines,
        burden=_("Asked of each village: %(week)s minutes a week, %(once)s minutes one time") % words
        if burden.lines
        else "",
        total=_("%(tasks)s, for up to %(units)s") % {"tasks": tasks_words(len(tasks)), "units": how_many(max(units))}
        if tasks
        else "",
    )


def _line(task: Task, n: int) -> str:
    who = f"{who_words(task.selector.definition)} {how_many(n)}"
    return " · ".join((who, when_words(task), effort_words(task)))


ASKS: dict[str, Callable[[Sequence[Paper], date], dict[UUID, Asked]]] = {"notice": _notices_ask}
"""What papers of a kind ask, by kind; one that asks nothing of units has no entry."""


def span_words(mode: OnePersonMode) -> str:
    """From when until when a mode holds, its last day included."""
    return days_words(mode.from_on, mode.until_on)


def days_words(from_on: date, until_on: date) -> str:
    """From a day to the day before another."""
    last = date.fromordinal(max(until_on.toordinal() - 1, from_on.toordinal()))
    return _("%(first)s to %(last)s") % {"first": zhdate(from_on, "year"), "last": zhdate(last, "year")}


def mode_words(mode: OnePersonMode) -> str:
    """That two persons are not needed now, why and until when, and who said so."""
    words = {"days": span_words(mode), "why": mode.reason, "who": mode.set_by.name if mode.set_by else "–"}
    return _("%(days)s one person may make and sign papers here. Reason: %(why)s. Set by %(who)s.") % words


def waiting_words(n: int) -> str:
    """How many wait."""
    return ngettext("%(n)s paper waits for your signature", "%(n)s papers wait for your signature", n) % {"n": n}


def signature_words(signed: SignOff) -> list[str]:
    """The line under a paper: who signed, when, by which right."""
    words = [signed.account.name, zhdate(working_date(signed.at), "year")]
    if signed.as_deputy and signed.tenure.to_on:
        post = {"post": signed.post, "days": days_words(signed.tenure.from_on, signed.tenure.to_on)}
        words.append(_("as deputy for the post %(post)s, %(days)s") % post)
    if signed.mode:
        words.append(
            _("in one-person mode (%(days)s: %(why)s)") % {"days": span_words(signed.mode), "why": signed.mode.reason}
        )
    return words

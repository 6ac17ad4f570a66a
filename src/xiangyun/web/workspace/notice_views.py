"""What an officer's desk shows beside text and tasks: filters, orderings, rules, what is lacking, the last step."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from xiangyun.notices.findings import undecided
from xiangyun.notices.models import Notice
from xiangyun.notices.states import ORDERS
from xiangyun.web.shared.templatetags.look import number

from .clause_words import kind_word, open_count
from .notice_filters import A_PAGE, Asked, is_open
from .notice_finding_cards import FindingCard, finding_cards
from .notice_plan import Block, Plan
from .notice_rules import RuleGroup, rule_groups
from .notice_text import Chapter, chapter_at
from .task_cards import Card

SHORT = 16


@dataclass(frozen=True, slots=True)
class Link:
    """A choice: its words, where it leads, whether it is the one shown now."""

    label: str
    url: str
    current: bool = False
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Cards under a heading, where tasks are ordered by whom they reach or by when."""

    title: str
    note: str
    cards: tuple[Card, ...]


@dataclass(slots=True)
class Desk:
    """All of it; `page` are the blocks of this page, `sections` take their place in other orderings."""

    asked: Asked
    page: Page[Block]
    tabs: list[Link]
    filters: list[Link]
    groups: list[Link]
    rules: list[RuleGroup]
    rules_note: str
    lacking: list[Link]
    coverage: list[Link]
    undo: Mapping[str, Any] | None = None
    findings: list[FindingCard] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    rules_shown: list[RuleGroup] = field(default_factory=list)

    @property
    def no_sections(self) -> bool:
        return self.asked.by != "clause" and not self.sections


def desk_of(notice: Notice, plan: Plan, asked: Asked, undo: Mapping[str, Any] | None) -> Desk:
    """Everything is in the plan; no query."""
    rules = rule_groups(plan.ruled, plan.clauses, notice.issued_on)
    return Desk(
        asked=asked,
        page=Paginator(plan.blocks, A_PAGE).get_page(asked.page),
        tabs=_tabs(asked),
        filters=_filters(notice, plan, asked),
        groups=list(_groups(notice, plan)),
        rules=rules,
        rules_note=_rules_note(plan),
        lacking=list(lacking(notice, plan)),
        coverage=_coverage(plan, asked),
        undo=undo if undo and undo.get("notice") == str(notice.uid) else None,
        findings=finding_cards(notice) if asked.show == "findings" else [],
        sections=_sections(plan, asked),
        rules_shown=_rules_shown(rules, asked),
    )


def _tabs(asked: Asked) -> list[Link]:
    words = {
        "clause": pgettext("ordering", "By clause"),
        "unit": pgettext("ordering", "By unit"),
        "due": pgettext("ordering", "By deadline"),
    }
    return [
        Link(label, Asked().address(by=by if by != "clause" else ""), asked.by == by) for by, label in words.items()
    ]


def _filters(notice: Notice, plan: Plan, asked: Asked) -> list[Link]:
    """The plan, and each part of it that holds something."""
    cover = plan.coverage
    vague = sum(card.needs_pin for card in plan.cards)
    counts = [
        ("open", cover.open, _("open")),
        ("flagged", len(plan.ruled.waiting), _("rule to answer")),
        ("findings", len(notice.findings), _("left open by the text")),
        ("vague", vague, _("day to pin")),
        ("tasked", cover.tasked, _("in tasks")),
        ("attached", cover.attached, _("go with a task")),
        ("dismissed", cover.dismissed, _("dismissed")),
        ("facts", cover.facts, _("facts")),
    ]
    plain = Link(pgettext("filter", "The plan"), "?", not asked.is_narrow and asked.by == "clause")
    return [plain, *(_filter(asked, show, n, label) for show, n, label in counts if n)]


def _filter(asked: Asked, show: str, n: int, label: str) -> Link:
    words = _("%(n)s %(what)s") % {"n": number(n), "what": label}
    return Link(words, Asked().address(show=show), asked.show == show)


def _coverage(plan: Plan, asked: Asked) -> list[Link]:
    """The parts of the bar, and facts: together every clause of the text."""
    cover = plan.coverage
    parts = [
        ("tasked", cover.tasked, _("in tasks"), "ok"),
        ("attached", cover.attached, _("go with a task"), "ok"),
        ("dismissed", cover.dismissed, _("dismissed"), ""),
        ("open", cover.open, _("open"), "wait" if cover.open else ""),
        ("facts", cover.facts, _("facts"), ""),
    ]
    return [
        Link(_("%(n)s %(what)s") % {"n": number(n), "what": label}, asked.address(show=show), kind=kind)
        for show, n, label, kind in parts
    ]


def _groups(notice: Notice, plan: Plan) -> Iterable[Link]:
    """Open clauses of one kind in one chapter: they can be decided together."""
    found: dict[tuple[int, str], int] = {}
    for clause in plan.clauses:
        if is_open(clause) and clause.kind != "duty":
            key = chapter_at(plan.chapters, clause.start).number, clause.kind
            found[key] = found.get(key, 0) + 1
    address = reverse("workspace:clauses-group", args=[notice.uid])
    for (chapter, kind), n in sorted(found.items(), key=lambda item: (item[0][0], ORDERS.index(item[0][1]))):
        words = {"chapter": _short(plan.chapters[chapter]), "kind": kind_word(kind), "n": number(n)}
        label = _("%(chapter)s: %(kind)s, %(n)s") % words
        yield Link(label, f"{address}{Asked().address(kind=kind, chapter=chapter, show='open')}")


def _short(chapter: Chapter) -> str:
    title = chapter.title or _("Before the first heading")
    return title if len(title) <= SHORT else f"{title[:SHORT]}…"


def _rules_shown(rules: Sequence[RuleGroup], asked: Asked) -> list[RuleGroup]:
    """Those that are asked for, each as a card: one by its name, or all that wait."""
    if asked.rule:
        return [group for group in rules if group.card.slug == asked.rule]
    return [group for group in rules if group.waiting] if asked.show == "flagged" else []


def _rules_note(plan: Plan) -> str:
    """How many clauses touch a rule, how many of them wait."""
    n, left = len(plan.ruled.flags), len(plan.ruled.waiting)
    if not n:
        return _("No clause touches a rule of today.")
    words = ngettext("%(n)s clause touches a rule of today", "%(n)s clauses touch a rule of today", n)
    if not left:
        return _("%(touched)s; every one is answered.") % {"touched": words % {"n": number(n)}}
    return _("%(touched)s; %(left)s wait for you.") % {"touched": words % {"n": number(n)}, "left": number(left)}


def lacking(notice: Notice, plan: Plan) -> Iterable[Link]:
    """What still has to be done before the plan can be handed in, each with where."""
    page = reverse("workspace:notice", args=[notice.uid])
    if plan.open:
        yield Link(open_count(plan.open), f"{page}?show=open")
    if n := len(undecided(notice)):
        words = ngettext("%(n)s contradiction to decide", "%(n)s contradictions to decide", n) % {"n": number(n)}
        yield Link(words, f"{page}?show=findings")
    if n := len(plan.ruled.waiting):
        words = ngettext("%(n)s clause with a rule to answer", "%(n)s clauses with a rule to answer", n)
        yield Link(words % {"n": number(n)}, f"{page}?show=flagged")
    if n := sum(card.needs_pin for card in plan.cards):
        words = ngettext("%(n)s day to pin", "%(n)s days to pin", n) % {"n": number(n)}
        yield Link(words, f"{page}?show=vague")
    if not plan.cards and not notice.follows_id:
        yield Link(_("no task yet"), f"{page}?show=open")


def _sections(plan: Plan, asked: Asked) -> list[Section]:
    if asked.show == "vague":
        return [Section(_("Days to pin"), "", tuple(card for card in plan.cards if card.needs_pin))]
    if asked.by == "unit":
        return _by_unit(plan.cards)
    return _by_due(plan.cards) if asked.by == "due" else []


def _by_unit(cards: Sequence[Card]) -> list[Section]:
    """How a task gets there: straight to villages, or by the counties, which hand it down."""
    kinds = {
        "village": (_("Straight to villages"), _("Each village sees it the moment it is published.")),
        "station": (_("To township stations"), _("Each station sees it; villages below do not.")),
        "county": (_("By the counties"), _("Each county answers, and hands down what it wants of those below.")),
        "institution": (_("To institutions"), ""),
        "other": (_("To others"), ""),
    }
    found = {kind: tuple(card for card in cards if card.reach == kind) for kind in kinds}
    return [Section(*kinds[kind], some) for kind, some in found.items() if some]


def _by_due(cards: Sequence[Card]) -> list[Section]:
    """What comes again, then month by month, then what waits."""
    again = tuple(card for card in cards if card.due_key != "once")
    waits = tuple(card for card in cards if card.due_key == "once" and card.due_on is None)
    dated = sorted((card for card in cards if card.due_on), key=lambda card: str(card.due_on))
    months: dict[str, list[Card]] = {}
    for card in dated:
        if card.due_on:
            months.setdefault(_month(card.due_on), []).append(card)
    whole = [(_("Again and again"), again), *((month, tuple(some)) for month, some in months.items())]
    return [Section(title, "", some) for title, some in (*whole, (_("Without a day yet"), waits)) if some]


def _month(day: date) -> str:
    return pgettext("month", "%(year)s-%(month)s") % {"year": day.year, "month": day.month}

"""What the rules of the day say of a notice, as cards: words at fault, lawful form, documents, the answer."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from xiangyun.calendar import Deadline
from xiangyun.compiler.flag_rules import RuleDocument
from xiangyun.compiler.flags import Flag, all_rules
from xiangyun.notices.models import Clause, Notice, Task
from xiangyun.notices.periods import recurrence_of
from xiangyun.notices.ruling import flags_by_clause, flags_in, unanswered
from xiangyun.web.shared.templatetags.look import zhdate

from .clause_words import listed
from .notice_text import FLAGGED, Stretch
from .wording import in_script, said

DROP = "drop"
"""The lawful form of what is simply not asked."""


@dataclass(frozen=True, slots=True)
class RuleCard:
    """A rule that words of one clause touch. `choice` is the answer so far: lawful, kept, or blank."""

    slug: str
    title: str
    forbids: str
    why: str
    words: str
    lawful: str
    lawful_text: str
    saves: str
    documents: tuple[str, ...]
    then: str
    is_dropped: bool
    choice: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """A rule with the clauses that touch it, as (uid, position), and how many of them wait for an answer."""

    card: RuleCard
    clauses: tuple[tuple[UUID, str], ...]
    waiting: int


@dataclass(frozen=True, slots=True)
class Ruled:
    """The flags of a notice, by clause; `waiting` are those that hold today and have no answer."""

    flags: Mapping[int, Sequence[Flag]]
    waiting: Mapping[int, Sequence[Flag]]

    @property
    def rules(self) -> dict[int, list[str]]:
        """Clause → the rules that it touches today."""
        return {pk: list(dict.fromkeys(f.rule for f in flags)) for pk, flags in self.flags.items()}

    @property
    def rules_waiting(self) -> dict[int, list[str]]:
        """Clause → those without an answer."""
        return {pk: list(dict.fromkeys(f.rule for f in flags)) for pk, flags in self.waiting.items()}

    def stretches(self, within: Collection[int]) -> list[Stretch]:
        """The words at fault in some clauses."""
        found = (flag for pk, flags in self.flags.items() if pk in within for flag in flags)
        return [(flag.start, flag.end, FLAGGED) for flag in found]


def ruled(notice: Notice, clauses: Sequence[Clause]) -> Ruled:
    """What holds today of a notice's clauses; no query."""
    found = flags_by_clause(flags_in(notice, clauses), clauses)
    now = {pk: kept for pk, flags in found.items() if (kept := [flag for flag in flags if flag.applies_now])}
    left = {c.pk: open_ones for c in clauses if (open_ones := unanswered(c, now.get(c.pk, ())))}
    return Ruled(now, left)


def rule_cards(clause: Clause, flags: Iterable[Flag], issued: date | None) -> list[RuleCard]:
    """A card for each rule that a clause touches."""
    by_rule: dict[str, list[Flag]] = {}
    for flag in flags:
        by_rule.setdefault(flag.rule, []).append(flag)
    return [_card(found, clause.ruling.get(slug, {}), issued) for slug, found in by_rule.items()]


def rule_groups(ruled: Ruled, clauses: Sequence[Clause], issued: date | None) -> list[RuleGroup]:
    """The same by rule, with all clauses that touch it, in the order in which the text first does."""
    touching: dict[str, list[Clause]] = {}
    for clause in clauses:
        for slug in ruled.rules.get(clause.pk, ()):
            touching.setdefault(slug, []).append(clause)
    waiting = ruled.rules_waiting
    return [_group(slug, found, ruled, waiting, issued) for slug, found in touching.items()]


def _group(
    slug: str,
    clauses: Sequence[Clause],
    ruled: Ruled,
    waiting: Mapping[int, Sequence[str]],
    issued: date | None,
) -> RuleGroup:
    flags = [flag for clause in clauses for flag in ruled.flags[clause.pk] if flag.rule == slug]
    left = sum(slug in waiting.get(clause.pk, ()) for clause in clauses)
    return RuleGroup(_card(flags, {}, issued), tuple((c.uid, c.position) for c in clauses), left)


def _card(flags: Sequence[Flag], ruling: Mapping[str, str], issued: date | None) -> RuleCard:
    first = flags[0]
    rule = next(known for known in all_rules() if known.slug == first.rule)
    return RuleCard(
        slug=rule.slug,
        title=said(rule.title),
        forbids=said(rule.forbids),
        why=said(rule.why),
        words=listed(in_script(flag.quote) for flag in flags),
        lawful=said(rule.lawful.title),
        lawful_text=said(rule.lawful.text),
        saves=said(rule.lawful.saves),
        documents=tuple(_document(d) for d in first.documents_now),
        then=_then(first, issued),
        is_dropped=rule.lawful.kind == DROP,
        choice=ruling.get("choice", ""),
        reason=ruling.get("reason", ""),
    )


def _document(document: RuleDocument) -> str:
    """2023-12 《…》, the issuer."""
    dated, name, issuer = document.dated, said(document.name), said(document.issuer)
    day = f"{dated:%Y-%m-%d}" if document.day_known else f"{dated:%Y-%m}"
    return _("%(day)s %(name)s, %(issuer)s") % {"day": day, "name": name, "issuer": issuer}


def _then(flag: Flag, issued: date | None) -> str:
    """Whether it held when the notice was issued."""
    if flag.applied_then is None or issued is None:
        return ""
    month = {"month": zhdate(issued, "year")}
    if flag.applied_then:
        return _("It held on %(month)s already.") % month
    return _("On %(month)s there was no such rule yet; it counts today.") % month


def lawful_title(slug: str) -> str:
    """The name of the lawful form of a rule, for a task; blank for a rule nobody knows."""
    return lawful_form(slug)[0]


def lawful_deadline(slug: str, deadline: Deadline | None) -> Deadline | None:
    """When the lawful form is due: as the clause says, but without its rhythm where the rule speaks against that. Only
    an emergency's report goes on."""
    rule = next((known for known in all_rules() if known.slug == slug), None)
    goes_on = rule is None or rule.lawful.kind == "emergency_until_end"
    return deadline if goes_on or deadline is None or recurrence_of(deadline) == Task.Recurrence.ONCE else None


def lawful_form(slug: str) -> tuple[str, str]:
    """Name and words of the lawful form of a rule."""
    rule = next((known for known in all_rules() if known.slug == slug), None)
    return (said(rule.lawful.title), said(rule.lawful.text)) if rule else ("", "")

"""Which words of a notice the rules of the day speak against, and whether they did on the day of the notice.

Words are compared, not kinds of clauses: a rule's patterns are sought in the clauses and sentences of the text, in
Simplified and Traditional alike. The rules come from `data/rules.yaml`; docs/rules.md tells how they are written.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date

import msgspec

from xiangyun.compiler.flag_file import read_rules, shipped_rules
from xiangyun.compiler.flag_rules import Pattern, Rule, RuleBook, RuleDocument
from xiangyun.compiler.flag_scope import NEARBY, Scopes
from xiangyun.compiler.flag_words import Hit, WordsOf
from xiangyun.compiler.values import ClauseDraft, Reading
from xiangyun.core.folding import fold


class Flag(msgspec.Struct, frozen=True):
    """Words of a notice that a rule speaks against: `text[start:end] == quote`.

    `position` is that of the clause in which they begin, blank where no clause does. `documents_now` say so on the
    day of comparing, `documents_then` said so on the notice's date, the newest first; `applied_then` is None where that
    date is not known.
    """

    position: str
    start: int
    end: int
    quote: str
    rule: str
    applies_now: bool
    applied_then: bool | None
    documents_now: tuple[RuleDocument, ...]
    documents_then: tuple[RuleDocument, ...]


def all_rules(extra: RuleBook | None = None) -> tuple[Rule, ...]:
    """Every rule, in force or not; `extra` is what `site_rules` made of a site's own file."""
    return (extra or shipped_rules()).rules


def site_rules(data: bytes, name: str) -> RuleBook:
    """The shipped rules with those of a site's own file behind them; BadRules names the file and the line."""
    return read_rules(data, name, base=shipped_rules())


def flags_of(
    read: Reading | Sequence[ClauseDraft],
    text: str,
    *,
    today: date,
    issued: date | None,
    issuer: str = "",
    extra: RuleBook | None = None,
) -> list[Flag]:
    """The flags of a notice in the order of its text: rules in force today, and those that were when it was issued.

    `issuer` decides about rules that do not bind every body; a Reading brings it along.
    """
    clauses = read.clauses if isinstance(read, Reading) else read
    body = fold(issuer or (read.head.issuer if isinstance(read, Reading) else ""))
    folded = fold(text)
    words, scopes = WordsOf(folded), Scopes(folded)
    starts = [clause.start for clause in clauses]
    flags = []
    for rule in all_rules(extra):
        now, then = rule.documents_on(today), rule.documents_on(issued) if issued else ()
        if not (now or then) or any(fold(word) in body for word in rule.issuer_except):
            continue
        for start, end in _faults(rule, words, scopes):
            position = _position(clauses, starts, start)
            applied = bool(then) if issued else None
            flags.append(
                Flag(position, start, end, text[start:end], rule.slug, bool(now), applied, now, then)
            )  # fmt: skip
    return sorted(flags, key=lambda flag: (flag.start, flag.end, flag.rule))


def _faults(rule: Rule, words: WordsOf, scopes: Scopes) -> Iterator[Hit]:
    """The stretches at fault under a rule; what touches or is parted by a comma only is one."""
    found = sorted({hit for pattern in rule.patterns for hit in _matches(pattern, words, scopes)})
    merged: list[Hit] = []
    for start, end in found:
        if merged and start <= merged[-1][1] + 1:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return iter(merged)


def _matches(pattern: Pattern, words: WordsOf, scopes: Scopes) -> Iterator[Hit]:
    for hit in words.all(pattern.mark):
        clause, sentence = scopes.clause(hit[0]), scopes.sentence(hit[0])
        beside = [words.inside(group, *clause, near=hit[0]) for group in pattern.beside]
        if None in beside or not scopes.orders(hit):
            continue
        if not _all(pattern.sentence, words, sentence, hit):
            continue
        around = scopes.sentence(hit[0], NEARBY)
        if not _all(pattern.nearby, words, around, hit):
            continue
        if pattern.unless and words.inside(pattern.unless, *clause, near=hit[0]):
            continue
        if pattern.unless_all and _all(pattern.unless_all, words, around, hit):
            continue
        whole = [hit, *(found for found in beside if found)] if pattern.stretch else [hit]
        yield min(start for start, _ in whole), max(end for _, end in whole)


def _all(groups: tuple[tuple[str, ...], ...], words: WordsOf, within: Hit, hit: Hit) -> bool:
    return all(words.inside(group, *within, near=hit[0]) for group in groups)


def _position(clauses: Sequence[ClauseDraft], starts: list[int], start: int) -> str:
    n = bisect_right(starts, start) - 1
    return clauses[n].position if n >= 0 and start < clauses[n].end else ""

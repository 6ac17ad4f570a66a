"""Rules that notices are compared with: what each forbids, by which document, from when, and the lawful form."""

from datetime import date
from typing import Annotated, Literal

import msgspec

from xiangyun.core.texts import Text

Force = Literal["forbidden", "conditional"]
"""Forbidden as ordered; or allowed only on a condition that the words do not meet."""

Replacement = Literal[
    "roster_check",
    "open_course_summary",
    "one_summary",
    "emergency_until_end",
    "ask_government_approval",
    "public_page",
    "existing_group",
    "existing_platform",
    "event_record",
    "private_word",
    "drop",
]
Slug = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9_.-]{0,59}$")]
Word = Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
Words = Annotated[tuple[Word, ...], msgspec.Meta(min_length=1, max_length=200)]
Groups = Annotated[tuple[Words, ...], msgspec.Meta(max_length=8)]


class RuleDocument(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A document in force from `since` to `until` (included; None while it still is).

    `dated` is its date; where only the month is known (`day_known` false) it is the month's last day, so that nothing
    is said to have applied before it certainly did. `source` names the entry of the list of sources in docs/rules.md.
    """

    slug: Slug
    name: Text
    issuer: Text
    dated: date
    source: str
    number: str = ""
    number_verified: bool = False
    day_known: bool = True
    since: date = msgspec.field(name="from")
    until: date | None = msgspec.field(name="to", default=None)

    def in_force(self, day: date) -> bool:
        """Whether it holds on a day."""
        return self.since <= day and (self.until is None or day <= self.until)


class Pattern(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Words that are at fault where they stand together; `docs/rules.md` says how they are written.

    A hit is one of `mark`. Of each group in `with` a word must stand in the same clause, of each in `sentence` in the
    same sentence, of each in `nearby` in it or up to two sentences away. Any of `unless` in the clause excuses it, and
    so do words of every group of `unless_all` as near as that. With `stretch` the flag reaches over those of `with`.
    """

    mark: Words
    beside: Groups = msgspec.field(name="with", default=())
    sentence: Groups = ()
    nearby: Groups = ()
    unless: tuple[Word, ...] = ()
    unless_all: Groups = ()
    stretch: bool = False


class Lawful(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What may be asked instead, in a title and a sentence or two, and what that spares those who are asked."""

    kind: Replacement
    title: Text
    text: Text
    saves: Text


class _Said(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    slug: Slug
    force: Force
    title: Text
    forbids: Text
    why: Text
    lawful: Lawful
    patterns: Annotated[tuple[Pattern, ...], msgspec.Meta(min_length=1, max_length=20)]
    issuer_except: tuple[Word, ...] = ()
    """Bodies that the rule does not bind: it is not applied where the issuer's name holds one of these words."""


class RuleEntry(_Said, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A rule as written in a file: its documents by slug."""

    documents: Annotated[tuple[Slug, ...], msgspec.Meta(min_length=1)]


class Rule(_Said, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A rule with the documents that it stands in."""

    documents: tuple[RuleDocument, ...]

    @property
    def since(self) -> date:
        """The first day on which one of its documents is in force."""
        return min(document.since for document in self.documents)

    @property
    def until(self) -> date | None:
        """The last day; None while one of its documents has no end."""
        ends = [document.until for document in self.documents]
        return None if None in ends else max(end for end in ends if end)

    def documents_on(self, day: date) -> tuple[RuleDocument, ...]:
        """The documents that say so on a day, the newest first."""
        held = [document for document in self.documents if document.in_force(day)]
        return tuple(sorted(held, key=lambda document: document.since, reverse=True))

    def in_force(self, day: date) -> bool:
        """Whether a document says so on a day."""
        return bool(self.documents_on(day))


class RuleBook(msgspec.Struct, frozen=True):
    """The rules of one file, or of the shipped one with a site's own behind it."""

    documents: tuple[RuleDocument, ...]
    rules: tuple[Rule, ...]

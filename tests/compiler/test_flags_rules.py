"""The shipped rules as data, and a site's own file: what it may say and how a mistake in it is named."""

import re
from datetime import date
from pathlib import Path

import pytest

from xiangyun.compiler.flag_file import BadRules, shipped_rules
from xiangyun.compiler.flags import all_rules, flags_of, site_rules

DOCS = (Path(__file__).parents[2] / "docs/rules.md").read_text("utf-8")
TODAY = date(2026, 11, 24)

OWN = """\
documents:
  - slug: city-list-2025
    name: {zh-Hans: 云泽市村级报表清单}
    issuer: {zh-Hans: 云泽市人民政府}
    number: 云政发〔2025〕3号
    number_verified: true
    dated: 2025-03-01
    from: 2025-04-01
    to: 2027-03-31
    source: own
words:
  weekly: [每周上报, 一周一报]
rules:
  - slug: yunze-weekly
    documents: [city-list-2025, burden-rules-2024]
    force: forbidden
    title: {zh-Hans: 每周报表}
    forbids: {zh-Hans: 村里的报表不能每周要。}
    why: {zh-Hans: 清单里没有。}
    lawful:
      kind: drop
      title: {zh-Hans: 不报}
      text: {zh-Hans: 不编成任务。}
      saves: {zh-Hans: 每周一张表。}
    patterns:
      - mark: ["@weekly", 周报表]
        with: [[村]]
"""


def test_documents_as_docs_rules_says() -> None:
    """Name, number, date, first day and source of each stand in the table of the page."""
    for document in shipped_rules().documents:
        (row,) = [line for line in DOCS.splitlines() if line.startswith(f"| `{document.slug}` |")]
        dated = document.dated.isoformat() if document.day_known else document.dated.isoformat()[:7]
        assert [
            cell for cell in (document.name["zh-Hans"], document.number, dated, document.source) if cell not in row
        ] == []
        assert document.number_verified is False


def test_rules_as_docs_rules_says() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \| (forbidden|conditional) \| `([a-z_]+)` \|", DOCS, re.M)
    assert rows == [(rule.slug, rule.force, rule.lawful.kind) for rule in all_rules()]


def test_every_text_is_there_in_both_languages() -> None:
    texts = [
        text
        for rule in all_rules()
        for text in (
            rule.title, rule.forbids, rule.why, rule.lawful.title, rule.lawful.text, rule.lawful.saves,
        )
    ]  # fmt: skip
    texts += [text for document in shipped_rules().documents for text in (document.name, document.issuer)]
    assert {tuple(sorted(text)) for text in texts} == {("en", "zh-Hans")}
    assert all(part.strip() for text in texts for part in text.values())


def test_a_rule_begins_and_ends_with_its_documents() -> None:
    (clock_in,) = [rule for rule in all_rules() if rule.slug == "clock-in"]
    assert (clock_in.since, clock_in.until) == (date(2023, 12, 31), None)
    (weekly,) = site_rules(OWN.replace(", burden-rules-2024", "").encode(), "own.yaml").rules[-1:]
    assert (weekly.since, weekly.until) == (date(2025, 4, 1), date(2027, 3, 31))
    held = [
        day
        for day in (date(2025, 3, 31), date(2025, 4, 1), date(2027, 3, 31), date(2027, 4, 1))
        if weekly.in_force(day)
    ]
    assert held == [date(2025, 4, 1), date(2027, 3, 31)]


def test_a_sites_own_rule_flags_beside_the_shipped_ones() -> None:
    book = site_rules(OWN.encode(), "own.yaml")
    assert [rule.slug for rule in all_rules(book)] == [*(rule.slug for rule in all_rules()), "yunze-weekly"]
    text = "各村一周一报，统一打卡。"
    flags = flags_of([], text, today=TODAY, issued=date(2025, 3, 1), extra=book)
    assert [(flag.rule, flag.quote) for flag in flags] == [("yunze-weekly", "一周一报"), ("clock-in", "统一打卡")]
    assert [document.slug for document in flags[0].documents_now] == ["city-list-2025", "burden-rules-2024"]
    assert [document.slug for document in flags[0].documents_then] == ["burden-rules-2024"]


def test_the_example_of_the_page_can_be_read() -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", DOCS, re.S)
    assert site_rules(example.encode(), "example.yaml").rules[-1].slug == "yunze-weekly"


def test_a_rule_over_is_shown_as_one_of_the_notices_day() -> None:
    book = site_rules(OWN.replace(", burden-rules-2024", "").encode(), "own.yaml")
    (flag,) = flags_of([], "各村每周上报。", today=date(2028, 1, 1), issued=date(2026, 1, 1), extra=book)
    assert (flag.applies_now, flag.applied_then, flag.documents_now) == (False, True, ())
    assert "yunze-weekly" not in [rule.slug for rule in all_rules(book) if rule.in_force(date(2028, 1, 1))]


MISTAKES = [
    # what is changed, into what, line, part of the reason
    ("from: 2025-04-01", "from: tomorrow", 8, "date"),
    ("to: 2027-03-31", "to: 2024-03-31", 9, "ends before it begins"),
    ("slug: city-list-2025", "slug: burden-rules-2024", 2, "stands twice"),
    ("slug: city-list-2025", "slug: 城市", 2, "documents[0].slug"),
    ("number_verified: true", "number_verified: perhaps", 6, "Expected `bool`"),
    ("source: own", "source: own\n    source: other", 11, "source stands twice"),
    ("name: {zh-Hans: 云泽市村级报表清单}", "name: {en: A list}", 3, "no zh-Hans"),
    ("slug: yunze-weekly", "slug: clock-in", 14, "rule clock-in stands twice"),
    ("[city-list-2025, burden", "[city-list-2099, burden", 15, "no document city-list-2099"),
    ("force: forbidden", "force: maybe", 16, "Invalid enum value 'maybe'"),
    ("force: forbidden", "severity: high", 14, "severity"),
    ("kind: drop", "kind: shrug", 21, "Invalid enum value 'shrug'"),
    ("title: {zh-Hans: 不报}", "title: 不报", 22, "Expected `object`, got `str`"),
    ("saves: {zh-Hans: 每周一张表。}", "saves: {zh-Hans: }", 24, "Expected `str`, got `null`"),
    ('["@weekly", 周报表]', '["@monthly", 周报表]', 26, "@monthly"),
    ('["@weekly", 周报表]', "[]", 26, "length >= 1"),
    ("with: [[村]]", "with: [[]]", 27, "length >= 1"),
    ("with: [[村]]", "with: [[村]", 28, "expected"),
    ("weekly: [每周上报, 一周一报]", "weekly: &again [*again]", 12, "aliases"),
]


@pytest.mark.parametrize(("old", "new", "line", "why"), MISTAKES)
def test_a_mistake_is_named_with_file_and_line(old: str, new: str, line: int, why: str) -> None:
    assert OWN.count(old) == 1
    with pytest.raises(BadRules) as refused:
        site_rules(OWN.replace(old, new).encode(), "own.yaml")
    assert (refused.value.reason, refused.value.detail["file"]) == ("bad_rules", "own.yaml")
    assert (refused.value.detail["line"], why in refused.value.detail["why"]) == (line, True), refused.value.detail


UNUSABLE = {
    "empty": b"",
    "a list": b"- 1",
    "not text": b"\xff\xfe\x00",
    "a control character": b"rules: [\x01]",
    "too deep": b"[" * 5000,
    "too large": b"#" * 1_000_001,
    "two papers": b"rules: []\n---\nrules: []\n",
    "a tag": b"rules: !!python/object:os.system []",
    "no such day": b"rules: []\ndocuments: [{dated: 2025-02-31}]",
    "a list as key": b"? [a]\n: 1\n",
    "rules missing": b"documents: []",
}


@pytest.mark.parametrize("data", UNUSABLE.values(), ids=UNUSABLE)
def test_an_unusable_file_is_refused(data: bytes) -> None:
    with pytest.raises(BadRules) as refused:
        site_rules(data, "own.yaml")
    assert refused.value.detail["line"] >= 1

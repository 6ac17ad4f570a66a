"""A draft of the city with clauses as a test writes them, whatever the reader makes of such words."""

from typing import Any

from django.test import Client
from django.urls import reverse

from tests.cast import NOON, Cast
from xiangyun.notices.models import Clause, Notice

COUNTIES = {"responsible": ["各县市区文旅广体局"], "due": {"date": "2020-04-10"}}
DUTY = (
    "各县市区文旅广体局4月10日前上报书屋名单",
    "duty",
    {**COUNTIES, "report_to": "市局公共服务科", "evidence": ["list"]},
)
QUOTA = (
    "各县市区5月底前建成书屋不少于12座",
    "duty",
    {"responsible": ["各县市区"], "due": {"month_end": "2020-05"},
     "quantity": [{"op": ">=", "value": 12, "unit": "座", "of": "书屋"}]},
)  # fmt: skip
NAMELESS = ("各有关方面4月底前报方案", "duty", {"responsible": ["各有关方面人员"], "due": {"month_end": "2020-04"}})
URGED = ("要高度重视书屋建设", "exhortation", {})
MANNER = ("名单要准确", "requirement", {})
FLAGGED = ("要求单位工作人员在公共文旅云全员注册，不漏一人", "duty", {**COUNTIES})
FACT = ("去年建成书屋30座", "fact", {})
Said = tuple[str, str, dict[str, Any]]


def plan(cast: Cast, *clauses: Said, findings: list[dict[str, Any]] | None = None) -> Notice:
    """One sentence each, in order; positions are 1.1, 1.2 …; "about" is set for a manner behind a duty."""
    text = "一、书屋建设\n" + "。".join(words for words, _kind, _reading in clauses) + "。"
    notice = Notice.objects.create(
        owner=cast.units["city"],
        text=text,
        title="书屋通知",
        issued_on="2020-02-28",
        drafted_at=NOON,
        drafted_by_id=cast.tenures["officer"].account_id,
        findings=findings or [],
    )
    start = text.index("\n") + 1
    for n, (words, kind, reading) in enumerate(clauses, 1):
        Clause.objects.create(
            notice=notice, position=f"1.{n}", start=start, end=start + len(words), kind=kind, read_kind=kind,
            reading=reading,
        )  # fmt: skip
        start += len(words) + 1
    return Notice.objects.get(pk=notice.pk)


class Officer:
    """The officer's browser, in English, on one draft."""

    def __init__(self, cast: Cast, notice: Notice) -> None:
        self.cast, self.notice, self.client = cast, notice, browser(cast, "officer")

    def clause(self, position: str) -> Clause:
        found: Clause = self.notice.clauses.get(position=position)
        return found

    def url(self, name: str, *more: Any) -> str:
        return reverse(f"workspace:{name}", args=[self.notice.uid, *more])

    def get(self, name: str, *more: Any, **query: Any) -> Any:
        return self.client.get(self.url(name, *more), query)

    def post(self, name: str, *more: Any, **sent: Any) -> Any:
        return self.client.post(self.url(name, *more), sent)

    def uids(self, *positions: str) -> list[str]:
        return [str(self.clause(position).uid) for position in positions]

    @property
    def states(self) -> list[str]:
        return list(self.notice.clauses.order_by("start").values_list("state", flat=True))


def browser(cast: Cast, who: str) -> Client:
    """In English, so that texts are those of the code."""
    client = cast.client(who)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client

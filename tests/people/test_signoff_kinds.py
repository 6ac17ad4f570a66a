"""A kind of paper that the product does not know is registered here, and is signed off like any other."""

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar
from uuid import UUID, uuid4

import pytest
from django.db import connection, models
from django.urls import reverse

from tests.cast import NOON, Cast
from xiangyun.core import registry
from xiangyun.core.actor import Actor
from xiangyun.core.errors import NotAllowed, NotVisible
from xiangyun.core.registry import Signing, Source
from xiangyun.core.steps import StepTable, take_step
from xiangyun.people.actions.send_back_paper import send_back_paper
from xiangyun.people.actions.sign_off import sign_off
from xiangyun.people.actions.withdraw_sign_off import withdraw_sign_off
from xiangyun.people.models import SignOff
from xiangyun.people.signoff.queries import papers_before, unchanged_since_signed


class LetterQuerySet(models.QuerySet["Letter"]):
    def visible_to(self, actor: Actor) -> "LetterQuerySet":
        return self.filter(unit_id=actor.unit_id)


class Letter(models.Model):
    """A letter of a bureau; invented for this test."""

    uid = models.UUIDField(default=uuid4, unique=True)
    unit_id = models.BigIntegerField()
    subject = models.CharField(max_length=80)
    state = models.CharField(max_length=10, default="draft")
    rev = models.PositiveIntegerField(default=1)
    written_by_id = models.BigIntegerField()
    signed_by_id = models.BigIntegerField(null=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        app_label = "letters"
        managed = False
        indexes: ClassVar = []

    @property
    def owner_unit_id(self) -> int:
        return self.unit_id

    @property
    def waiting_unit_id(self) -> int | None:
        return self.unit_id


STEPS = StepTable(
    "letter",
    ("submit", {"draft"}, "waiting", "officer", "owner"),
    ("send_back", {"waiting"}, "draft", "director", "owner"),
    ("sign", {"waiting"}, "signed", "director", "owner"),
    ("withdraw", {"signed"}, "waiting", "director", "owner"),
)


def writers(letters: Sequence[Any]) -> dict[UUID, set[int]]:
    return {letter.uid: {letter.written_by_id} for letter in letters}


@pytest.fixture
def letter(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Iterator[Letter]:
    """A letter that waits for a signature, in a table made for the test."""
    signing = Signing(STEPS, writers, lambda one: {"subject": one.subject}, lambda one: one.subject)
    monkeypatch.setattr(registry, "_sources", dict(registry._sources))
    registry.register(Source("letter", Letter.objects.visible_to, "", signing))
    sql, parameters = connection.schema_editor().table_sql(Letter)
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
    officer = cast.actors["officer"]
    made = Letter.objects.create(unit_id=officer.own_unit, subject="致市图书馆", written_by_id=officer.account_id)
    take_step(made, "submit", table=STEPS, actor=officer, at=NOON)
    yield made
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE letters_letter")


def test_it_is_signed_sent_back_and_taken_back(cast: Cast, letter: Letter) -> None:
    director, paper = cast.actors["director"], {"kind": "letter", "uid": letter.uid, "at": NOON}
    assert [one.paper for one in papers_before(director, "sign")] == [letter]
    send_back_paper(actor=director, note="写明日期", **paper)
    letter.refresh_from_db()
    take_step(letter, "submit", table=STEPS, actor=cast.actors["officer"], at=NOON)
    sign_off(actor=director, rev=letter.rev, **paper)
    letter.refresh_from_db()
    assert (letter.state, letter.signed_by_id) == ("signed", director.account_id)
    assert unchanged_since_signed("letter", letter).title == "致市图书馆"
    withdraw_sign_off(actor=director, **paper)
    assert [(s.kind, s.withdrawn_at) for s in SignOff.objects.all()] == [("letter", NOON)]


def test_who_wrote_it_does_not_sign_it(cast: Cast, letter: Letter) -> None:
    Letter.objects.update(written_by_id=cast.actors["director"].account_id)
    with pytest.raises(NotAllowed) as refused:
        sign_off(actor=cast.actors["director"], kind="letter", uid=letter.uid, rev=letter.rev, at=NOON)
    assert refused.value.reason == "drafter_signs"


def test_it_stands_on_the_page_and_is_signed_there(cast: Cast, letter: Letter) -> None:
    director = cast.client("director")
    page = director.get(reverse("workspace:to-sign")).content.decode()
    address = reverse("workspace:sign-off", args=["letter", letter.uid])
    assert "致市图书馆" in page
    assert address in page
    director.post(address, {"rev": letter.rev})
    letter.refresh_from_db()
    assert letter.state == "signed"
    assert "致市图书馆" in director.get(reverse("workspace:signed-off")).content.decode()


def test_a_kind_that_is_not_signed_off_is_not_there(cast: Cast, letter: Letter) -> None:
    for kind in ("task", "unheard-of"):
        with pytest.raises(NotVisible):
            sign_off(actor=cast.actors["director"], kind=kind, uid=letter.uid, rev=1, at=NOON)

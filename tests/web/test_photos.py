"""A photo opens for whoever sees a return that uses it, and for nobody else."""

import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from tests.returns import world as w
from xiangyun.core.models import Site
from xiangyun.facts.models import Evidence
from xiangyun.files.store import place_of
from xiangyun.notices.models import TaskPeriod
from xiangyun.returns.actions.attach_photo import Taken, attach_photo

pytestmark = pytest.mark.django_db
OK, GONE, AWAY = 200, 404, 302


@pytest.fixture
def world():
    Site.objects.create(is_demo=True, working_on=w.at(3, 12).date())
    return w.build()


def client_of(world, who: str) -> Client:
    client = Client()
    if who != "visitor":
        client.force_login(world.post(who, "officer").account)
    return client


def shot_of(world, unit: str, seed: str = "a") -> str:
    """A photo attached to a draft that was not sent."""
    period = TaskPeriod.objects.get(task=world.check)
    actor, field = world.actor(unit), "square_photo"
    kept = attach_photo(
        actor=actor, period_uid=period.uid, field=field, raw=w.picture(seed), taken=Taken(), at=w.at(3, 2)
    )
    return kept.sha256


def get(world, who: str, sha256: str, query: str = "") -> object:
    return client_of(world, who).get(reverse("workspace:photo", args=[sha256]) + query)


SEES = {  # who: a photo of 印塘村 in a draft, then sent
    "印塘村": (OK, OK),
    "幸福村": (GONE, GONE),
    "归阳镇": (GONE, OK),
    "祁东县": (GONE, OK),
    "衡阳市": (GONE, OK),
    "衡东县": (GONE, GONE),
    "visitor": (AWAY, AWAY),
}


@pytest.mark.parametrize("who", SEES)
def test_who_sees_a_photo(world, who) -> None:
    sha256 = shot_of(world, "印塘村", "印塘村")
    draft = get(world, who, sha256).status_code
    world.send("印塘村", world.check, w.at(3, 3), square="yes", stage="no")
    assert (draft, get(world, who, sha256).status_code) == SEES[who]


def test_a_photo_used_by_another_too_opens_for_both(world) -> None:
    sha256 = shot_of(world, "印塘村")
    assert shot_of(world, "石湾村") == sha256
    assert [get(world, who, sha256).status_code for who in ("印塘村", "石湾村", "三樟村")] == [OK, OK, GONE]


def test_how_it_is_served(world) -> None:
    answer = get(world, "印塘村", shot_of(world, "印塘村"))
    picture = Image.open(io.BytesIO(b"".join(answer.streaming_content)))
    assert (picture.format, picture.size) == ("JPEG", (900, 600))
    shown = ("Content-Type", "Cache-Control", "Content-Security-Policy", "X-Content-Type-Options")
    assert [answer[name] for name in shown] == [
        "image/jpeg",
        "private, max-age=31536000, immutable",
        "sandbox",
        "nosniff",
    ]


def test_a_small_one_is_made_once_and_again_when_lost(world, settings) -> None:
    sha256 = shot_of(world, "印塘村")
    small = get(world, "印塘村", sha256, "?size=400")
    assert Image.open(io.BytesIO(b"".join(small.streaming_content))).size == (400, 267)
    (kept,) = (settings.FILES_ROOT / "thumbs").rglob(f"{sha256}-400.jpg")
    kept.unlink()
    assert get(world, "印塘村", sha256, "?size=400").status_code == OK
    whole = get(world, "印塘村", sha256, "?size=9000")
    assert Image.open(io.BytesIO(b"".join(whole.streaming_content))).size == (900, 600)


@pytest.mark.parametrize("name", ["x", "0" * 64, "..", "A" * 64, "0" * 63])
def test_what_is_no_photo_is_not_here(world, name) -> None:
    assert get(world, "衡阳市", name).status_code == GONE


def test_a_lost_content_is_not_here(world) -> None:
    sha256 = shot_of(world, "印塘村", "lost")
    place_of(sha256).unlink()
    assert [get(world, "印塘村", sha256, query).status_code for query in ("", "?size=400")] == [GONE, GONE]


def test_an_unknown_kind_of_thing_opens_nothing(world) -> None:
    sha256 = shot_of(world, "印塘村")
    Evidence.objects.filter(sha256=sha256).update(source_kind="ghost")
    assert get(world, "印塘村", sha256).status_code == GONE


@pytest.mark.parametrize("users", [1, 3])
def test_queries_do_not_grow_with_those_who_use_it(world, users) -> None:
    for unit in ("印塘村", "石湾村", "三樟村")[:users]:
        sha256 = shot_of(world, unit)
    client = client_of(world, "印塘村")
    client.get(reverse("workspace:boards"))
    with CaptureQueriesContext(connection) as captured:
        assert client.get(reverse("workspace:photo", args=[sha256])).status_code == OK
    assert len(captured) == 6

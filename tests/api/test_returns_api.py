"""The API pair: the same action, the same refusals, stable codes."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.cast import Story
from xiangyun.audit.models import Entry
from xiangyun.cli import main as run_command
from xiangyun.core.clock import real_now, working_now
from xiangyun.core.ids import uuid7
from xiangyun.people.actions.issue_token import issue_token
from xiangyun.people.models import ApiToken
from xiangyun.returns.actions.send_back_return import send_back_return
from xiangyun.returns.models import Return

MATTER = {"matter": "venue", "happened": "门锁坏了", "handled": True, "people": 3}


def token_of(story: Story, who: str) -> str:
    return issue_token(actor=story.cast.actors[who], tenure=story.cast.tenures[who], name="test", at=real_now())


def post(token: str, body: Any) -> Any:
    text = body if isinstance(body, str) else json.dumps(body)
    headers = {"Authorization": f"Bearer {token}"}
    return Client().post("/api/v1/returns", text, content_type="application/json", headers=headers)


def get(token: str, uid: object) -> Any:
    return Client().get(f"/api/v1/returns/{uid}", headers={"Authorization": f"Bearer {token}"})


def test_sent_and_read_back(story: Story) -> None:
    token, uid = token_of(story, "village"), uuid7()
    body = {"uid": str(uid), "period": str(story.period(story.daily).uid), "values": MATTER}
    sent = post(token, body)
    assert (sent.status_code, sent.json()["state"], sent.json()["values"]) == (200, "submitted", MATTER)
    assert get(token, uid).json() == sent.json()
    assert post(token, body).json() == sent.json()
    assert Return.objects.count() == 1


def test_the_same_uid_with_another_body_is_409_with_both(story: Story) -> None:
    token, uid = token_of(story, "village"), uuid7()
    body = {"uid": str(uid), "period": str(story.period(story.daily).uid), "values": MATTER}
    post(token, body)
    other = post(token, body | {"values": MATTER | {"people": 4}})
    assert (other.status_code, other.json()["code"]) == (409, "already_sent")
    detail = other.json()["detail"]
    assert (detail["mine"]["values"]["people"], detail["theirs"]["values"]["people"]) == (4, 3)
    assert Entry.objects.get(outcome="refused").detail["code"] == "already_sent"


UID = str(uuid7())
ROLES = {  # who: (sends a return of its own unit, reads the village's)
    "village": (200, 200),
    "village2": (200, 404),
    "far_village": (200, 404),
    "station": (404, 200),
    "county": (404, 200),
    "officer": (404, 200),
    "director": (404, 200),
    "auditor": (404, 200),
    "province": (404, 200),
    "neighbour_station": (404, 404),
    "neighbour_county": (404, 404),
    "security": (404, 404),
    "admin": (404, 404),
    "expert": (404, 404),
}


@pytest.mark.parametrize("who", ROLES)
def test_who_may_call_which_address(story: Story, who: str) -> None:
    uid, period = uuid7(), str(story.period(story.daily).uid)
    village = {"uid": str(uid), "period": period, "nil": True}
    assert post(token_of(story, "village"), village).status_code == 200
    own = village if who == "village" else village | {"uid": str(uuid7())}
    token = token_of(story, who)
    assert (post(token, own).status_code, get(token, uid).status_code) == ROLES[who]


BAD: dict[str, tuple[Any, int]] = {
    "not JSON": ("{", 400),
    "no uid": ({"nil": True}, 422),
    "a uid that is none": ({"uid": "7", "period": "8"}, 422),
    "an unknown period": ({"uid": str(uuid7()), "period": str(uuid7()), "nil": True}, 404),
    "values that are no map": ({"uid": str(uuid7()), "period": str(uuid7()), "values": [1]}, 422),
    "nothing in it": ({"uid": str(uuid7()), "period": "PERIOD", "values": {}}, 400),
    "a field whose name nobody can write": ({"uid": UID, "period": "PERIOD", "values": {"\ud800": 1}}, 400),
    "a text that nobody can write": ({"uid": UID, "period": "PERIOD", "values": MATTER | {"happened": "\ud800"}}, 400),
    "NUL": ({"uid": UID, "period": "PERIOD", "values": MATTER | {"happened": "\x00"}}, 400),
    "no number": ({"uid": UID, "period": "PERIOD", "values": MATTER | {"people": float("nan")}}, 400),
    "too deep": ("[" * 100_000, 400),
    "an unknown field": ({"uid": str(uuid7()), "period": "PERIOD", "values": MATTER | {"x": 1}}, 400),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_bodies_are_refused_and_change_nothing(story: Story, case: str) -> None:
    body, status = BAD[case]
    if isinstance(body, dict) and body.get("period") == "PERIOD":
        body = body | {"period": str(story.period(story.daily).uid)}
    assert post(token_of(story, "village"), body).status_code == status
    assert Return.objects.count() == 0


@pytest.mark.parametrize("token", ["", "xy_unknown", "Bearer"])
def test_without_a_token_nothing_opens(story: Story, token: str) -> None:
    assert (post(token, {}).status_code, post(token, {}).json()["code"]) == (401, "no_token")
    assert get(token, uuid7()).status_code == 401


@pytest.mark.parametrize("path", ["/api/v1/docs", "/api/v1/openapi.json"])
def test_the_api_shows_no_documents_to_visitors(db: None, path: str) -> None:
    assert Client().get(path).status_code == 404


def test_a_body_of_another_shape_says_where(story: Story) -> None:
    answer = post(token_of(story, "village"), {"nil": True})
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_body")
    assert set(answer.json()["detail"]) == {"body.body.uid", "body.body.period"}


def test_what_was_sent_back_is_mended_by_the_same_uid(story: Story) -> None:
    token, uid = token_of(story, "village"), uuid7()
    body = {"uid": str(uid), "period": str(story.period(story.daily).uid), "values": MATTER}
    post(token, body)
    sent = Return.objects.get()
    send_back_return(
        actor=story.cast.actors["station"],
        uid=uid,
        rev=sent.rev,
        note="写明时间",
        field_notes={"people": "几人"},
        at=working_now(),
    )
    back = get(token, uid).json()
    assert (back["state"], back["notes"]) == ("sent_back", {"": "写明时间", "people": "几人"})
    mended = body | {"values": MATTER | {"people": 5}}
    assert post(token, mended).json()["code"] == "saved_elsewhere"
    sent_again = post(token, mended | {"rev": back["rev"]}).json()
    assert (sent_again["state"], sent_again["values"]["people"], sent_again["notes"]) == ("submitted", 5, {})


def test_a_token_from_the_command_line(story: Story, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["token", "issue", "--account", "village", "--name", "box"]) == 0
    token = capsys.readouterr().out.strip()
    assert post(token, {"uid": str(uuid7()), "period": str(uuid7()), "nil": True}).status_code == 404
    assert run_command(["token", "issue", "--account", "nobody", "--name", "box"]) == 2


def test_a_token_ends(story: Story) -> None:
    token = token_of(story, "village")
    ApiToken.objects.update(expires_at=real_now() - timedelta(seconds=1))
    assert get(token, uuid7()).status_code == 401

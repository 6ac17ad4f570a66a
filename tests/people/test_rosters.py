"""Rosters and lists of the cloud, stored: twice changes nothing, keys are not kept, and a person can be erased."""

import json
from datetime import date, timedelta

import pytest
from django.apps import apps

from tests.cast import DAY, NOON, Cast
from tests.people.test_invitations import GOOD, accept, invited, refusal
from xiangyun.audit.models import Entry, PersonalValue
from xiangyun.audit.seal import seal_all
from xiangyun.audit.verify import verify
from xiangyun.people.acting import actor_for
from xiangyun.people.actions.accept_invitation import NewPerson
from xiangyun.people.actions.answer_same_person import answer_same_person
from xiangyun.people.actions.end_post import end_post
from xiangyun.people.actions.erase_person import erase_person
from xiangyun.people.actions.export_roster_check import export_roster_check
from xiangyun.people.actions.invite import Guest
from xiangyun.people.actions.load_cloud_list import load_cloud_list
from xiangyun.people.actions.load_roster import Loaded, load_roster
from xiangyun.people.actions.remove_from_roster import remove_from_roster
from xiangyun.people.actions.save_mapping import save_mapping
from xiangyun.people.models import Account, CloudList, CloudRow, Invitation, Post, RosterEntry, SamePerson
from xiangyun.people.queries.rosters import check_of, mapping_for, newest_list, places_within
from xiangyun.people.roster.cloud import CloudLine, headers_digest
from xiangyun.people.roster.lines import Line
from xiangyun.units.models import Placement

pytestmark = pytest.mark.django_db
PHONE, OTHER = "13812345678", "13900001111"
WEEK = timedelta(days=7)


def lines(cast: Cast) -> list[Line]:
    village, station = cast.units["village"].pk, cast.units["station"].pk
    return [
        Line(2, village, "张伟", PHONE, "reporter"),
        Line(3, village, "王桂香"),
        Line(4, station, "李志明", OTHER, "officer"),
        Line(5, station, "station", "", "reviewer"),  # holds it already
    ]


def cloud(cast: Cast, *rows: tuple[str, str, str], who: str = "county", as_of: date = DAY) -> CloudList:
    """Rows are (name, unit of the cast or a text, key)."""
    made = [
        CloudLine(n, name, unit, cast.units[unit].pk if unit in cast.units else None, key, None)
        for n, (name, unit, key) in enumerate(rows, start=2)
    ]
    return load_cloud_list(actor=cast.actors[who], lines=made, as_of=as_of, at=NOON)


def check(cast: Cast, who: str = "county") -> dict[str, tuple[list[str], list[str], list[str], int]]:
    """Unit → names on both, not yet, only on the cloud; and how many doubts."""
    path = cast.actors[who].paths[0]
    found = newest_list(path)
    assert found is not None
    names = {unit.pk: name for name, unit in cast.units.items()}
    return {
        names[pk]: (
            [p.name for p in b.both],
            [p.name for p in b.not_yet],
            [p.name for p in b.only_cloud],
            len(b.doubts),
        )
        for pk, b in check_of(path, found, DAY).bodies.items()
    }


def test_a_roster_makes_people_posts_and_invitations(cast: Cast) -> None:
    assert load_roster(actor=cast.actors["county"], lines=lines(cast), at=NOON) == Loaded(4, 2, 2, 0)
    assert [(i.name, i.phone, i.post.role) for i in Invitation.objects.order_by("pk")] == [
        ("张伟", PHONE, "reporter"),
        ("李志明", OTHER, "officer"),
    ]


def test_the_same_roster_again_changes_nothing(cast: Cast) -> None:
    load_roster(actor=cast.actors["county"], lines=lines(cast), at=NOON)
    counts = [model.objects.count() for model in (RosterEntry, Post, Invitation, Entry)]
    assert load_roster(actor=cast.actors["county"], lines=lines(cast), at=NOON) == Loaded(0, 0, 0, 4)
    accept(Invitation.objects.get(name="张伟"))
    assert load_roster(actor=cast.actors["county"], lines=lines(cast), at=NOON) == Loaded(0, 0, 0, 4)
    assert [model.objects.count() for model in (RosterEntry, Post, Invitation)] == counts[:3]


def test_a_phone_that_was_lacking_is_put_in(cast: Cast) -> None:
    load_roster(actor=cast.actors["county"], lines=lines(cast), at=NOON)
    known = Line(2, cast.units["village"].pk, "王桂香", OTHER)
    assert load_roster(actor=cast.actors["county"], lines=[known], at=NOON) == Loaded(0, 0, 0, 0)
    assert RosterEntry.objects.get(name="王桂香").phone == OTHER


def test_a_vacant_post_is_filled_first(cast: Cast) -> None:
    held = cast.tenures["village"]
    end_post(actor=cast.actors["county"], tenure_uid=held.uid, on=DAY, at=NOON)
    assert load_roster(actor=cast.actors["county"], lines=lines(cast)[:1], at=NOON) == Loaded(1, 0, 1, 0)
    assert Invitation.objects.get().post == held.post


def test_all_or_nothing(cast: Cast) -> None:
    foreign = [*lines(cast), Line(6, cast.units["far_village"].pk, "外人")]
    refused = refusal(load_roster, actor=cast.actors["county"], lines=foreign, at=NOON)
    assert (refused.status, refused.detail) == (403, {"row": 6})
    assert (RosterEntry.objects.count(), Invitation.objects.count()) == (0, 0)
    assert refusal(load_roster, actor=cast.actors["village"], lines=lines(cast), at=NOON).status == 403
    only_village = [line for line in lines(cast) if line.unit == cast.units["village"].pk]
    assert load_roster(actor=cast.actors["station"], lines=only_village, at=NOON) == Loaded(2, 1, 1, 0)


def test_who_left_is_taken_off(cast: Cast) -> None:
    load_roster(actor=cast.actors["county"], lines=lines(cast), at=NOON)
    entry = RosterEntry.objects.get(name="王桂香")
    assert refusal(remove_from_roster, actor=cast.actors["neighbour_county"], uid=entry.uid, at=NOON).status == 404
    assert refusal(remove_from_roster, actor=cast.actors["village"], uid=entry.uid, at=NOON).status == 403
    assert remove_from_roster(actor=cast.actors["county"], uid=entry.uid, at=NOON) == cast.units["village"]
    assert not RosterEntry.objects.filter(name="王桂香").exists()


def test_units_by_code_and_name_below_the_own_place(cast: Cast) -> None:
    places = places_within(cast.actors["county"].paths[0], DAY, [])
    assert places.find("station/village").unit == cast.units["village"].pk
    assert places.find("far_village").unit is None


def test_a_village_is_known_without_its_committee(cast: Cast) -> None:
    Placement.objects.filter(unit=cast.units["village"]).update(name="印塘村委会")
    places = places_within(cast.actors["county"].paths[0], DAY, [])
    assert [places.find(text).unit for text in ("station印塘村", "印塘村委会")] == [cast.units["village"].pk] * 2


def test_the_check_body_by_body(cast: Cast) -> None:
    load_roster(actor=cast.actors["county"], lines=lines(cast), at=NOON)
    cloud(
        cast,
        ("张伟", "village", PHONE),
        ("赵敏", "village", ""),
        ("李志明", "station", PHONE[:-1] + "0"),
        ("钱", "某处", ""),
    )
    found = check(cast)
    assert found["village"] == (["张伟"], ["王桂香", "village"], ["赵敏"], 0)
    assert found["station"] == ([], ["station"], [], 1)
    assert check(cast, "village") == {"village": (["张伟"], ["王桂香", "village"], ["赵敏"], 0)}


def test_keys_are_kept_as_digests_and_masked_only(cast: Cast) -> None:
    cloud(cast, ("张伟", "village", PHONE), ("李", "village", "138****5678"))
    full, masked = CloudRow.objects.order_by("line")
    assert (len(full.key_digest), full.key_masked) == (64, "138****5678")
    assert (masked.key_digest, masked.key_masked) == ("", "138****5678")
    stored = [str(list(model.objects.values())) for model in apps.get_app_config("people").get_models()]
    assert not [text for text in [*stored, str(list(Entry.objects.values("detail")))] if PHONE in text]


def test_the_newest_day_counts_and_older_lists_stay(cast: Cast) -> None:
    load_roster(actor=cast.actors["county"], lines=lines(cast)[:2], at=NOON)
    cloud(cast, ("张伟", "village", PHONE), ("王桂香", "village", ""))
    old = cloud(cast, ("张伟", "village", PHONE), as_of=DAY - WEEK)
    assert check(cast)["village"][0] == ["张伟", "王桂香"]
    again = cloud(cast, ("张伟", "village", PHONE), as_of=DAY - WEEK)
    assert (again, CloudList.objects.count()) == (old, 2)
    wrong = {"actor": cast.actors["county"], "lines": [], "as_of": DAY, "at": NOON}
    assert refusal(load_cloud_list, **wrong).reason == "no_lines"
    future = [CloudLine(2, "a", "b", None, "", None)]
    assert refusal(load_cloud_list, **(wrong | {"lines": future, "as_of": DAY + WEEK})).reason == "day_to_come"
    assert refusal(load_cloud_list, **(wrong | {"lines": future, "actor": cast.actors["village"]})).status == 403


def test_a_doubt_is_answered_once_for_later_lists_too(cast: Cast) -> None:
    load_roster(actor=cast.actors["county"], lines=lines(cast)[:1], at=NOON)
    row = ("张伟", "village", OTHER)
    found = cloud(cast, row, as_of=DAY - WEEK)
    path = cast.actors["county"].paths[0]
    [doubt] = check_of(path, found, DAY).bodies[cast.units["village"].pk].doubts
    pair = {"ours": doubt.could_be[0].ident, "theirs": doubt.theirs.ident, "is_same": True, "at": NOON}
    assert refusal(answer_same_person, actor=cast.actors["neighbour_county"], **pair).reason == "not_asked"
    assert refusal(answer_same_person, actor=cast.actors["village"], **pair).status == 403
    answer_same_person(actor=cast.actors["county"], **pair)
    cloud(cast, row, ("赵敏", "village", ""))
    assert check(cast)["village"] == (["张伟"], ["village"], ["赵敏"], 0)


def test_a_mapping_is_kept_for_its_headers(cast: Cast) -> None:
    headers, columns = ["用户名", "机构", "手机"], {"name": "用户名", "unit": "机构"}
    said = {"actor": cast.actors["county"], "headers": headers, "at": NOON}
    save_mapping(columns=columns, units={"文化站": str(cast.units["station"].uid)}, **said)
    save_mapping(columns=columns | {"key": "手机"}, units={"村": str(cast.units["village"].uid)}, **said)
    kept = mapping_for(cast.units["county"].pk, headers_digest(headers))
    assert kept is not None
    assert (kept.columns["key"], sorted(kept.units)) == ("手机", ["文化站", "村"])
    assert mapping_for(cast.units["city"].pk, headers_digest(headers)) is None
    assert refusal(save_mapping, columns={"name": "用户名"}, units={}, **said).detail == {"missing": ["unit"]}
    assert refusal(save_mapping, columns=columns, units={}, **(said | {"actor": cast.actors["village"]})).status == 403


def test_the_export_is_logged(cast: Cast) -> None:
    assert refusal(export_roster_check, actor=cast.actors["county"], at=NOON).status == 404
    cloud(cast, ("张伟", "village", PHONE))
    found, made = export_roster_check(actor=cast.actors["county"], at=NOON)
    assert found.as_of == DAY and cast.units["village"].pk in made.bodies
    assert Entry.objects.filter(action="roster.check_exported").count() == 1
    assert refusal(export_roster_check, actor=cast.actors["auditor"], at=NOON).status == 403


def traces(*words: str) -> list[str]:
    """Every table that still holds one of the words."""
    found = []
    for model in apps.get_models():
        if model._meta.app_label in {"people", "audit", "core"}:
            text = json.dumps(list(model._default_manager.values()), default=str, ensure_ascii=False)
            found += [f"{model.__name__}: {word}" for word in words if word in text]
    return found


def test_an_erased_person_leaves_no_trace_and_the_log_verifies(cast: Cast) -> None:
    load_roster(actor=cast.actors["county"], lines=lines(cast)[:1], at=NOON)
    invitation = invited(cast, unit="village2", guest=Guest("张伟", PHONE))
    account = accept(invitation, NewPerson("张伟", "张伟", GOOD)).account
    accept(Invitation.objects.get(post__unit=cast.units["village"]), account, NOON)
    cloud(cast, ("张伟", "village", PHONE), ("赵敏", "village", OTHER))
    seal_all()
    assert traces("张伟", PHONE) != []
    who = {"account_uid": account.uid, "at": NOON}
    assert refusal(erase_person, actor=cast.actors["officer"], **who).status == 403
    erase_person(actor=cast.actors["admin"], **who)
    seal_all()
    assert traces("张伟", PHONE) == []
    assert verify() == []
    assert PersonalValue.objects.filter(erased_at__isnull=False).count() == 2
    gone = Account.objects.get(pk=account.pk)
    assert (gone.is_active, gone.has_usable_password(), gone.tenures.count()) == (False, False, 0)
    assert CloudRow.objects.get(line=3).name == "赵敏"


def test_whoever_worked_stays_on_record_without_a_name(cast: Cast) -> None:
    held = cast.tenures["village"]
    erase_person(actor=cast.actors["admin"], account_uid=held.account.uid, at=NOON)
    held.refresh_from_db()
    assert (held.to_on, held.account.name) == (DAY, "***")
    assert not SamePerson.objects.exists()


def test_nobody_erases_himself_or_the_last_administrator(cast: Cast) -> None:
    own = cast.tenures["admin"].account.uid
    assert refusal(erase_person, actor=cast.actors["admin"], account_uid=own, at=NOON).reason == "own_account"
    plain = actor_for(cast.tenures["admin"])  # outside a timed session
    village = cast.tenures["village"].account.uid
    assert refusal(erase_person, actor=plain, account_uid=village, at=NOON).status == 403

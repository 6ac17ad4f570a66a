"""`xiangyun notice publish`: a signed notice goes out; in a demonstration, a file from its text to what can be owed."""

import argparse
from datetime import date
from typing import Any
from uuid import UUID

OK, LEFT_OPEN = 0, 3
SAMPLE_OFFICER, SAMPLE_DIRECTOR = "officer", "director"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of `xiangyun notice publish`."""
    parser.add_argument("notice", metavar="UID|FILE", help="a signed notice by its uid; with --accept-all, a file")
    parser.add_argument("--as", dest="account", metavar="POST", help="the officer's sign-in name")
    parser.add_argument("--number", help="its document number; else the one its text bears")
    parser.add_argument("--issuer", metavar="CODE", help="with --accept-all: the unit that issues it")
    parser.add_argument("--issued", type=date.fromisoformat, metavar="DATE", help="its date, where the text has none")
    parser.add_argument(
        "--accept-all",
        action="store_true",
        help="demonstration only: draft, accept what needs no decision, sign and publish as the sample's two persons",
    )


def run(args: argparse.Namespace) -> int:
    """0 published, 2 refused; with --accept-all 3 when duties were left for a person to decide, each printed."""
    from xiangyun.core.clock import working_now

    at = working_now()
    if args.accept_all:
        return _from_file(args, at)
    notice = _signed(args, at)
    print(f"published {notice.uid} {notice.number}".rstrip())
    return OK


def _signed(args: argparse.Namespace, at: Any) -> Any:
    from xiangyun.cli.posts import acting_post
    from xiangyun.core.errors import BadInput
    from xiangyun.notices.actions.publish_notice import publish_notice

    if not args.account:
        raise BadInput("post_needed", option="--as")
    try:
        uid = UUID(args.notice)
    except ValueError:
        raise BadInput("not_a_uid", given=args.notice) from None
    return publish_notice(actor=acting_post(args.account), uid=uid, number=args.number, at=at)


def _from_file(args: argparse.Namespace, at: Any) -> int:
    from django.db import transaction

    from xiangyun.core.errors import BadInput, NotAllowed
    from xiangyun.core.models import Site

    if not Site.current().is_demo:
        raise NotAllowed("demonstration_only", option="--accept-all")
    if not args.issuer:
        raise BadInput("issuer_needed", option="--issuer")
    with transaction.atomic():
        notice, tasks, left = _accepted(args, at)
        _sent_out(notice.uid, args.number, at)
    print(f"published {notice.uid}: {len(tasks)} tasks")
    for line in left:
        print(f"open {line}")
    return LEFT_OPEN if left else OK


def _accepted(args: argparse.Namespace, at: Any) -> tuple[Any, list[Any], list[str]]:
    """The draft, the tasks made of all that needs no decision, and a line for each duty or contradiction that does."""
    from xiangyun.cli.notice_draft import drafted
    from xiangyun.notices.actions.accept_proposals import accept_proposals

    given = argparse.Namespace(
        file=args.notice, issuer=args.issuer, account=SAMPLE_OFFICER, issued=args.issued, follows=None
    )
    notice = drafted(given, at)
    officer = _sample(SAMPLE_OFFICER)
    tasks = accept_proposals(actor=officer, notice_uid=notice.uid, at=at)
    return notice, tasks, _left(officer, notice, at)


def _left(officer: Any, notice: Any, at: Any) -> list[str]:
    from xiangyun.notices.findings import undecided
    from xiangyun.notices.proposals import proposals_for

    clauses = list(notice.clauses.all())
    lines = []
    for made in proposals_for(officer, notice, clauses, at).values():
        first = made.clauses[0]
        words = notice.text[first.start : first.end].replace("\n", " ")
        lines.append(f"{first.position} {'+'.join(made.open) or 'clean'}: {words[:60]}")
    for number in undecided(notice):
        found = notice.findings[number]
        words = [notice.text[s["start"] : s["end"]].replace("\n", " ")[:30] for s in found["spans"]]
        lines.append(f"finding {number} {found['kind']}: {' / '.join(words)}")
    return lines


def _sent_out(uid: UUID, number: str | None, at: Any) -> None:
    """Two persons, as the rules ask; what is not decided stays open and asks nobody for anything."""
    from xiangyun.notices.actions.publish_notice import publish_notice
    from xiangyun.notices.actions.submit_notice import submit_notice
    from xiangyun.people.actions.sign_off import sign_off

    officer = _sample(SAMPLE_OFFICER)
    rev = submit_notice(actor=officer, uid=uid, at=at, leave_open=True).rev
    sign_off(actor=_sample(SAMPLE_DIRECTOR), kind="notice", uid=uid, rev=rev, at=at)
    publish_notice(actor=officer, uid=uid, number=number, at=at)


def _sample(account: str) -> Any:
    from xiangyun.cli.posts import acting_post

    return acting_post(account)

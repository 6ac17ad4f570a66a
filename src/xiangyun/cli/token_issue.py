"""`xiangyun token issue`: a machine's key for a post, shown once."""

import argparse
import json
import sys


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of `xiangyun token issue`."""
    parser.add_argument("--account", required=True, metavar="NAME", help="the name the account signs in with")
    parser.add_argument("--unit", metavar="CODE", help="the unit, by its code, where the account holds several posts")
    parser.add_argument("--name", required=True, help="what the key is for")
    parser.add_argument("--days", type=int, default=90, help="how long it is valid (default 90)")
    parser.add_argument("--json", action="store_true", help="print the key as JSON")


def run(args: argparse.Namespace) -> int:
    """0 issued, 2 no such post, or several."""
    from xiangyun.core.actor import Actor
    from xiangyun.core.clock import real_now, working_date, working_now
    from xiangyun.people.actions.issue_token import issue_token
    from xiangyun.people.models import Tenure
    from xiangyun.units.queries import unit_by_code

    if not 1 <= args.days <= 366:
        print("error: --days must be from 1 to 366", file=sys.stderr)
        return 2
    tenures = Tenure.objects.on(working_date(working_now())).named(args.account)
    if args.unit:
        tenures = tenures.filter(post__unit=unit_by_code(args.unit))
    found = list(tenures)
    if len(found) != 1:
        print(f"error: {args.account} holds {len(found)} such posts; choose one with --unit", file=sys.stderr)
        return 2
    actor = Actor.system("command line")
    token = issue_token(actor=actor, tenure=found[0], name=args.name, at=real_now(), days=args.days)
    print(json.dumps({"token": token, "days": args.days}) if args.json else token)
    return 0

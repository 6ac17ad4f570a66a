"""`xiangyun admin open NAME`: the account and post of a site's first administrator."""

import argparse
import sys
from getpass import getpass

SENTENCES = {
    "too_short": "at least 10 signs",
    "too_long": "at most 128 signs",
    "too_few_kinds": "three of these: capital letters, small letters, digits, other signs",
    "holds_name": "neither the name nor the sign-in name in it",
    "common": "not one that many people use",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of `xiangyun admin open`."""
    parser.add_argument("username", help="the name to sign in with")
    parser.add_argument("--person", required=True, help="the person's name")
    parser.add_argument("--unit", required=True, help="code of the unit in the official list")
    parser.epilog = "The password is asked for, or read from the first line of standard input."


def run(args: argparse.Namespace) -> int:
    """0 opened; 2 refused. At the first sign-in a second factor and an own password are asked for."""
    from xiangyun.core.errors import DomainError
    from xiangyun.people.factors.passwords import WeakPassword

    password = getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    try:
        _open(args, password)
    except WeakPassword as weak:
        print("error: the password needs: " + "; ".join(SENTENCES[c] for c in weak.detail["missing"]), file=sys.stderr)
        return 2
    except DomainError as refused:
        print(f"error: {refused.reason}", file=sys.stderr)
        return 2
    print(f"{args.username} is administrator; a second factor is set up at the first sign-in.")
    return 0


def _open(args: argparse.Namespace, password: str) -> None:
    """Both or neither: an account without its post could not be opened a second time."""
    from django.db import transaction

    from xiangyun.core.actor import Actor
    from xiangyun.core.clock import working_date, working_now
    from xiangyun.people.actions.give_post import give_post
    from xiangyun.people.actions.open_account import open_account
    from xiangyun.people.models import Role
    from xiangyun.units.queries import unit_by_code

    unit, at, actor = unit_by_code(args.unit), working_now(), Actor.system("command line")
    with transaction.atomic():
        account = open_account(actor=actor, username=args.username, name=args.person, password=password, at=at)
        give_post(actor=actor, account=account, unit=unit, role=Role.ADMIN, from_on=working_date(at), at=at)

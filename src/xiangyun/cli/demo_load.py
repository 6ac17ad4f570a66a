"""`xiangyun demo load`: the whole sample, from the real list of divisions to three weeks of returns."""

import argparse
import json
import time
from datetime import date

FIRST_DAY, DEFAULT_DAY, LAST_DAY = date(2020, 2, 29), date(2020, 3, 20), date(2020, 12, 31)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of `xiangyun demo load`."""
    parser.add_argument("--on", type=date.fromisoformat, default=DEFAULT_DAY, metavar="DATE", help="working date")
    parser.add_argument("--if-empty", action="store_true", help="do nothing when there is data already")
    parser.add_argument("--small", action="store_true", help="only two counties of the city: quick, for trying it out")
    parser.add_argument("--json", action="store_true", help="print what was loaded as JSON")


def run(args: argparse.Namespace) -> int:
    """0 loaded (or already there, with --if-empty), 2 refused. In production nothing is even looked at."""
    from django.conf import settings

    from .demo.story import NotEmpty, load
    from .demo.world import SMALL, is_empty
    from .readiness import make_ready

    if settings.MODE == "production":
        return _say("error: XIANGYUN_MODE=production refuses a demonstration: it has made-up people and data", 2)
    if not FIRST_DAY <= args.on <= LAST_DAY:
        return _say(f"error: the demonstration runs from {FIRST_DAY} to {LAST_DAY}", 2)
    if problems := make_ready():
        return _say("\n".join(f"error: {problem}" for problem in problems), 2)
    if not is_empty():
        return _already(args)
    begun = time.monotonic()
    try:
        counts = load(args.on, SMALL if args.small else ())
    except NotEmpty:  # another load, at the same time, came first
        return _already(args)
    if args.json:
        return _say(json.dumps({"working_date": args.on.isoformat(), "loaded": True, **counts}), 0)
    lines = [f"{name}: {n}" for name, n in counts.items()]
    seconds = f"seconds: {time.monotonic() - begun:.1f}"
    return _say("\n".join(["Demonstration loaded.", *lines, seconds, *_accounts()]), 0)


def _already(args: argparse.Namespace) -> int:
    from xiangyun.core.models import Site

    site = Site.current()
    if not site.is_demo:
        return _say("error: this database holds real data; the demonstration needs an empty one", 2)
    status = 0 if args.if_empty else 2
    if args.json:
        return _say(json.dumps({"working_date": str(site.working_on), "loaded": False}), status)
    same = f"The demonstration of {args.on} is already here; nothing was changed."
    other = f"This demonstration stands at {site.working_on}, not {args.on}; nothing was changed."
    return _say("\n".join([same if site.working_on == args.on else other, *_accounts()]), status)


def _accounts() -> list[str]:
    """Who can sign in: made-up people of the demonstration only."""
    from .demo.second import second_factor_text
    from .demo.story import accounts_text

    return ["Accounts of the demonstration (name, password):", *accounts_text(), *second_factor_text()]


def _say(text: str, status: int) -> int:
    print(text)
    return status

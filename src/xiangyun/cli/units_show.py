"""`xiangyun units show CODE`: what a list says at and below a code, and what selectors reach there."""

import argparse
import json
import sys
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xiangyun.units.listing import Listing

SHOWN, UNKNOWN = 0, 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `units show`."""
    parser.add_argument("code", help="a code of the list, as given there")
    parser.add_argument("--list", default="", help="whose list; needed if the code is several places")
    parser.add_argument("--on", type=date.fromisoformat, help="the tree of this day (default: the working date)")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")


def run(args: argparse.Namespace) -> int:
    """Exit status 0 shown, 2 unknown code or a day on which it stands nowhere."""
    from xiangyun.core.clock import working_date, working_now
    from xiangyun.core.errors import NotVisible
    from xiangyun.units.listing import listing_of

    day = args.on or working_date(working_now())
    try:
        listing = listing_of(args.code, args.list, day)
    except NotVisible as error:
        print(_sentence(error.reason, args.code, args.list, day), file=sys.stderr)
        return UNKNOWN
    if args.json:
        print(json.dumps(_plain(listing), ensure_ascii=False, indent=2))
    else:
        _print(listing, day)
    return SHOWN


def _sentence(reason: str, code: str, publisher: str, day: date) -> str:
    if reason == "no_such_code":
        return f"code {code} is in no edition of {'list ' + publisher if publisher else 'any list'}"
    if reason == "code_is_several_places":
        return f"code {code} names different places in different lists: say which with --list"
    return f"code {code} stands nowhere on {day.isoformat()}"


def _plain(listing: "Listing") -> dict[str, Any]:
    return {
        "code": listing.code,
        "name": listing.name,
        "list": listing.publisher,
        "as_of": listing.as_of.isoformat(),
        "levels": {str(level): n for level, n in listing.levels.items()},
        "quasi": listing.quasi,
        "filler": listing.filler,
        "in_use": {str(level): n for level, n in listing.in_use.items()},
        "children": [{"code": c.code, "name": c.name, "level": c.level, "in_use": c.in_use} for c in listing.children],
    }


def _print(listing: "Listing", day: date) -> None:
    print(f"{listing.code} {listing.name}: list {listing.publisher} of {listing.as_of}, tree of {day}")
    for level in sorted(listing.levels.keys() | listing.in_use.keys()):
        print(f"  level {level}: {listing.levels.get(level, 0)} rows, {listing.in_use.get(level, 0)} in use below")
    print(f"  quasi {listing.quasi}, filler {listing.filler}")
    for child in listing.children:
        print(f"  {child.code:14} {child.name}{'' if child.in_use else ' (not in use)'}")

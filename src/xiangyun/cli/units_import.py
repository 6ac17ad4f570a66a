"""`xiangyun units import FILE`: an official list into the tree; what must be decided comes out as a file."""

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xiangyun.units.comparison import Comparison, Item
    from xiangyun.units.decisions import Decision, Difference
    from xiangyun.units.lists import OfficialList, Problem, Row

APPLIED, BAD_INPUT, CONFLICTS = 0, 2, 3
PUBLISHERS = ("stats", "mca")
_SENTENCES = {
    "blank": "is empty",
    "bad_code": "is no code (up to 20 digits or letters)",
    "bad_level": "is no level from 1 to 5",
    "code_twice": "stands in the file twice",
    "no_rows": "no row below the header",
    "not_csv": "is no csv",
    "not_gzip": "cannot be unpacked",
    "not_printable": "holds signs that cannot be printed",
    "not_utf8": "is not UTF-8",
    "parent_not_above": "is not of a level above this row",
    "parent_unknown": "is neither in the file nor in a list imported before",
    "too_big": "file larger than this many bytes when unpacked",
    "too_long": "is longer than 120 signs",
    "too_many_rows": "more rows than",
    "wrong_header": "the header must be code,name,level,parent_code",
    "wrong_number_of_cells": "a row has four cells, not",
}


_CONFLICTS = {
    "older_edition": "a list of {newest}, which holds from {opens_on}, was applied here: only a later one can follow",
    "another_import_came_first": "another list was imported meanwhile; try again",
    "tree_changed_meanwhile": "the tree was changed meanwhile; try again",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `units import`."""
    parser.add_argument("file", type=Path, help="csv or csv.gz: code,name,level,parent_code")
    parser.add_argument("--list", required=True, choices=PUBLISHERS, help="who publishes the list")
    parser.add_argument("--as-of", required=True, type=date.fromisoformat, help="the day the list describes")
    parser.add_argument("--opens", type=date.fromisoformat, help="hold it back to this day; else it holds from --as-of")
    parser.add_argument("--decisions", type=Path, help="what a person decided, as YAML")
    parser.add_argument("--accept-proposals", action="store_true", help="let the guesses of a later edition hold")
    parser.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")


def run(args: argparse.Namespace) -> int:
    """Exit status 0 applied (or already there), 3 conflicts printed as a decisions file, 2 bad input."""
    from xiangyun.core.errors import Conflict
    from xiangyun.units.actions.import_list import ListConflict
    from xiangyun.units.decisions import BadDecisions
    from xiangyun.units.lists import BadList

    try:
        found, decisions = _read(args)
        result = _preview(args, found, decisions) if args.dry_run else _import(args, found, decisions)
    except BadList as error:
        return _refuse(args, [_sentence(p) for p in error.problems])
    except BadDecisions as error:
        return _refuse(args, [f"{args.decisions}: {p}" for p in error.problems])
    except OSError as error:
        return _refuse(args, [f"{error.filename}: {error.strerror}"])
    except ListConflict as error:
        return _print_conflicts(args, error.differences)
    except Conflict as error:
        return _refuse(args, [_CONFLICTS.get(error.reason, error.reason).format(**error.detail)])
    _print_result(args, result)
    return APPLIED


def _read(args: argparse.Namespace) -> "tuple[OfficialList, tuple[Decision, ...]]":
    from xiangyun.units.decisions import read_decisions
    from xiangyun.units.intake import levels_known_to
    from xiangyun.units.lists import read_list

    data = args.decisions.read_bytes() if args.decisions else None
    decisions = () if data is None else read_decisions(data, args.list)
    found = read_list(args.file.read_bytes(), lambda codes: levels_known_to(args.list, codes))
    return found, decisions


def _import(args: argparse.Namespace, found: "OfficialList", decisions: "tuple[Decision, ...]") -> dict[str, Any]:
    from xiangyun.core.actor import Actor
    from xiangyun.core.clock import working_now
    from xiangyun.units.actions.import_list import import_list

    done = import_list(
        actor=Actor.system("units import"),
        rows=found.rows,
        publisher=args.list,
        as_of=args.as_of,
        opens_on=args.opens,
        decisions=decisions,
        digest=found.digest,
        source=args.file.name,
        at=working_now(),
        accept_proposals=args.accept_proposals,
    )
    status = "imported" if done.is_new else "unchanged"
    return {
        **_result(status, args.list, done.edition.as_of, done.edition.opens_on),
        "counts": done.counts,
        "items": _items(done.comparison),
        "needs_decision": _questions(done.open_questions),
    }


def _preview(args: argparse.Namespace, found: "OfficialList", decisions: "tuple[Decision, ...]") -> dict[str, Any]:
    from xiangyun.units.actions.import_list import ListConflict
    from xiangyun.units.intake import counts_of, prepare

    intake = prepare(found.rows, args.list, decisions, found.digest, args.opens or args.as_of, as_of=args.as_of)
    if intake.must_be_decided(args.accept_proposals):
        raise ListConflict(intake.differences)
    status = "unchanged" if intake.same_as else "would_import"
    questions = intake.plan.open_questions if intake.plan else intake.open_questions
    return {
        **_result(status, args.list, args.as_of, args.opens or args.as_of),
        "counts": counts_of(intake, found.rows),
        "items": _items(intake.comparison),
        "needs_decision": _questions(questions),
    }


def _items(comparison: "Comparison | None") -> list[dict[str, Any]]:
    """What a later edition changes; rows that only have another code are left to the counts."""
    items = comparison.items if comparison else []
    return [_item(item) for item in items if item.kinds != ("recoded",)]


def _item(item: "Item") -> dict[str, Any]:
    from xiangyun.units.comparison import WHY

    was = " ".join(text for text in (item.was_place, item.was_name, item.was_code) if text)
    return {
        "kinds": [str(kind) for kind in item.kinds],
        "code": item.code,
        "name": item.name,
        "place": item.place,
        "was": was,
        "into": list(item.into),
        "guess": "" if item.is_sure else WHY[item.why],
    }


def _result(status: str, publisher: str, as_of: date, opens_on: date) -> dict[str, Any]:
    return {"status": status, "list": publisher, "as_of": as_of.isoformat(), "opens_on": opens_on.isoformat()}


def _questions(rows: "Sequence[Row]") -> list[dict[str, str]]:
    return [{"code": row.code, "name": row.name} for row in rows]


def _print_result(args: argparse.Namespace, result: dict[str, Any]) -> None:
    if args.json:
        print(json.dumps(result, ensure_ascii=False, indent=2))
        return
    back = "" if result["opens_on"] >= result["as_of"] else f", held back to {result['opens_on']}"
    print(f"{result['status']}: list {result['list']} of {result['as_of']}{back}")
    if result["status"] == "unchanged":
        print("  these rows were imported before: nothing changed")
        return
    for name, value in result["counts"].items():
        print(f"  {name}: {value}")
    for item in result["items"]:
        print(f"  {_line(item)}")
    for row in result["needs_decision"]:
        print(f"  needs a decision: {row['code']} {row['name']} may be no county; left in use")


def _line(item: dict[str, Any]) -> str:
    """`renamed: 湖南省 衡阳市 衡南县 岐山镇 430422113 (鸡笼镇)`, with what a guess rests on."""
    was = f" ({item['was']})" if item["was"] else ""
    into = f" into {' '.join(item['into'])}" if item["into"] else ""
    guess = f" - guessed: {item['guess']}" if item["guess"] else ""
    return f"{'+'.join(item['kinds'])}: {item['place']} {item['name']} {item['code']}{was}{into}{guess}"


def _print_conflicts(args: argparse.Namespace, differences: "Sequence[Difference]") -> int:
    """The decisions file on stdout, the explanation on stderr, so that `> decisions.yaml` gives a file."""
    from xiangyun.units.decisions import write_decisions

    text = write_decisions(args.list, differences)
    if args.json:
        entries = [{"about": d.about, "code": d.code, "name": d.name, "was": d.was} for d in differences]
        print(json.dumps({"status": "conflicts", "conflicts": entries, "decisions": text}, ensure_ascii=False))
    else:
        print(text, end="")
    guessed = sum(d.proposal is not None for d in differences)
    filled = f", {guessed} of them filled in (--accept-proposals takes these)" if guessed else ""
    print(f"{len(differences)} to decide{filled}; nothing was changed.", file=sys.stderr)
    return CONFLICTS


def _refuse(args: argparse.Namespace, lines: list[str]) -> int:
    if args.json:
        print(json.dumps({"status": "refused", "problems": lines}, ensure_ascii=False, indent=2))
    print("\n".join(lines), file=sys.stderr)
    return BAD_INPUT


def _sentence(problem: "Problem") -> str:
    where = f"line {problem.line}" + (f", column {problem.column}" if problem.column else "")
    value = f" {problem.value!r}" if problem.value else ""
    return f"{where}:{value} {_SENTENCES[problem.reason]}"

"""`xiangyun notice read FILE`: the head and clauses of a notice. Needs neither database nor settings."""

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import to_builtins

from xiangyun.compiler import ClauseDraft, Reading, Unreadable, read, to_predictions

NEEDS_DJANGO = False
BAD_INPUT = 2
REASONS = {
    "empty": "the text is empty",
    "binary": "this is not plain text",
    "not_chinese": "there is no Chinese text in it",
    "too_long": "the text is too long",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("file", metavar="FILE", help="a text file in UTF-8; - reads standard input")
    parser.add_argument(
        "--issued", type=_day, metavar="DATE", help="date of the notice, YYYY-MM-DD; else the date it is signed with"
    )
    parser.add_argument("--json", action="store_true", help="print head, clauses and obligations as JSON")


def run(args: argparse.Namespace) -> int:
    """Print the reading; exit status 0, or 2 if the file cannot be read as a notice."""
    try:
        reading = read(_text_of(args.file), args.issued)
    except OSError as error:
        return _refuse(args.file, error.strerror or "cannot be opened")
    except UnicodeDecodeError:
        return _refuse(args.file, "this is not text in UTF-8")
    except Unreadable as error:
        return _refuse(args.file, REASONS.get(error.reason, error.reason))
    lines = [json.dumps(as_json(reading), ensure_ascii=False, indent=1)] if args.json else list(_listing(reading))
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


def as_json(reading: Reading) -> dict[str, Any]:
    """The reading as plain values; `obligations` has the form in which labelled notices are scored."""
    plain: dict[str, Any] = to_builtins(reading)
    return plain | {"obligations": to_predictions(reading)}


def _text_of(name: str) -> str:
    raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    # Decoded without translating line ends, so that offsets count the characters of the file.
    return raw.decode("utf-8")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"not a date (YYYY-MM-DD): {text}") from error


def _refuse(name: str, reason: str) -> int:
    sys.stderr.write(f"xiangyun notice read: {name}: {reason}\n")
    return BAD_INPUT


def _listing(reading: Reading) -> list[str]:
    head = reading.head
    lines = [
        f"issuer      {head.issuer or '-'}",
        f"title       {head.title or '-'}",
        f"number      {head.number or '-'}",
        f"date        {head.issued_on or '-'}",
        f"addressees  {', '.join(head.addressees) or '-'}",
    ]
    lines += [f"basis       {document.name} {document.number}".rstrip() for document in head.basis]
    lines += [
        f"annex {annex.number:<5} {annex.name or '-'}{'' if annex.present else '  (missing)'}" for annex in head.annexes
    ]
    lines += [f"contacts    {len(head.contacts)}", ""]
    return lines + [_line(clause) for clause in reading.clauses]


def _line(clause: ClauseDraft) -> str:
    said = [f"{clause.position:<12} {clause.kind:<12} {clause.quote}"]
    if clause.responsible:
        said.append("who: " + ", ".join(clause.responsible))
    if clause.due:
        said.append("due: " + " ".join(clause.due.values()))
    said += [f"amount: {amount.op} {amount.value} {amount.unit}" for amount in clause.quantity]
    if clause.report_to:
        said.append(f"to: {clause.report_to}")
    return ("\n" + " " * 26).join(said)

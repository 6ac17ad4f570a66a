"""`xiangyun notice read FILE`: the head and clauses of a notice. Needs neither database nor settings."""

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import to_builtins

from xiangyun.compiler import ClauseDraft, Reading, Unreadable, read, to_predictions
from xiangyun.compiler.sources import Source, read_source

NEEDS_DJANGO = False
BAD_INPUT = 2
REASONS = {
    "empty": "there is no text in it",
    "binary": "this is not plain text",
    "not_chinese": "there is no Chinese text in it",
    "too_long": "the text is too long",
    "too_large": "the file is too large",
    "encrypted": "it is locked with a password",
    "damaged": "the file is damaged",
    "unsupported": "not a kind of file that is read: txt, html, docx, pdf",
    "no_text_layer": "its pages are pictures without text",
    "too_many_pages": "it has too many pages",
    "too_complex": "it cannot be opened within the limits of time, memory and depth",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("file", metavar="FILE", help="a txt, html, docx or pdf file; - reads standard input")
    parser.add_argument(
        "--issued", type=_day, metavar="DATE", help="date of the notice, YYYY-MM-DD; else the date it is signed with"
    )
    printed = parser.add_mutually_exclusive_group()
    printed.add_argument("--json", action="store_true", help="print the obligations as a JSON list")
    printed.add_argument("--reading", action="store_true", help="print all that was read as JSON, its text included")
    printed.add_argument("--text", action="store_true", help="print only the text, in which positions count")


def run(args: argparse.Namespace) -> int:
    """Print the reading; exit status 0, or 2 if the file cannot be read as a notice."""
    try:
        source = read_source(_content_of(args.file), args.file)
        reading = read(source.text, args.issued)
    except OSError as error:
        return _refuse(args.file, error.strerror or "cannot be opened")
    except Unreadable as error:
        return _refuse(args.file, REASONS.get(error.reason, error.reason))
    sys.stdout.write(_printed(args, source, reading))
    return 0


def as_json(source: Source, reading: Reading) -> dict[str, Any]:
    """All that was read as plain values, with the text in which positions count."""
    plain: dict[str, Any] = to_builtins(reading)
    said = {"kind": source.kind, "notes": list(source.notes), "text": source.text}
    return plain | {"obligations": to_predictions(reading), "source": said}


def _printed(args: argparse.Namespace, source: Source, reading: Reading) -> str:
    if args.text:
        return source.text
    if args.json or args.reading:
        plain = to_predictions(reading) if args.json else as_json(source, reading)
        return json.dumps(plain, ensure_ascii=False, indent=1) + "\n"
    return "".join(f"{line}\n" for line in _listing(source, reading))


def _content_of(name: str) -> bytes:
    return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"not a date (YYYY-MM-DD): {text}") from error


def _refuse(name: str, reason: str) -> int:
    sys.stderr.write(f"xiangyun notice read: {name}: {reason}\n")
    return BAD_INPUT


def _listing(source: Source, reading: Reading) -> list[str]:
    head = reading.head
    lines = [
        f"read from   {' '.join([source.kind, *source.notes])}",
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

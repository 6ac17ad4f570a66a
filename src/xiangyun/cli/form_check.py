"""`xiangyun form check FILE`: whether a form (xlsx, YAML or XForm XML) is taken, and every reason why not."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import msgspec

from xiangyun.forms.definition import FormError, Problem, StoredForm, not_a_form
from xiangyun.forms.front_door import read_form

NEEDS_DJANGO = False
ACCEPTED, REFUSED = 0, 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `form check`."""
    parser.add_argument("file", type=Path, help="an .xlsx, .yaml or .xml form")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Prints the stored form or every problem; exit status 0 accepted, 2 not a form or refused."""
    try:
        stored = read_form(_source(arguments.file), filename=arguments.file.name).stored
    except FormError as error:
        _print_refusal(error, as_json=arguments.json)
        return REFUSED
    _print_form(stored, as_json=arguments.json)
    return ACCEPTED


def _source(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise not_a_form("unreadable", f"{file}: {error.strerror}") from error


def _print_form(stored: StoredForm, *, as_json: bool) -> None:
    if as_json:
        _print_json({"status": "accepted", "form": stored.to_plain()})
        return
    print(f"{stored.form_id} {stored.version}: {len(stored.fields)} rows, {', '.join(stored.languages)}")
    for field in stored.fields:
        print(f"  {field.path:32} {field.type}{' *' if field.required else ''}")


def _print_refusal(error: FormError, *, as_json: bool) -> None:
    if as_json:
        _print_json({"status": error.reason, "problems": msgspec.to_builtins(error.problems)})
        return
    for problem in error.problems:
        print(_sentence(problem), file=sys.stderr)


def _sentence(problem: Problem) -> str:
    named = {"sheet": problem.sheet, "row": problem.row, "line": problem.line, "column": problem.column}
    places = [f"{name} {value}" for name, value in named.items() if value]
    place = ", ".join([*places, *filter(None, [problem.field])])
    return f"{place}: {problem.message}" if place else problem.message


def _print_json(found: Any) -> None:
    print(json.dumps(found, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="xiangyun form check")
    add_arguments(parser)
    raise SystemExit(run(parser.parse_args()))

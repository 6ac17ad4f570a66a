"""Runs the shared table of cases through both interpreters and prints what passed, with sizes and times."""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import answer
import expression
import xform
import yaml
from pyxform.xls2xform import convert

HERE = Path(__file__).parent
ROUNDS = 200


def compiled(sheets: dict[str, list[dict[str, str]]], name: str) -> str:
    """XForm XML; the headers are given because pyxform miscounts rows with gaps without them."""
    heads = {f"{sheet}_header": [dict.fromkeys(key for row in rows for key in row)] for sheet, rows in sheets.items()}
    return str(convert({**sheets, **heads, "settings": [{"form_id": name}]}, warnings=[]).xform)


def prepared(table: dict[str, Any], forms: dict[str, Any]) -> list[dict[str, Any]]:
    """Cases with their values in place and their expression parsed, once, for both interpreters."""
    return [_prepared(case, table["shared"], forms) for case in table["cases"]]


def _prepared(case: dict[str, Any], shared: dict[str, Any], forms: dict[str, Any]) -> dict[str, Any]:
    values = case["values"]
    ready = case | {"values": shared[values] if isinstance(values, str) else values}
    if "expression" in case:
        try:
            ready["tree"] = expression.parse(case["expression"])
        except expression.ExpressionError as error:
            ready["refused"] = str(error)
    return ready


def in_javascript(forms: dict[str, Any], cases: list[dict[str, Any]], *extra: str) -> Any:
    """What the JavaScript interpreter gives for the cases."""
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump({"forms": forms, "cases": cases}, file, ensure_ascii=False)
        file.flush()
        command = ["node", str(HERE / "interpret.mjs"), file.name, *extra]
        return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def agrees(found: Any, case: dict[str, Any]) -> bool:
    """An error is expected as such, its wording is each side's own."""
    if case["gives"] == {"error": True}:
        return isinstance(found, dict) and set(found) == {"error"}
    same_kind = isinstance(found, bool) == isinstance(case["gives"], bool)
    return same_kind and bool(found == case["gives"])


def times(sheets: dict[str, Any], forms: dict[str, Any], cases: list[dict[str, Any]]) -> dict[str, float]:
    """Median milliseconds of each stage, on the form and answer with the nested repeats."""
    whole = next(case for case in cases if case["group"] == "whole answers")
    xml = compiled(sheets["houses"], "houses")
    stages = {
        "pyxform": lambda: compiled(sheets["houses"], "houses"),
        "XForm to trees": lambda: xform.read(xml),
        "whole answer, Python": lambda: answer.run_case(forms, whole),
    }
    found = {name: _median(stage) for name, stage in stages.items()}
    return found | {"whole answer, JavaScript": in_javascript(forms, [whole], str(ROUNDS))}


def _median(stage: Any) -> float:
    took = []
    for _ in range(ROUNDS // 4):
        start = time.perf_counter()
        stage()
        took.append((time.perf_counter() - start) * 1000)
    return statistics.median(took)


def main() -> int:
    """Prints the table; exit status 1 if anything disagrees."""
    sheets = yaml.load((HERE / "forms.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
    forms = {name: xform.read(compiled(rows, name)) for name, rows in sheets.items()}
    cases = prepared(json.loads((HERE / "cases.json").read_text(encoding="utf-8")), forms)
    run = [case for case in cases if "refused" not in case]
    python = [answer.outcome(forms, case) for case in run]
    javascript = in_javascript(forms, run)
    passed: Counter[tuple[str, str]] = Counter()
    for case, *found in zip(run, python, javascript, strict=True):
        for side, value in zip(("Python", "JavaScript"), found, strict=True):
            passed[case["group"], side] += agrees(value, case)
            if not agrees(value, case):
                said = case.get("expression", case["values"])
                print(f"FAILED {side}: {case['group']}: {said}: {value!r}, expected {case['gives']!r}")
    for case in cases:
        if "refused" in case:
            passed[case["group"], "Python"] += agrees({"error": case["refused"]}, case)
            passed[case["group"], "JavaScript"] += agrees({"error": case["refused"]}, case)
    return _report(cases, passed, times(sheets, forms, run))


def _report(cases: list[dict[str, Any]], passed: Counter[tuple[str, str]], took: dict[str, float]) -> int:
    total = Counter(case["group"] for case in cases)
    print(f"{'group':24}{'cases':>7}{'Python':>9}{'JavaScript':>12}")
    for group, count in total.items():
        print(f"{group:24}{count:7}{passed[group, 'Python']:9}{passed[group, 'JavaScript']:12}")
    good = sum(passed.values())
    print(f"{'all':24}{total.total():7}{good:9} of {2 * total.total()}")
    for name, milliseconds in took.items():
        print(f"{name:28}{milliseconds:8.3f} ms")
    for name in ("interpret.mjs", "interpret.py", "answer.py", "plain.py", "expression.py"):
        source = (HERE / name).read_text(encoding="utf-8")
        print(f"{name:28}{len(source.splitlines()):5} lines{len(source.encode()):8} bytes")
    return 0 if good == 2 * total.total() else 1


if __name__ == "__main__":
    sys.exit(main())

"""The shape of the code: sizes, actions, who may read, move a state, or look at the clock."""

import ast
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.architecture.source import (
    PACKAGE,
    calls,
    domain_files,
    expect_none,
    files,
    imports,
    layer,
    name,
    package_files,
    python_files,
    tree,
)

MOST_LINES = 400
MOST_FUNCTION_LINES = 40
WRITTEN = {".py", ".js", ".mjs", ".css", ".html", ".sh"}

# layer or file -> why it leaves no audit entry of its own
UNRECORDED: dict[str, str] = {}
# layer or file -> why it reads a model without a named rule
READS_ALLOWED: dict[str, str] = {
    "audit": "the log's own chain; nobody looks at it through a page",
    "jobs": "the queue's own tables; nobody looks at them through a page",
    "facts/ledger.py": "writes: called by actions inside their transaction",
    "measures/ledger.py": "writes: called by actions inside their transaction",
    "notices/counting.py": "writes: the counts that boards read",
    "notices/closing.py": "writes: called by actions inside their transaction",
    "notices/selectors.py": "the rule of who owes what is this module",
    "notices/periods.py": "writes: the periods of a task, inside the transaction of what moved them",
    "people/acting.py": "finds out who asks: there is no actor before it",
    "returns/following.py": "writes: open returns follow the tree and the calendar, for the system",
    "returns/sending.py": "writes: called by actions inside their transaction",
    "search/writing.py": "writes: an index made of other tables",
    "units/bulk_changes.py": "writes: called by actions inside their transaction",
    "units/changes.py": "writes: called by actions inside their transaction",
    "units/edition_changes.py": "writes: called by actions inside their transaction",
    "units/edition_ground.py": "whole lists with what they said, compared before an administrator applies one",
    "units/following.py": "writes: names of today, for the system",
    "units/redating.py": "writes: called by actions inside their transaction",
    "units/successions.py": "writes: called by actions inside their transaction",
    "units/reach.py": "the rule of what is below a unit is this module",
}

# layer or file -> why it may set a field named state
STATE_MOVERS = {
    "core/steps.py": "take_step itself",
    "jobs": "the state of a queued job is no state of the domain: workers claim it by compare-and-set",
}

READS = re.compile(r"\.objects\.(get|all|filter|exclude|first|last)$")
READERS = {"models", "queries", "actions"}
CLOCK = re.compile(r"(^|\.)(timezone|datetime|date|time)\.(now|utcnow|today|time|localtime|localdate)$")
CLOCK_READERS = {
    "core/clock.py": "the clock itself",
    "audit": "recorded_at is real time",
    "jobs": "the queue runs in real time",
}
PAGES = (
    "django.http",
    "django.shortcuts",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.test",
)


def is_listed(path: Path, exceptions: Mapping[str, str]) -> bool:
    """Whether a file, or the layer it is in, is an exception with a reason."""
    return layer(path) in exceptions or path.relative_to(PACKAGE).as_posix() in exceptions


def test_files_are_short() -> None:
    written = [path for path in files() if path.suffix in WRITTEN and path.parent.name != "migrations"]  # generated
    lengths = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in written}
    long = [f"{file}: {lines} lines" for file, lines in lengths.items() if lines > MOST_LINES]
    expect_none(long, f"a file has at most {MOST_LINES} lines: split it by subject")


def test_functions_are_short() -> None:
    long = [
        f"{name(path)}:{node.lineno} {node.name}: {lines} lines"
        for path in python_files("src", "tests", "tools", "bench")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := (node.end_lineno or node.lineno) - node.lineno + 1) > MOST_FUNCTION_LINES
    ]
    expect_none(long, f"a function has at most {MOST_FUNCTION_LINES} lines")


def action_modules() -> list[Path]:
    found = [path for path in package_files() if path.parent.name == "actions" and path.name != "__init__.py"]
    return [path for path in found if not path.name.startswith("_")]


@pytest.mark.parametrize("path", action_modules(), ids=name)
def test_an_action_module_is_one_use_case(path: Path) -> None:
    functions = [node for node in tree(path).body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    public = [node for node in functions if not node.name.startswith("_")]
    assert [node.name for node in public] == [path.stem], "one public function, named as its module"
    arguments = public[0].args
    assert [a.arg for a in arguments.posonlyargs + arguments.args] == [], "keyword-only"
    assert arguments.vararg is None, "keyword-only"
    assert public[0].returns is not None, "says what it returns"
    if not is_listed(path, UNRECORDED):
        assert any(called.split(".")[-1] == "record" for _, called in calls(path)), "leaves an audit entry"


def may_read(path: Path) -> bool:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return bool(READERS.intersection(parts)) or is_listed(path, READS_ALLOWED)


def test_reads_start_from_a_named_rule() -> None:
    found = [
        f"{name(path)}:{call.lineno} {called}"
        for path in package_files()
        if not may_read(path)
        for call, called in calls(path)
        if READS.search(called) or called.split(".")[-1] in {"get_object_or_404", "get_list_or_404"}
    ]
    expect_none(found, "a read starts from visible_to(actor), published() or another queryset method with a name")


def assigned(node: ast.AST) -> list[ast.expr]:
    match node:
        case ast.Assign(targets=targets):
            return targets
        case ast.AnnAssign(target=target) | ast.AugAssign(target=target):
            return [target]
    return []


def test_only_take_step_moves_a_state() -> None:
    found = []
    for path in package_files():
        if is_listed(path, STATE_MOVERS):
            continue
        for node in ast.walk(tree(path)):
            targets = [t for t in assigned(node) if isinstance(t, ast.Attribute) and t.attr == "state"]
            found += [f"{name(path)}:{target.lineno} assigns .state" for target in targets]
        for call, called in calls(path):
            if called.endswith(".update") and any(word.arg == "state" for word in call.keywords):
                found.append(f"{name(path)}:{call.lineno} updates state")
    expect_none(found, "only core.steps.take_step moves a state")


def test_domain_code_never_sees_a_page() -> None:
    found = [
        f"{name(path)}:{line} {module}"
        for path in domain_files()
        for line, module in imports(path)
        if f"{module}.".startswith(tuple(f"{page}." for page in PAGES))
    ]
    expect_none(found, "domain code never sees request, session or page")


def test_domain_code_never_looks_at_the_clock() -> None:
    found = [
        f"{name(path)}:{call.lineno} {called}"
        for path in domain_files()
        if not is_listed(path, CLOCK_READERS)
        for call, called in calls(path)
        if CLOCK.search(called)
    ]
    expect_none(found, "the time comes in as `at`")

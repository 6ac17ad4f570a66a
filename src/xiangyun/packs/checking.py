"""Whether a pack holds together: what its files say of each other, each mistake with its file and line."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from xiangyun.calendar import from_plain
from xiangyun.compiler.flags import all_rules
from xiangyun.core.errors import BadInput
from xiangyun.forms.definition import FormError
from xiangyun.forms.dictionary import ElementEntry, misfits
from xiangyun.forms.front_door import read_form
from xiangyun.notices.definitions import checked, parts_of

from .format import ClauseEntry, TaskEntry
from .names import names_in
from .problems import BadPack, PackProblem
from .reading import CLAUSES, PARTIES, TASKS, ReadPack, read_pack
from .units_for_check import with_made_up_uids

IMPERATIVE = ("duty", "requirement", "own_act", "exhortation")


def check_pack(folder: Path) -> ReadPack:
    """The pack, whole and consistent; BadPack with every mistake that was found."""
    read = read_pack(folder)
    problems = [*_clauses(read), *_every_sentence(read), *_tasks(read), *_parties(read), *_forms(read)]
    if problems:
        raise BadPack(*problems)
    return read


def _clauses(read: ReadPack) -> Iterator[PackProblem]:
    pack, file = read.pack, read.files[CLAUSES]
    keys = {task.key for task in pack.tasks}
    rules = {rule.slug for rule in all_rules()}
    positions: set[str] = set()
    last = 0
    for n, clause in enumerate(pack.clauses.clauses):
        here = ("clauses", n)
        start, end = clause.chars
        if not last <= start < end <= len(pack.text):
            yield file.problem("place_out_of_order", *here, "chars", says=f"{start} to {end}")
        elif pack.text[start:end] != clause.words:
            yield file.problem("words_differ", *here, "words", says=pack.text[start:end][:30])
        last = max(last, end)
        if clause.at in positions:
            yield file.problem("position_twice", *here, "at", says=clause.at)
        positions.add(clause.at)
        if problem := _fate(clause, keys):
            yield file.problem(problem, *here, says=clause.at)
        for slug in set(clause.rules) - rules:
            yield file.problem("unknown_rule", *here, "rules", slug, says=slug)


def _fate(clause: ClauseEntry, keys: set[str]) -> str:
    """What is wrong with what became of a clause."""
    fates = [fate for fate in (clause.task, clause.guides, clause.dismissed) if fate]
    if len(fates) > 1:
        return "two_fates"
    if not fates and clause.kind in IMPERATIVE:
        return "no_fate"
    return "unknown_task" if (clause.task or clause.guides) and not {clause.task, clause.guides} & keys else ""


def _every_sentence(read: ReadPack) -> Iterator[PackProblem]:
    """Every clause that the compiler reads stands in the file: none disappears unseen."""
    from xiangyun.compiler import read as read_notice

    pack, file = read.pack, read.files[CLAUSES]
    covered = [clause.chars for clause in pack.clauses.clauses]
    for clause in read_notice(pack.text, pack.head.issued_on).clauses:
        if clause.kind != "fact" and not any(a < clause.end and clause.start < b for a, b in covered):
            yield file.problem("clause_left_out", "clauses", says=f"{clause.position} {clause.quote[:30]}")


def _tasks(read: ReadPack) -> Iterator[PackProblem]:
    pack, file = read.pack, read.files[TASKS]
    used = {clause.task for clause in pack.clauses.clauses}
    seen: set[str] = set()
    for n, task in enumerate(pack.tasks):
        if task.key in seen:
            yield file.problem("key_twice", "tasks", n, "key", says=task.key)
        seen.add(task.key)
        if task.key not in used:
            yield file.problem("no_clause", "tasks", n, "key", says=task.key)
        if task.form not in pack.forms:
            yield file.problem("unknown_form", "tasks", n, "form", says=task.form)
        for where, code in _task_problems(task):
            yield file.problem(code, "tasks", n, *where)


def _task_problems(task: TaskEntry) -> Iterator[tuple[tuple[str | int, ...], str]]:
    try:
        from_plain(task.due)
    except (ValueError, TypeError, KeyError):
        yield ("due",), "not_a_deadline"
    if task.ends_on < task.starts_on:
        yield ("ends_on",), "before_start"
    if code := _selector_problem(task.who):
        yield ("who",), code
    for k, quota in enumerate(task.quotas):
        if quota.who is not None and (code := _selector_problem(quota.who)):
            yield ("quotas", k, "who"), code
        if not _is_amount(quota.value):
            yield ("quotas", k, "value"), "not_an_amount"


def _is_amount(text: str) -> bool:
    try:
        return float(text) > 0
    except ValueError:
        return False


def _selector_problem(who: dict[str, object]) -> str:
    """A stable code for a selector that no site could take; whether its names are there, the site knows."""
    try:
        parts_of(who)
        checked(with_made_up_uids(who, names_in(who)))
    except BadInput as refused:
        return refused.reason
    except (TypeError, KeyError, AttributeError):
        return "selector_bad_value"
    return ""


def _parties(read: ReadPack) -> Iterator[PackProblem]:
    for n, entry in enumerate(read.pack.parties):
        if code := _selector_problem(entry.who):
            yield read.files[PARTIES].problem(code, "parties", n, "who", says=entry.name)


def _forms(read: ReadPack) -> Iterator[PackProblem]:
    entries = [ElementEntry(**element) for element in read.pack.elements]
    for slug, source in read.pack.forms.items():
        name = f"forms/{slug}.yaml"
        yield from _form_problems(name, source, entries)


def _form_problems(name: str, source: bytes, entries: list[ElementEntry]) -> Iterable[PackProblem]:
    try:
        form = read_form(source, filename=name).stored
    except FormError as error:
        return [PackProblem(name, p.line or p.row, p.code, f"{p.field} {p.message}".strip()) for p in error.problems]
    return [PackProblem(name, 0, p.code, p.message) for p in misfits(form, entries)]

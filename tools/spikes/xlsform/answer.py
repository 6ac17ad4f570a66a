"""A whole answer worked out: what is relevant, what is calculated, what breaks a rule, which choices are offered."""

import json
import math
import sys
from pathlib import Path
from typing import Any

from interpret import Run
from plain import Day, day, names, number, text, written

MAX_PASSES = 20


class Answer:
    """The values of one answer while it is worked out."""

    def __init__(self, form: dict[str, Any], values: dict[str, Any], today: str) -> None:
        self.form, self.today = form, today
        self.data = {"/": values} | {name: {"root": {"item": rows}} for name, rows in form["lists"].items()}
        self.paths = set(form["order"]) - set(form["repeats"])
        self.hidden: set[tuple[Any, ...]] = set()

    def value(self, node: tuple[Any, ...]) -> Any:
        """The typed value of a node; what is not relevant is empty. The first key says which tree."""
        found: Any = self.data
        for key in node:
            found = found.get(key) if isinstance(found, dict) else found[key]
            if found is None:
                return ""
        if isinstance(found, dict | list) or self.is_hidden(node):
            return ""
        if node[0] == "/" and self.form["types"].get(names(node)) == "date":
            return day(found)
        return found if isinstance(found, str) else float(found)

    def is_hidden(self, node: tuple[Any, ...]) -> bool:
        return any(node[:size] in self.hidden for size in range(2, len(node) + 1))

    def children(self, node: tuple[Any, ...], step: str) -> list[tuple[Any, ...]]:
        """Nodes of a name under a node; a repeat gives all its instances."""
        found: Any = self.data
        for key in node:
            found = found.get(key, {}) if isinstance(found, dict) else found[key]
        if step == "*":
            return [child for name in found for child in self.children(node, name)]
        below = found.get(step) if isinstance(found, dict) else None
        here = (*node, step)
        if isinstance(below, list):
            return [(*here, at) for at in range(len(below))]
        return [here] if below is not None or (node[0] == "/" and names(here) in self.paths) else []


def all_nodes(answer: Answer, path: str) -> list[tuple[Any, ...]]:
    """Every node of a path, repeats spread out."""
    found: list[tuple[Any, ...]] = [("/",)]
    for step in path.split("/"):
        found = [child for node in found for child in answer.children(node, step)]
    return found


def store(answer: Answer, node: tuple[Any, ...], value: Any) -> None:
    """Puts a calculated value in place; NaN and the empty text are no answer."""
    holder: Any = answer.data
    for key in node[:-1]:
        holder = holder.setdefault(key, {}) if isinstance(holder, dict) else holder[key]
    plain = text(value)
    if plain in {"", "NaN"}:
        holder.pop(node[-1], None)
    elif answer.form["types"].get(names(node)) in {"int", "decimal"}:
        holder[node[-1]] = number(plain)
    else:
        holder[node[-1]] = plain


def settle(answer: Answer) -> None:
    """Calculates and hides until nothing changes; a form that never settles is refused."""
    for _ in range(MAX_PASSES):
        before = (json.dumps(answer.data["/"], sort_keys=True), set(answer.hidden))
        hidden = set()
        for path in answer.form["order"]:
            bind = answer.form["binds"].get(path, {})
            for node in all_nodes(answer, path) if bind else ():
                if "relevant" in bind and not Run(answer, node).truth(bind["relevant"]):
                    hidden.add(node)
                if "calculate" in bind:
                    store(answer, node, Run(answer, node).single(bind["calculate"]))
        answer.hidden = hidden
        if before == (json.dumps(answer.data["/"], sort_keys=True), hidden):
            return
    raise ValueError("the form never settles: calculations go in a circle")


def kept(answer: Answer, value: Any, node: tuple[Any, ...]) -> Any:
    """The answer without what is not relevant."""
    if isinstance(value, list):
        return [kept(answer, row, (*node, at)) for at, row in enumerate(value)]
    if not isinstance(value, dict):
        return value
    return {k: kept(answer, v, (*node, k)) for k, v in value.items() if (*node, k) not in answer.hidden}


def written_path(node: tuple[Any, ...]) -> str:
    return "/".join(f"{key}" if isinstance(key, str) else f"[{key + 1}]" for key in node[1:]).replace("/[", "[")


def check(answer: Answer, kind: str) -> list[str]:
    """Paths that break a constraint, or are required and empty."""
    broken = []
    for path in answer.form["order"]:
        tree = answer.form["binds"].get(path, {}).get(kind)
        for node in all_nodes(answer, path) if tree else ():
            empty = answer.value(node) == ""
            wrong = (
                empty and Run(answer, node).truth(tree)
                if kind == "required"
                else not (empty or Run(answer, node).truth(tree))
            )
            if wrong and not answer.is_hidden(node):
                broken.append(written_path(node))
    return broken


def offered(answer: Answer, at: str) -> list[str]:
    """Names of the choices that a question offers; `at` is a path with places, `house[1]/town`."""
    node: list[Any] = ["/"]
    for step in at.split("/"):
        name, _, place = step.partition("[")
        node += [name, int(place.rstrip("]")) - 1] if place else [name]
    tree = answer.form["choices"][names(tuple(node))]
    return [answer.value((*item, "name")) for item in Run(answer, tuple(node)).eval(tree)]


def run_case(forms: dict[str, Any], case: dict[str, Any]) -> Any:
    """What a case gives, in the shape of its `gives`."""
    answer = Answer(forms[case["form"]], json.loads(json.dumps(case["values"])), case.get("today", "2020-03-20"))
    settle(answer)
    if "expression" in case:
        node = tuple(["/", *case.get("at", [])])
        value = Run(answer, node).single(case["tree"])
        return text(value) if isinstance(value, Day) else value
    if "offers" in case:
        return offered(answer, case["offers"])
    found = {"values": kept(answer, answer.data["/"], ("/",))}
    found |= {kind: broken for kind in ("constraint", "required") if (broken := check(answer, kind))}
    return found


def outcome(forms: dict[str, Any], case: dict[str, Any]) -> Any:
    try:
        return plain(run_case(forms, case))
    except Exception as error:
        return {"error": str(error)}


def plain(value: Any) -> Any:
    """Whole numbers as JSON writes them, NaN as text, so that both sides compare."""
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [plain(part) for part in value]
    if isinstance(value, float):
        return written(value) if not math.isfinite(value) else int(value) if value == int(value) else value
    return value


if __name__ == "__main__":
    given = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    print(json.dumps(list(map(lambda case: outcome(given["forms"], case), given["cases"])), ensure_ascii=False))

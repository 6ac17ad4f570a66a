"""The project's files as the architecture tests see them."""

import ast
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "xiangyun"
# The layers that speak to the outside; every other package is domain code.
OUTER = {"config", "web", "api", "oai", "cli"}
PURE = {"sheets", "compiler", "calendar"}


def expect_none(found: Iterable[str], rule: str) -> None:
    """Fails with the rule and one line for each place that breaks it."""
    lines = sorted(found)
    assert not lines, f"{rule}\n  " + "\n  ".join(lines)


@cache
def files() -> tuple[Path, ...]:
    """Every file of the project that git knows or would add: not what is built or installed."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return tuple(path for name in sorted(listed.split("\0")) if name and (path := ROOT / name).is_file())


def name(path: Path) -> str:
    """A file's name from the project's root."""
    return path.relative_to(ROOT).as_posix()


def python_files(*folders: str) -> list[Path]:
    """The Python files under these folders, migrations left out."""
    found = [path for path in files() if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in folders]
    return [path for path in found if "migrations" not in path.parts]


def package_files() -> list[Path]:
    """The product's own Python files, migrations left out."""
    return [path for path in python_files("src") if PACKAGE in path.parents]


def layer(path: Path) -> str:
    """The package of src/xiangyun that a file is in; empty for the package's own files."""
    parts = path.relative_to(PACKAGE).parts
    return parts[0] if len(parts) > 1 else ""


def domain_files() -> list[Path]:
    """Files that never see request, clock, session or language."""
    return [path for path in package_files() if layer(path) not in OUTER]


@cache
def tree(path: Path) -> ast.Module:
    """A Python file, parsed."""
    return ast.parse(path.read_text(encoding="utf-8"), name(path))


def calls(path: Path) -> Iterator[tuple[ast.Call, str]]:
    """Every call in a file with its dotted name, as `Model.objects.get` or `record`."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            yield node, dotted(node.func)


def dotted(node: ast.expr) -> str:
    """`a.b.c` of an attribute chain; what is no name in it is left empty."""
    match node:
        case ast.Name(id=word):
            return word
        case ast.Attribute(value=value, attr=attribute):
            return f"{dotted(value)}.{attribute}"
    return ""


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Line and full dotted name of everything that a file imports, relative imports resolved."""
    package = list(path.relative_to(ROOT / "src").with_suffix("").parts[:-1]) if PACKAGE in path.parents else []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            start = ".".join([*above, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{start}.{alias.name}") for alias in node.names)

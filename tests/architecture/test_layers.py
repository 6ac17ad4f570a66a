"""What import-linter does not see: layers inside an app, and the packages that are pure Python."""

from pathlib import Path

from tests.architecture.source import PACKAGE, PURE, domain_files, expect_none, imports, layer, name

# Querysets have no rank: models take their managers from them.
# Inside a domain app imports go from a higher number to a lower or equal one.
RANKS = {"actions": 4, "policies": 3, "models": 2, "rules": 1, "states": 1}


def rank(parts: tuple[str, ...]) -> int | None:
    """The rank of the part of an app that a module is in; None where the design gives it none."""
    return next((RANKS[part] for part in parts if part in RANKS), None)


def test_inside_an_app_imports_go_downwards() -> None:
    found = []
    for path in domain_files():
        own = rank(path.relative_to(PACKAGE).with_suffix("").parts[1:])
        for line, module in imports(path) if own else []:
            parts = tuple(module.split("."))
            other = rank(parts[2:]) if parts[:2] == ("xiangyun", layer(path)) else None
            if own and other and other > own:
                found.append(f"{name(path)}:{line} imports {module}")
    expect_none(found, "actions > policies > models > rules, states")


def test_nothing_else_imports_a_folder_of_another_apps_tables() -> None:
    """Another app's tables are written only through its actions: its migrations and admin are nobody's."""
    found = [
        f"{name(path)}:{line} {module}"
        for path in domain_files()
        for line, module in imports(path)
        if module.startswith("xiangyun.") and ".migrations" in module
    ]
    expect_none(found, "nobody imports a migration")


def test_pure_packages_know_no_framework() -> None:
    found = [
        f"{name(path)}:{line} {module}"
        for path in domain_files()
        if layer(path) in PURE
        for line, module in imports(path)
        if module.split(".")[0] == "django"
    ]
    expect_none(found, "sheets, compiler and calendar are pure Python")


def test_every_layer_is_a_package() -> None:
    folders = [path for path in PACKAGE.iterdir() if path.is_dir() and any(path.rglob("*.py"))]
    layers = [path for path in folders if not path.name.startswith((".", "_"))]
    bare = [path for path in layers if not Path(path, "__init__.py").exists()]
    expect_none((name(path) for path in bare), "a folder without __init__.py is invisible to import-linter")

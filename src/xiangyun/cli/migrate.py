"""`xiangyun migrate`: bring the database up to this version of the program."""

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `migrate`."""
    parser.add_argument("--check", action="store_true", help="only say whether it is needed (exit status 1)")


def run(arguments: argparse.Namespace) -> int:
    """Applies what is missing, or with --check only says so; 0 up to date, 1 not (with --check)."""
    from .readiness import apply_migrations, make_home, missing_migrations

    make_home()
    missing = missing_migrations()
    if arguments.check:
        print(f"{len(missing)} migrations missing" if missing else "up to date")
        return int(bool(missing))
    if missing:
        apply_migrations()
    print(f"{len(missing)} migrations applied" if missing else "up to date")
    return 0

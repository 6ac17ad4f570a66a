"""`xiangyun pack check FOLDER`: whether a pack holds together, every mistake with its file and line."""

import argparse
import sys
from pathlib import Path

PROBLEMS = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of `xiangyun pack check`."""
    parser.add_argument("folder", metavar="FOLDER", help="the folder of the pack")


def run(args: argparse.Namespace) -> int:
    """0 the pack is in order, 1 problems, each on a line."""
    from collections import Counter

    from xiangyun.packs.checking import check_pack
    from xiangyun.packs.problems import BadPack

    try:
        pack = check_pack(Path(args.folder)).pack
    except BadPack as bad:
        for problem in bad.problems:
            print(problem, file=sys.stderr)
        return PROBLEMS
    kinds = Counter(clause.kind for clause in pack.clauses.clauses)
    print(f"{pack.head.slug}: {len(pack.clauses.clauses)} clauses, {len(pack.tasks)} tasks, {len(pack.forms)} forms")
    print(", ".join(f"{n} {kind}" for kind, n in sorted(kinds.items())))
    return 0

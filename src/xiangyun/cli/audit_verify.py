"""`xiangyun audit verify`: recompute the log's chain and hold it against the published roots."""

import argparse
import json
from dataclasses import asdict


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `audit verify`."""
    parser.add_argument("--json", action="store_true", help="print the result as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Prints every problem; exit status 0 none, 1 some."""
    from xiangyun.audit.models import Entry
    from xiangyun.audit.verify import verify

    problems = verify()
    sealed, unsealed = Entry.objects.chain().count(), Entry.objects.unsealed().count()
    if arguments.json:
        found = [asdict(problem) for problem in problems]
        print(json.dumps({"ok": not found, "sealed": sealed, "unsealed": unsealed, "problems": found}))
    else:
        for problem in problems:
            print(f"{problem.kind} at seal {problem.seal} {problem.where}".rstrip())
        said = f"{sealed} sealed" if sealed else "nothing sealed yet, so nothing could be verified"
        print(f"{said}, {unsealed} not sealed yet, {len(problems)} problems")
    return int(bool(problems))

"""`xiangyun notice draft FILE`: a notice read and kept as a draft of the issuer, as its officer would on the page."""

import argparse
from datetime import date
from pathlib import Path
from typing import Any


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of `xiangyun notice draft`."""
    parser.add_argument("file", metavar="FILE", help="a txt, html, docx or pdf file")
    parser.add_argument("--issuer", required=True, metavar="CODE", help="the unit that issues it, by its code")
    parser.add_argument("--as", dest="account", required=True, metavar="POST", help="the officer's sign-in name")
    parser.add_argument("--issued", type=date.fromisoformat, metavar="DATE", help="its date, where the text has none")
    parser.add_argument("--follows", metavar="UID", help="the published notice that it issues again or changes")


def run(args: argparse.Namespace) -> int:
    """0 drafted: the notice's uid and what was read are printed. 2 refused."""
    from xiangyun.core.clock import working_now

    notice = drafted(args, working_now())
    for line in counts_of(notice):
        print(line)
    return 0


def drafted(args: argparse.Namespace, at: Any) -> Any:
    """The draft; DomainError for what is no notice or whom the issuer does not let."""
    from uuid import UUID

    from xiangyun.cli.posts import acting_post
    from xiangyun.compiler.sources import read_source
    from xiangyun.core.errors import BadInput
    from xiangyun.notices.actions.draft_notice import draft_notice

    try:
        content = Path(args.file).read_bytes()
    except OSError as error:
        raise BadInput("cannot_open", file=args.file, why=error.strerror or "") from error
    source = read_source(content, args.file)
    return draft_notice(
        actor=acting_post(args.account, args.issuer),
        text=source.text,
        issued_on=args.issued,
        source=(Path(args.file).name, source.kind),
        follows=UUID(args.follows) if args.follows else None,
        at=at,
    )


def counts_of(notice: Any) -> list[str]:
    """The uid, and how many clauses there are of each kind."""
    from collections import Counter

    kinds = Counter(notice.clauses.values_list("kind", flat=True))
    said = ", ".join(f"{n} {kind}" for kind, n in sorted(kinds.items()))
    return [f"notice {notice.uid}", f"clauses {sum(kinds.values())}: {said}", f"to decide {len(notice.findings)}"]

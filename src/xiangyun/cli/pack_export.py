"""`xiangyun pack export UID FOLDER`: a notice of this site as a pack."""

import argparse
from pathlib import Path
from uuid import UUID


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Arguments of `xiangyun pack export`."""
    parser.add_argument("notice", metavar="UID", type=UUID, help="the notice")
    parser.add_argument("folder", metavar="FOLDER", help="where the files go; their names are those of a pack")
    parser.add_argument("--slug", required=True, help="the pack's name: letters, digits, hyphens")
    parser.add_argument("--as", dest="account", required=True, metavar="POST", help="the officer's sign-in name")


def run(args: argparse.Namespace) -> int:
    """0 written, 2 refused."""
    from xiangyun.cli.posts import acting_post
    from xiangyun.core.clock import working_now
    from xiangyun.notices.queries import notice_for
    from xiangyun.packs.exporting import export_notice, write_files

    actor = acting_post(args.account)
    files = export_notice(actor, notice_for(actor, args.notice), args.slug, working_now())
    write_files(files, Path(args.folder))
    print("\n".join(sorted(files)))
    return 0
